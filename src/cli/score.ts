import { type GridScores, scoreMaps } from "../analyse/grid-score.ts";
import type { MapShape } from "../analyse/map-set.ts";
import type { Ring } from "../analyse/ring.ts";
import { defaultScorer, findScorer, type Scorer } from "../analyse/scorer.ts";
import { openEngine } from "../engine/engine.ts";
import { formatShape, type NpyArray, npyArray } from "../format/npy-array.ts";
import { writeNpz } from "../format/npz.ts";
import { writeFileSafely } from "../format/safe-write.ts";
import { UserError } from "../user-error.ts";
import { type NumberArray, readNumberArray } from "./array-file.ts";
import { defineCommand, forceFlag, workersFlag } from "./command.ts";
import { checkOutput } from "./output-file.ts";
import { showScores } from "./score-report.ts";

export const command = defineCommand({
  flags: {
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    key: {
      type: "string",
      placeholder: "ARRAY",
      help: "array of an .npz (default: the only one of three dimensions)",
    },
    best: { type: "integer", placeholder: "N", help: "units to list", default: 10, minimum: 0 },
    out: { type: "string", placeholder: "FILE.npz", help: "write the scores" },
    force: forceFlag,
    workers: workersFlag,
  },
  positionals: [
    { name: "MAPS", help: ".npz or .npy of rate maps [units, rows, columns] or [rows, columns]" },
  ],
  details: "NaN in a map marks an unvisited bin. A map that does not vary has no score (NaN; null in JSON).",
  examples: ["entorhinal score maps.npz --key rate_maps --scorer deepmind-code --json"],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    if (out !== undefined) checkOutput(out, flags.force);
    const source = context.path(context.positionals[0]!);
    const maps = readNumberArray(source, flags.key, (shape) => shape.length === 3);
    const scores = await compute(maps, scorer, flags.workers);
    if (out !== undefined) writeFileSafely(out, writeNpz(arraysOf(scores)), { force: flags.force });
    const answer = { maps: maps.name, scorer: scorer.name, bins: scores.bins, units: unitsOf(scores) };
    context.answer(answer, () => showScores(maps, scorer, scores, flags.best, context.terminal));
  },
});

async function compute(maps: NumberArray, scorer: Scorer, workers: number | undefined): Promise<GridScores> {
  const shape = mapShapeOf(maps);
  const engine = await openEngine({ workers, blas: "wasm" });
  try {
    return scoreMaps(engine, maps.values, shape, scorer);
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

const unitsOf = ({ grid60, grid90, ring60, ring90 }: GridScores) =>
  Array.from(grid60, (score, unit) => ({
    unit,
    grid60: score,
    grid90: grid90[unit],
    ring60: ring60[unit],
    ring90: ring90[unit],
  }));

/** Rings as [units, 2]: inner and outer radius as fractions of the bins, NaN where there is no score. */
function arraysOf({ scorer, grid60, grid90, ring60, ring90 }: GridScores): Record<string, NpyArray> {
  const pairs = (rings: readonly (Ring | null)[]) =>
    npyArray(Float64Array.from(rings.flatMap((ring) => ring ?? [Number.NaN, Number.NaN])), [rings.length, 2]);
  return {
    grid60: npyArray(grid60),
    grid90: npyArray(grid90),
    ring60: pairs(ring60),
    ring90: pairs(ring90),
    scorer: npyArray([scorer], []),
  };
}
