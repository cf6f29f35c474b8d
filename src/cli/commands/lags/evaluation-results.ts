/** `evaluation_results.npz`, as eval.py writes it, of the units that are looked at. */
import { borderScores } from "../../../analyse/border-score.ts";
import { withColumns } from "../../../analyse/lags/columns.ts";
import { sweepLags } from "../../../analyse/lags/sweep-lags.ts";
import type { Engine } from "../../../engine/engine.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import { oneArray, requireMemory } from "../../../memory-need.ts";
import type { Pace } from "../../../session/analysis.ts";
import type { LagPlan } from "../../../session/lag-plan.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { conditionsArray } from "../../frame/conditions.ts";

/**
 * `activations` are rate maps [units, x, y] without a shift, NaN where never visited; hexagonal, square and border score of each;
 * with `raw` also `positions` [samples, 2] m and `grid_activations` [samples, units], one trajectory after the other.
 */
export async function evaluationArrays(
  engine: Engine,
  source: ActivitySource,
  { lags }: LagPlan,
  raw: boolean,
  pace: Pace,
): Promise<Record<string, NpyArray>> {
  const sweep = await sweepLags(
    engine,
    source,
    { ...lags, lags: [0], samples: "each", keepMaps: true },
    pace,
  );
  const { bins } = lags;
  const shape = { units: sweep.units, binsX: bins, binsY: bins };
  const borders = borderScores(sweep.maps!, shape, source.arena).map(({ score }) => score);
  return {
    activations: npyArray(xFirst(sweep.maps!, bins), [sweep.units, bins, bins]),
    scores_60: npyArray(sweep.hexagonal),
    scores_90: npyArray(sweep.square),
    border_scores: npyArray(Float64Array.from(borders)),
    ...(raw ? await rawArrays(engine, source, lags, pace) : {}),
    ...conditionsArray(source.conditions),
  };
}

/** Our maps have y first. */
function xFirst(maps: Float64Array, bins: number): Float64Array {
  const size = bins * bins;
  return Float64Array.from(maps, (_, i) => {
    const [map, x, y] = [Math.floor(i / size), Math.floor((i % size) / bins), i % bins];
    return maps[map * size + y * bins + x]!;
  });
}

async function rawArrays(
  engine: Engine,
  source: ActivitySource,
  request: LagPlan["lags"],
  pace: Pace,
): Promise<Record<string, NpyArray>> {
  const units = request.only ?? Array.from({ length: source.units }, (_, unit) => unit);
  const { trajectories, steps } = request;
  const samples = trajectories * steps;
  requireMemory({
    what: `${samples} samples of ${units.length} units`,
    needs: [oneArray("their activities", 4 * samples * units.length, ["--trajectories", "--units"])],
  });
  const positions = new Float32Array(2 * samples);
  const activities = new Float32Array(samples * units.length);
  for (const range of source.portions(request)) {
    source.read(request, range, (portion) =>
      withColumns(engine, portion, source.units, units, (columns) => {
        const { view } = portion.position;
        const values = engine.memory.floats(columns, portion.samples * units.length);
        for (let t = 0; t < steps; t++) {
          for (let b = 0; b < range.trajectories; b++) {
            const [from, to] = [t * range.trajectories + b, (range.first + b) * steps + t];
            positions.set(view.subarray(2 * from, 2 * from + 2), 2 * to);
            activities.set(
              values.subarray(from * units.length, (from + 1) * units.length),
              to * units.length,
            );
          }
        }
      }),
    );
    await pace.breathe();
  }
  return {
    positions: npyArray(positions, [samples, 2]),
    grid_activations: npyArray(activities, [samples, units.length]),
  };
}
