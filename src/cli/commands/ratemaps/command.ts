/** `ratemaps`: the best units in the terminal, or all of them in a file. */
import type { GridScores } from "../../../analyse/grid-score.ts";
import { type NullScores, nullNames } from "../../../analyse/nulls/null-scores.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { drawingFlags, drawingOf } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";
import { measureArrays } from "../../frame/measure-arrays.ts";
import { nullChoice, nullFlags } from "../../frame/null-flags.ts";
import { checkOutput, writeArrays } from "../../frame/output-file.ts";
import {
  lookOf,
  mapsOnly,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { unitStatistics } from "../score/unit-statistics.ts";
import { bestUnitMaps } from "./best-unit-maps.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    ...drawingFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    null: {
      type: "string",
      placeholder: "KIND",
      help: `also write what the scores are held to: ${nullNames.join(", ")}`,
    },
    shuffles: nullFlags.shuffles,
    best: { type: "integer", placeholder: "N", help: "units to draw", default: 12, minimum: 0 },
    out: { type: "string", placeholder: "FILE.npz", help: "write the maps and scores" },
    force: forceFlag,
    ...subjectFlags,
  },
  positionals: [subjectPositional],
  details:
    "Draws the units of the highest hexagonal score. Arrays of --out: rate_map [units, y, x] with row 0 at the bottom edge and NaN where never visited, occupancy [y, x], grid60 and grid90 [units], mean_activity [units], and the measures of docs/measures.md [units], such as spacing, information and coherence; with --null the 95th percentile of each unit's null, p, and q, which is p adjusted by Benjamini and Hochberg: threshold60, p60, q60, threshold90, p90, q90 [units].",
  examples: ["entorhinal ratemaps quick", "entorhinal ratemaps runs/large --best 0 --out maps.npz"],
  async run(context) {
    const { flags } = context;
    if (context.json && flags.out === undefined) {
      throw new UserError("--json draws no maps", "name a file for them with --out FILE.npz", 2);
    }
    if (flags.best === 0 && flags.out === undefined) {
      throw new UserError("--best 0 draws nothing", "name a file with --out FILE.npz, or draw some", 2);
    }
    const scorer = findScorer(flags.scorer);
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    if (flags.null !== undefined) nullChoice({ null: flags.null, shuffles: flags.shuffles });
    const subject = namedSubject(context);
    const drawing = await drawingOf(context);
    await withSubject(context, subject, async (analysis) => {
      const look = mapsOnly(lookOf({ ...flags, scorer }, analysis.source));
      analysis.checkNull(look);
      const { rates, activity, movement, samples } = await analysis.observation(look);
      warnOfUnvisitedBins(context, rates, analysis.source);
      const { units, rateMap, occupancy, binsX, binsY } = rates;
      const scores = await analysis.scores(look);
      const ofNull = look.null && (await analysis.nullScores(look));
      const arrays = async () => ({
        rate_map: npyArray(rateMap, [units, binsY, binsX]),
        occupancy: npyArray(occupancy, [binsY, binsX]),
        grid60: npyArray(scores.grid60),
        grid90: npyArray(scores.grid90),
        mean_activity: npyArray(activity.mean),
        ...measureArrays({
          lattices: await analysis.lattices(look),
          measures: await analysis.measures(look),
          movement,
        }),
        scorer: npyArray([scorer.name], []),
        ...(ofNull && nullArrays(scores, ofNull)),
      });
      const file = out === undefined ? [] : [writeArrays(out, await arrays(), analysis.source, flags)];
      const answer = {
        ...{ out: out ?? null, units, bins: binsX, samples, scorer: scorer.name },
        null: ofNull ? { kind: ofNull.kind, shuffles: ofNull.shuffles } : null,
      };
      context.answer(answer, () => paragraphs(bestUnitMaps(rates, scores, flags.best, drawing), file));
    });
  },
});

const nullArrays = (scores: GridScores, ofNull: NullScores): Record<string, NpyArray> => {
  const said = unitStatistics({ grid: scores, ofNull: { ...ofNull, border: undefined } });
  const arrays = Object.entries(said).map(([name, values]) => [name, npyArray(values)] as const);
  return { ...Object.fromEntries(arrays), null_kind: npyArray([ofNull.kind], []) };
};
