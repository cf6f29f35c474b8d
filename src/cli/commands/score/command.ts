/** `score`: grid scores of anybody's rate maps, beside those of noise. Scorers and null are src/analyse. */
import { borderScores } from "../../../analyse/border-score.ts";
import { scoreMaps } from "../../../analyse/grid-score.ts";
import type { MapShape } from "../../../analyse/map-set.ts";
import { matchedSmoothing, noiseNull } from "../../../analyse/null.ts";
import type { Ring } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer, type Scorer } from "../../../analyse/scorer.ts";
import { survival } from "../../../analyse/survival.ts";
import { fallingThresholds } from "../../../analyse/thresholds.ts";
import { openEngine } from "../../../engine/engine.ts";
import { type NumberArray, readNumberArray } from "../../../format/array-file.ts";
import { formatShape, type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { writeNpz } from "../../../format/npz.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag, seedFlag, workersFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { type ScoredMaps, showScores } from "./score-answer.ts";

export const command = defineCommand({
  flags: {
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
      help: "of the box, in m: for border scores and rings",
      default: 2.2,
      minimum: 0.01,
    },
    boxHeight: {
      type: "number",
      placeholder: "M",
      help: "of the box, in m: for border scores and rings",
      default: 2.2,
      minimum: 0.01,
    },
    best: { type: "integer", placeholder: "N", help: "units to list", default: 10, minimum: 0 },
    out: { type: "string", placeholder: "FILE.npz", help: "write the scores" },
    force: forceFlag,
    ascii: asciiFlag,
    seed: { ...seedFlag, help: "seed of the noise", default: 0 },
    workers: workersFlag,
  },
  positionals: [
    { name: "MAPS", help: ".npz or .npy of rate maps [units, rows, columns] or [rows, columns]" },
  ],
  details: "NaN in a map marks an unvisited bin. A map that does not vary has no score (NaN; null in JSON).",
  examples: ["entorhinal score maps.npz --key rate_map --scorer deepmind-code --json"],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    const source = context.path(context.positionals[0]!);
    const maps = readNumberArray(source, flags.key, (shape) => shape.length === 3);
    const scored = await compute(maps, scorer, flags);
    if (out !== undefined) writeFileSafely(out, writeNpz(arraysOf(scored)), { force: flags.force });
    context.answer({ ...answerOf(maps, scored), out: out ?? null }, () =>
      [
        ...showScores(maps, scored, flags.best, answerTerminal(context)),
        ...(out === undefined ? [] : ["", `scores in ${printable(out)}`]),
      ].join("\n"),
    );
  },
});

interface Options {
  readonly workers: number | undefined;
  readonly seed: number;
  readonly null: number;
  readonly nullSmoothing: number | undefined;
  readonly boxWidth: number;
  readonly boxHeight: number;
}

async function compute(maps: NumberArray, scorer: Scorer, options: Options): Promise<ScoredMaps> {
  const shape = mapShapeOf(maps);
  const engine = await openEngine({ workers: options.workers, blas: "wasm" });
  try {
    const grid = scoreMaps(engine, maps.values, shape, scorer);
    const box = { width: options.boxWidth, height: options.boxHeight };
    const border = borderScores(maps.values, shape, box);
    const matched = options.nullSmoothing === undefined;
    const smoothing =
      options.null === 0 || (matched && grid.grid60.every(Number.isNaN))
        ? undefined
        : (options.nullSmoothing ?? matchedSmoothing(engine, maps.values, shape));
    const { null: units, seed } = options;
    const noise =
      smoothing === undefined
        ? undefined
        : noiseNull(engine, scorer, { bins: grid.bins, smoothing, seed, units });
    return { scorer, thresholds: fallingThresholds, grid, border, box, noise, matched };
  } finally {
    engine.close();
  }
}

function mapShapeOf({ name, shape }: NumberArray): MapShape {
  if (shape.length !== 2 && shape.length !== 3) {
    const mend = "give rate maps as [units, rows, columns] or [rows, columns]";
    throw new UserError(`${name} has the shape ${formatShape(shape)}`, mend);
  }
  const [units, binsY, binsX] = shape.length === 3 ? shape : [1, ...shape];
  if (units === 0) throw new UserError(`${name} holds no maps`, "give at least one map");
  return { units: units!, binsY: binsY!, binsX: binsX! };
}

function answerOf(maps: NumberArray, { scorer, grid, border, noise }: ScoredMaps) {
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
      border: border[unit]!.score,
    })),
    null: noise && {
      kind: "smoothed noise",
      ...{ units: noise.units, smoothing: noise.smoothing, seed: noise.seed, p95: noise.p95 },
    },
    survival: {
      thresholds: fallingThresholds,
      ...{ grid60: shares(grid.grid60), grid90: shares(grid.grid90) },
      ...{ null60: shares(noise?.grid60), null90: shares(noise?.grid90) },
    },
  };
}

/** Rings as [units, 2]: inner and outer radius as fractions of the bins, NaN where there is no score. */
function arraysOf({ scorer, grid, border, noise }: ScoredMaps): Record<string, NpyArray> {
  const pairs = (rings: readonly (Ring | null)[]) =>
    npyArray(Float64Array.from(rings.flatMap((ring) => ring ?? [Number.NaN, Number.NaN])), [rings.length, 2]);
  return {
    grid60: npyArray(grid.grid60),
    grid90: npyArray(grid.grid90),
    ring60: pairs(grid.ring60),
    ring90: pairs(grid.ring90),
    border: npyArray(Float64Array.from(border, ({ score }) => score)),
    scorer: npyArray([scorer.name], []),
    ...(noise && { null60: npyArray(noise.grid60), null90: npyArray(noise.grid90) }),
  };
}
