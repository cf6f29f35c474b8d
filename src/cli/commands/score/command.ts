/** `score`: grid scores of anybody's rate maps or activity, beside those of noise. Scorers and null are src/analyse. */
import { aboveNull } from "../../../analyse/beyond-noise.ts";
import type { Ellipse } from "../../../analyse/ellipse.ts";
import { noiseNull, smoothingOf } from "../../../analyse/null.ts";
import type { Ring } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer, type Scorer } from "../../../analyse/scorer.ts";
import { survival } from "../../../analyse/survival.ts";
import { fallingThresholds } from "../../../analyse/thresholds.ts";
import type { Engine } from "../../../engine/engine.ts";
import { formatShape, type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { writeNpz } from "../../../format/npz.ts";
import { type NumberRows, openNumberRows } from "../../../format/number-rows.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { onHeap, requireMemory } from "../../../memory-need.ts";
import { printable } from "../../../printable.ts";
import type { Pace } from "../../../session/analysis.ts";
import { readSubject } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import type { FlagTable } from "../../frame/flags.ts";
import { measureArrays, measureRows } from "../../frame/measure-arrays.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  lookOf,
  mapsOnly,
  observationFlags,
  subjectFlags,
  withEngine,
  withSubject,
} from "../../frame/subject.ts";
import { toldEllipse } from "../../frame/told-ellipse.ts";
import { type MapBox, type ScoredMaps, showScores } from "./score-answer.ts";
import { type RowShape, scoreRows } from "./score-rows.ts";
import { checkFlags, isActivity, rowsOf } from "./scored-subject.ts";

const usualSide = 2.2;

const scoreFlags = {
  scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
  key: {
    type: "string",
    placeholder: "ARRAY",
    help: "array of an .npz (default: the only one of three dimensions)",
  },
  null: {
    type: "integer",
    placeholder: "N",
    help: "maps of smoothed noise to score beside, 0 for none",
    default: 1000,
    minimum: 0,
    maximum: 1_000_000,
  },
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
    "NaN in a map marks an unvisited bin. A map that does not vary has no score (NaN; null in JSON). Of a run, or of recorded cells, maps are made as ratemaps makes them.",
  examples: [
    "entorhinal score maps.npz --key rate_map --scorer deepmind-code --json",
    "entorhinal score activity.npz --bins 40",
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
    if (!activity) {
      using maps = await openNumberRows(path, flags.key, (shape) => shape.length === 3);
      const { boxWidth: width = usualSide, boxHeight: height = usualSide } = flags;
      const box = { width, height, given: true };
      await withEngine({ flags: { ...flags, blas: "wasm" } }, (engine) =>
        scoreAndTell(context, engine, maps, scorer, { box, seed: flags.seed ?? 0 }, out),
      );
      return;
    }
    const subject = readSubject(path, given, flags);
    const pace = shareProgress(context);
    await withSubject(
      context,
      subject,
      async (analysis) => {
        const { engine, source } = analysis;
        const look = mapsOnly(lookOf({ ...flags, scorer }, source));
        const { rates, movement } = await analysis.observation(look);
        const border = Float64Array.from(await analysis.borders(look), ({ score }) => score);
        const measures = await analysis.measures(look);
        const known = { border, measures, movement };
        const box = { ...source.arena, given: false };
        const { seed } = look.request;
        await scoreAndTell(context, engine, rowsOf(subject.name, rates), scorer, { box, seed, known }, out);
      },
      pace,
    );
  },
});

/** What is known of maps beside them. */
interface MapSource {
  readonly box: MapBox;
  /** Of the noise. */
  readonly seed: number;
  /** Where more is known than the maps in their box: walls, visits, signs, headings. */
  readonly known?: Pick<ScoredMaps, "border" | "measures" | "movement"> | undefined;
}

async function scoreAndTell(
  context: ScoreContext,
  engine: Engine,
  maps: MapRows,
  scorer: Scorer,
  { known, ...source }: MapSource,
  out: string | undefined,
): Promise<void> {
  const { flags } = context;
  const began = performance.now();
  const options = { ...source, null: flags.null, nullSmoothing: flags.nullSmoothing };
  const { portions, ...found } = await compute(engine, maps, scorer, options, shareProgress(context));
  const scored = { ...found, ...known };
  if (portions > 1) context.note(costOf(scored.grid.grid60.length, portions, performance.now() - began));
  if (out !== undefined) writeFileSafely(out, writeNpz(arraysOf(scored)), { force: flags.force });
  context.answer({ ...answerOf(maps, scored), out: out ?? null }, () =>
    [
      ...showScores(maps, scored, flags.best, answerTerminal(context)),
      ...(out === undefined ? [] : ["", `scores in ${printable(out)}`]),
    ].join("\n"),
  );
}

type MapRows = Omit<NumberRows, keyof Disposable>;

