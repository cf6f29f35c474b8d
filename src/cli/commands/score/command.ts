/** `score`: grid scores of anybody's rate maps or activity, beside those of a null. Scorers and nulls are src/analyse. */

import { mapNulls } from "../../../analyse/nulls/null-maps.ts";
import { hiddenBins } from "../../../analyse/reachable-bins.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import type { Engine } from "../../../engine/engine.ts";
import { openNumberRows } from "../../../format/number-rows.ts";
import { printable } from "../../../printable.ts";
import { wallsOf } from "../../../session/null-scores.ts";
import { readSubject } from "../../../session/subject.ts";
import { type CommandContext, defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import type { FlagTable } from "../../frame/flags.ts";
import { nullFlags } from "../../frame/null-flags.ts";
import { checkOutput, type NamedSource, writeArrays } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  choiceOf,
  lookOf,
  mapsOnly,
  observationFlags,
  subjectFlags,
  withEngine,
  withSubject,
} from "../../frame/subject.ts";
import { type MapRows, type MapSource, scoresOf } from "./compute-scores.ts";
import { showScores } from "./score-answer.ts";
import { needsActivity, scoreNull } from "./score-null.ts";
import { scoreArrays, scoreSummary } from "./score-values.ts";
import { checkFlags, isActivity, rowsOf } from "./scored-subject.ts";

const usualSide = 2.2;

const scoreFlags = {
  scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
  key: {
    type: "string",
    placeholder: "ARRAY",
    help: "array of an .npz (default: the only one of three dimensions)",
  },
  ...nullFlags,
  null: { ...nullFlags.null, help: `${nullFlags.null.help}, none; of maps alone ${mapNulls.join(", ")}` },
  nullSmoothing: {
    type: "number",
    placeholder: "BINS",
    help: "width of the filter of the noise (default: matched to the maps)",
    minimum: 0,
  },
  boxWidth: {
    type: "number",
    placeholder: "M",
    help: `of the box of maps, in m: for border scores and rings (default: ${usualSide})`,
    minimum: 0.01,
  },
  boxHeight: {
    type: "number",
    placeholder: "M",
    help: `of the box of maps, in m: for border scores and rings (default: ${usualSide})`,
    minimum: 0.01,
  },
  bins: {
    ...observationFlags.bins,
    help: `${observationFlags.bins.help}, of maps that are made of activity`,
  },
  trajectories: observationFlags.trajectories,
  steps: observationFlags.steps,
  best: { type: "integer", placeholder: "N", help: "units to list", default: 10, minimum: 0 },
  out: { type: "string", placeholder: "FILE.npz", help: "write the scores" },
  force: forceFlag,
  ascii: asciiFlag,
  ...subjectFlags,
  seed: { ...subjectFlags.seed, help: "seed of the noise, and of fresh trajectories" },
} as const satisfies FlagTable;

type ScoreContext = CommandContext<typeof scoreFlags>;

export const command = defineCommand({
  flags: scoreFlags,
  positionals: [
    {
      name: "MAPS|RUN|FILE",
      help: ".npz or .npy of rate maps [units, rows, columns] or [rows, columns]; or a run, a checkpoint, an .npz of activity",
    },
  ],
  details:
    "Each unit has threshold, p and p adjusted by Benjamini and Hochberg in the answer; shuffled maps are its own null. NaN in a map marks an unvisited bin. A map that does not vary has no score (NaN; null in JSON). Of a run, or of recorded cells, maps are made as ratemaps makes them.",
  examples: [
    "entorhinal score maps.npz --key rate_map --scorer deepmind-code --json",
    "entorhinal score maps.npz --null field-shuffle --shuffles 1000 --out scores.npz",
    "entorhinal score activity.npz --bins 40 --null time-shift",
  ],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    const given = context.positionals[0]!;
    const path = context.path(given);
    const activity = flags.key === undefined && isActivity(path);
    checkFlags(flags, activity ? "activity" : "maps");
    const choice = scoreNull(flags, activity);
    if (!activity) {
      using maps = await openNumberRows(path, flags.key, (shape) => shape.length === 3);
      const { boxWidth: width = usualSide, boxHeight: height = usualSide } = flags;
      const box = { width, height, given: true };
      await withEngine({ flags: { ...flags, blas: "wasm" } }, (engine) =>
        scoreAndTell(context, engine, maps, { box, walls: box, scorer, choice, seed: flags.seed ?? 0 }, out),
      );
      return;
    }
    const subject = readSubject(path, given, choiceOf(context));
    const pace = shareProgress(context);
    await withSubject(
      context,
      subject,
      async (analysis) => {
        const { engine, source } = analysis;
        const asked = lookOf({ ...flags, null: undefined, scorer }, source);
        const look = mapsOnly({ ...asked, null: choice });
        analysis.checkNull(look);
        const { rates, movement } = await analysis.observation(look);
        const border = Float64Array.from(await analysis.borders(look), ({ score }) => score);
        const measures = await analysis.measures(look);
        const known = { border, measures, movement };
        const box = { ...source.arena, given: false };
        const { seed } = look.request;
        const ofActivity = needsActivity(choice) ? () => analysis.nullScores(look) : undefined;
        const hidden = hiddenBins(source, rates);
        const given = { box, walls: wallsOf(source), scorer, choice, seed, known, ofActivity, hidden };
        await scoreAndTell(context, engine, rowsOf(subject.name, rates), given, out, source);
      },
      pace,
    );
  },
});

async function scoreAndTell(
  context: ScoreContext,
  engine: Engine,
  maps: MapRows,
  source: MapSource,
  out: string | undefined,
  activity: NamedSource = { conditions: [] },
): Promise<void> {
  const { flags } = context;
  const began = performance.now();
  const asked = { ...source, nullSmoothing: flags.nullSmoothing };
  const { portions, ...scored } = await scoresOf(engine, maps, asked, shareProgress(context));
  if (portions > 1) context.note(costOf(scored.grid.grid60.length, portions, performance.now() - began));
  if (out !== undefined) writeArrays(out, scoreArrays(scored), activity, flags);
  context.answer({ ...scoreSummary(maps, scored), out: out ?? null }, () =>
    [
      ...showScores(maps, scored, flags.best, answerTerminal(context)),
      ...(out === undefined ? [] : ["", `scores in ${printable(out)}`]),
    ].join("\n"),
  );
}

const costOf = (units: number, portions: number, milliseconds: number): string =>
  `${units} maps were scored in ${portions} portions and ${(milliseconds / 1000).toFixed(1)} s`;
