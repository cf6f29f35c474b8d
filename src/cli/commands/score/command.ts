/** `score`: grid scores of anybody's rate maps, beside those of noise. Scorers and null are src/analyse. */
import { aboveNull } from "../../../analyse/beyond-noise.ts";
import { noiseNull, smoothingOf } from "../../../analyse/null.ts";
import type { Ring } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer, type Scorer } from "../../../analyse/scorer.ts";
import { survival } from "../../../analyse/survival.ts";
import { fallingThresholds } from "../../../analyse/thresholds.ts";
import { openEngine } from "../../../engine/engine.ts";
import { formatShape, type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { writeNpz } from "../../../format/npz.ts";
import { type NumberRows, openNumberRows } from "../../../format/number-rows.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { onHeap, requireMemory } from "../../../memory-need.ts";
import { printable } from "../../../printable.ts";
import type { Pace } from "../../../session/analysis.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag, seedFlag, workersFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { type ScoredMaps, showScores } from "./score-answer.ts";
import { type RowShape, scoreRows } from "./score-rows.ts";

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
    using maps = await openNumberRows(source, flags.key, (shape) => shape.length === 3);
    const began = performance.now();
    const { portions, ...scored } = await compute(maps, scorer, flags, shareProgress(context));
    if (portions > 1) context.note(costOf(scored.grid.grid60.length, portions, performance.now() - began));
    if (out !== undefined) writeFileSafely(out, writeNpz(arraysOf(scored)), { force: flags.force });
    context.answer({ ...answerOf(maps, scored), out: out ?? null }, () =>
      [
        ...showScores(maps, scored, flags.best, answerTerminal(context)),
        ...(out === undefined ? [] : ["", `scores in ${printable(out)}`]),
      ].join("\n"),
    );
  },
});

type Named = Pick<NumberRows, "name" | "shape">;

/** Scores, rings, and what is said of a unit in an answer. */
const bytesPerUnit = 500;

interface Options {
  readonly workers: number | undefined;
  readonly seed: number;
  readonly null: number;
  readonly nullSmoothing: number | undefined;
  readonly boxWidth: number;
  readonly boxHeight: number;
}

async function compute(
  maps: NumberRows,
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
  const box = { width: options.boxWidth, height: options.boxHeight };
  const matched = options.nullSmoothing === undefined;
  const engine = await openEngine({ workers: options.workers, blas: "wasm" });
  try {
    const wanted = { scorer, box, smoothness: matched && options.null > 0 };
    const { grid, border, radii, portions } = await scoreRows(engine, maps, shape, wanted, pace);
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
    return { scorer, thresholds: fallingThresholds, grid, border, box, noise, matched, portions };
  } finally {
    pace.ended?.();
    engine.close();
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

function answerOf(maps: Named, { scorer, grid, border, noise }: ScoredMaps) {
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

/** Rings as [units, 2]: inner and outer radius as fractions of the bins, NaN where there is no score. */
function arraysOf({ scorer, grid, border, noise }: ScoredMaps): Record<string, NpyArray> {
  const pairs = (rings: readonly (Ring | null)[]) =>
    npyArray(Float64Array.from(rings.flatMap((ring) => ring ?? [Number.NaN, Number.NaN])), [rings.length, 2]);
  return {
    grid60: npyArray(grid.grid60),
    grid90: npyArray(grid.grid90),
    ring60: pairs(grid.ring60),
    ring90: pairs(grid.ring90),
    border: npyArray(border),
    scorer: npyArray([scorer.name], []),
    ...(noise && { null60: npyArray(noise.grid60), null90: npyArray(noise.grid90) }),
  };
}