type Named = Pick<NumberRows, "name" | "shape">;

/** Scores, rings, and what is said of a unit in an answer. */
const bytesPerUnit = 1000;

interface Options extends Omit<MapSource, "known"> {
  readonly null: number;
  readonly nullSmoothing: number | undefined;
}

async function compute(
  engine: Engine,
  maps: MapRows,
  scorer: Scorer,
  options: Options,
  pace: Pace,
): Promise<ScoredMaps & { readonly portions: number }> {
  const shape = mapShapeOf(maps);
  requireMemory({
    what: `scoring ${shape.units} maps`,
    needs: [onHeap("their scores", shape.units * bytesPerUnit)],
    mend: "split the file into smaller ones",
  });
  const { box } = options;
  const matched = options.nullSmoothing === undefined;
  try {
    const wanted = { scorer, box, smoothness: matched && options.null > 0 };
    const { grid, radii, portions, ...rest } = await scoreRows(engine, maps, shape, wanted, pace);
    const smoothing =
      options.null === 0 || (matched && grid.grid60.every(Number.isNaN))
        ? undefined
        : (options.nullSmoothing ?? smoothingOf(engine, radii, grid.bins));
    const { null: units, seed } = options;
    const noise =
      smoothing === undefined
        ? undefined
        : noiseNull(engine, scorer, { bins: grid.bins, smoothing, seed, units }, (share) =>
            share < 1 ? pace.progress?.("scoring the null", share) : undefined,
          );
    return { ...rest, scorer, thresholds: fallingThresholds, grid, box, noise, matched, portions };
  } finally {
    pace.ended?.();
  }
}

const costOf = (units: number, portions: number, milliseconds: number): string =>
  `${units} maps were scored in ${portions} portions and ${(milliseconds / 1000).toFixed(1)} s`;

function mapShapeOf({ name, shape }: Named): RowShape {
  if (shape.length !== 2 && shape.length !== 3) {
    const mend = "give rate maps as [units, rows, columns] or [rows, columns]";
    throw new UserError(`${name} has the shape ${formatShape(shape)}`, mend);
  }
  const [units, binsY, binsX] = shape.length === 3 ? shape : [1, ...shape];
  if (units === 0) throw new UserError(`${name} holds no maps`, "give at least one map");
  return { units: units!, binsY: binsY!, binsX: binsX! };
}

function answerOf(maps: Named, scored: ScoredMaps) {
  const { scorer, grid, border, noise } = scored;
  const measured = measureRows(scored);
  const shares = (scores: Float64Array | undefined) =>
    noise && scores && survival(scores, fallingThresholds).shares;
  return {
    maps: maps.name,
    scorer: scorer.name,
    bins: grid.bins,
    units: Array.from(grid.grid60, (grid60, unit) => ({
      unit,
      grid60,
      grid90: grid.grid90[unit],
      ring60: grid.ring60[unit],
      ring90: grid.ring90[unit],
      border: border[unit],
      ...(grid.ellipses && { undone: toldEllipse(grid.ellipses[unit]!) }),
      ...measured[unit],
    })),
    null: noise && {
      kind: "smoothed noise",
      ...{ units: noise.units, smoothing: noise.smoothing, seed: noise.seed, p95: noise.p95 },
    },
    aboveNull: noise && aboveNull(grid, noise),
    survival: {
      thresholds: fallingThresholds,
      ...{ grid60: shares(grid.grid60), grid90: shares(grid.grid90) },
      ...{ null60: shares(noise?.grid60), null90: shares(noise?.grid90) },
    },
  };
}

/** Major over minor axis, and the direction of the major one, rad; NaN where nothing was undone. */
const undoneArrays = (ellipses: readonly (Ellipse | null)[]) => ({
  undone_aspect_ratio: npyArray(Float64Array.from(ellipses, (one) => one?.ellipticity ?? Number.NaN)),
  undone_direction: npyArray(Float64Array.from(ellipses, (one) => one?.direction ?? Number.NaN)),
});

/** Rings as [units, 2]: inner and outer radius as fractions of the bins, NaN where there is no score. */
function arraysOf(scored: ScoredMaps): Record<string, NpyArray> {
  const { scorer, grid, border, noise } = scored;
  const pairs = (rings: readonly (Ring | null)[]) =>
    npyArray(Float64Array.from(rings.flatMap((ring) => ring ?? [Number.NaN, Number.NaN])), [rings.length, 2]);
  return {
    grid60: npyArray(grid.grid60),
    grid90: npyArray(grid.grid90),
    ring60: pairs(grid.ring60),
    ring90: pairs(grid.ring90),
    border: npyArray(border),
    ...(grid.ellipses && undoneArrays(grid.ellipses)),
    ...measureArrays(scored),
    scorer: npyArray([scorer.name], []),
    ...(noise && { null60: npyArray(noise.grid60), null90: npyArray(noise.grid90) }),
  };
}
