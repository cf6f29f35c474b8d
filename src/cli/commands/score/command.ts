/** `score`: grid scores of anybody's rate maps, beside those of noise. Scorers and null are src/analyse. */
import { aboveNull, beyondNull } from "../../../analyse/beyond-noise.ts";
import { noiseNull, smoothingOf } from "../../../analyse/null.ts";
import { mapNulls } from "../../../analyse/nulls/null-maps.ts";
import { type NullScores, usualShuffles } from "../../../analyse/nulls/null-scores.ts";
import type { Ring } from "../../../analyse/ring.ts";
import { defaultScorer, findScorer, type Scorer } from "../../../analyse/scorer.ts";
import { survival } from "../../../analyse/survival.ts";
import { fallingThresholds } from "../../../analyse/thresholds.ts";
import { type Engine, openEngine } from "../../../engine/engine.ts";
import { formatShape, type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { writeNpz } from "../../../format/npz.ts";
import { type NumberRows, openNumberRows } from "../../../format/number-rows.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { onHeap, requireMemory } from "../../../memory-need.ts";
import { printable } from "../../../printable.ts";
import type { NullChoice, Pace } from "../../../session/look.ts";
import { mapNull as nullOfMaps, requireScoreMemory } from "../../../session/null-scores.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag, seedFlag, workersFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { nullChoice, nullFlags } from "../../frame/null-flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { type ScoredMaps, showScores } from "./score-answer.ts";
import { type RowShape, type ScoredRows, scoreRows } from "./score-rows.ts";
import { unitStatistics } from "./unit-statistics.ts";

/** Nulls of maps alone; the others need activity. */
const fileNulls = ["smoothed-noise", ...mapNulls, "none"] as const;

export const command = defineCommand({
  flags: {
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    key: {
      type: "string",
      placeholder: "ARRAY",
      help: "array of an .npz (default: the only one of three dimensions)",
    },
    ...nullFlags,
    null: { ...nullFlags.null, help: `what scores are held to: ${fileNulls.join(", ")}` },
    shuffles: {
      ...nullFlags.shuffles,
      help: "members of the null: of noise for all units, else of each (default: 1000)",
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
  details:
    "Shuffled maps are each unit's own null: threshold, p and p adjusted by Benjamini and Hochberg of each stand in the answer. NaN in a map marks an unvisited bin. A map that does not vary has no score (NaN; null in JSON).",
  examples: [
    "entorhinal score maps.npz --key rate_map --scorer deepmind-code --json",
    "entorhinal score maps.npz --null field-shuffle --shuffles 1000 --out scores.npz",
  ],
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
  readonly null: string;
  readonly shuffles: number | undefined;
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
  const choice = fileNull(options);
  const matched = options.nullSmoothing === undefined;
  const engine = await openEngine({ workers: options.workers, blas: "wasm" });
  try {
    const mapNull = choice && mapNullOf(choice, options.seed);
    if (mapNull) requireScoreMemory(shape.units, mapNull.shuffles);
    const smoothness = matched && choice?.kind === "smoothed-noise";
    const rows = await scoreRows(engine, maps, shape, { scorer, box, smoothness, mapNull }, pace);
    const { grid, border, portions } = rows;
    const common = { scorer, thresholds: fallingThresholds, grid, border, box, matched, portions };
    const scored = !grid.grid60.every(Number.isNaN);
    if (mapNull && rows.nullScores && scored) {
      return { ...common, ofNull: nullOfMaps(rows.nullScores, { ...mapNull, scorer, box, bins: grid.bins }) };
    }
    const noise =
      choice?.kind === "smoothed-noise" ? noiseOf(engine, scorer, rows, options, pace) : undefined;
    return { ...common, ofNull: noise };
  } finally {
    pace.ended?.();
    engine.close();
  }
}

/** @throws UserError (exit 2) for a null that maps alone do not have */
function fileNull({ null: kind, shuffles, nullSmoothing }: Options): NullChoice | undefined {
  if (kind === "none") return undefined;
  const choice = nullChoice({ null: kind, shuffles }, ["none"]);
  if (nullSmoothing !== undefined && choice.kind !== "smoothed-noise") {
    throw new UserError(`--null-smoothing says nothing of the null ${choice.kind}`, "leave it out", 2);
  }
  if ((fileNulls as readonly string[]).includes(choice.kind)) return choice;
  throw new UserError(
    `maps alone have no null ${choice.kind}: it needs activity`,
    `use evaluate with a network or a file of activity, or --null ${mapNulls.join(", --null ")}`,
    2,
  );
}

function mapNullOf({ kind, shuffles = usualShuffles(kind) }: NullChoice, seed: number) {
  const known = mapNulls.find((name) => name === kind);
  return known && { kind: known, seed, shuffles };
}

/** Undefined where no unit has a score, or there is nothing to match noise to. */
function noiseOf(
  engine: Engine,
  scorer: Scorer,
  { grid, radii }: ScoredRows,
  { nullSmoothing, seed, shuffles }: Options,
  pace: Pace,
): NullScores | undefined {
  if (nullSmoothing === undefined && grid.grid60.every(Number.isNaN)) return undefined;
  const smoothing = nullSmoothing ?? smoothingOf(engine, radii, grid.bins);
  if (smoothing === undefined) return undefined;
  return noiseNull(engine, scorer, { bins: grid.bins, smoothing, seed, units: shuffles }, (share) =>
    share < 1 ? pace.progress?.("scoring the null", share) : undefined,
  );
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

function answerOf(maps: Named, { scorer, grid, border, ofNull }: ScoredMaps) {
  const shares = (scores: Float64Array | undefined) =>
    ofNull && scores && survival(scores, fallingThresholds).shares;
  const said = unitStatistics({ grid, border, ofNull });
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
      ...Object.fromEntries(Object.entries(said).map(([name, values]) => [name, values[unit]])),
    })),
    null: ofNull && {
      ...{ kind: ofNull.kind, eachUnit: !ofNull.pooled, units: ofNull.shuffles },
      ...{ smoothing: ofNull.smoothing, seed: ofNull.seed, p95: ofNull.p95 },
    },
    aboveNull: ofNull && {
      ...aboveNull(grid, ofNull),
      ...(ofNull.border && { border: beyondNull(border, ofNull, ofNull.border) }),
    },
    survival: {
      thresholds: fallingThresholds,
      ...{ grid60: shares(grid.grid60), grid90: shares(grid.grid90) },
      ...{ null60: shares(ofNull?.grid60), null90: shares(ofNull?.grid90) },
    },
  };
}

/** Rings as [units, 2]: inner and outer radius as fractions of the bins, NaN where there is no score. */
function arraysOf({ scorer, grid, border, ofNull }: ScoredMaps): Record<string, NpyArray> {
  const pairs = (rings: readonly (Ring | null)[]) =>
    npyArray(Float64Array.from(rings.flatMap((ring) => ring ?? [Number.NaN, Number.NaN])), [rings.length, 2]);
  const members = (scores: Float64Array) =>
    ofNull?.pooled ? npyArray(scores) : npyArray(scores, [grid.grid60.length, ofNull!.shuffles]);
  const said = Object.entries(unitStatistics({ grid, border, ofNull }));
  return {
    grid60: npyArray(grid.grid60),
    grid90: npyArray(grid.grid90),
    ring60: pairs(grid.ring60),
    ring90: pairs(grid.ring90),
    border: npyArray(border),
    scorer: npyArray([scorer.name], []),
    ...(ofNull && { null_kind: npyArray([ofNull.kind], []) }),
    ...(ofNull && { null60: members(ofNull.grid60), null90: members(ofNull.grid90) }),
    ...(ofNull?.border && { null_border: members(ofNull.border) }),
    ...Object.fromEntries(said.map(([name, values]) => [name, npyArray(values)])),
  };
}
