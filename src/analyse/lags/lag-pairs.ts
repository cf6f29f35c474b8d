/** With which bin each sample of activity goes at each lag: that of the place a lag later. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { PathPortion } from "../../tasks/activity-source.ts";
import type { Arena } from "../../world/arena.ts";
import type { BinAssignment } from "../bin-assignment.ts";
import type { LagOptions } from "./lag-sweep.ts";
import { PathLength } from "./path-length.ts";

export type Pairing = Pick<LagOptions, "axis" | "lags" | "samples">;

/**
 * Bins [L, samples] int32, row * bins + column; -1: no pair. A sample whose own place is not known pairs with nothing, and nothing with
 * a place that is not known, lies outside the box or beyond the trajectory. `equal` leaves the samples that have a pair at every lag.
 * With `each` time lags that leave a single step have no pairs, as published (scores.py, predictive_grid_scores).
 * @returns an array of the current memory scope
 */
export function pairBins(
  engine: Engine,
  assignment: BinAssignment,
  portion: PathPortion,
  arena: Arena,
  { axis, lags, samples: which }: Pairing,
): SharedArray<"int32"> {
  const { samples } = portion;
  const pairs = engine.memory.allocate("int32", [lags.length, samples], "bins of the samples at each lag");
  if (axis === "time") pairByTime(pairs, assignment, portion, lags, which === "each" ? 2 : 1);
  else pairByDistance(engine, pairs, assignment, portion, arena, lags);
  const position = portion.position.view;
  const rows = rowsOf(pairs.view, samples);
  const kept = (sample: number): boolean =>
    !Number.isNaN(position[2 * sample]! + position[2 * sample + 1]!) &&
    (which === "each" || rows.every((row) => row[sample]! >= 0));
  for (let sample = 0; sample < samples; sample++) {
    if (!kept(sample)) for (const row of rows) row[sample] = -1;
  }
  return pairs;
}

const rowsOf = (table: Int32Array, samples: number): Int32Array[] =>
  Array.from({ length: table.length / samples }, (_, i) => table.subarray(i * samples, (i + 1) * samples));

/** @param leastSteps that a lag must leave */
function pairByTime(
  pairs: SharedArray<"int32">,
  assignment: BinAssignment,
  { position, samples, trajectories }: PathPortion,
  lags: readonly number[],
  leastSteps: number,
): void {
  const bins = assignment.binsOf(position.pointer, samples).view;
  rowsOf(pairs.view, samples).forEach((row, i) => {
    const shift = lags[i]! * trajectories;
    row.fill(-1);
    if (samples - Math.abs(shift) < leastSteps * trajectories) return;
    // Time-major: a step later is a row of trajectories further on.
    if (shift >= 0) row.set(bins.subarray(shift));
    else row.set(bins.subarray(0, samples + shift), -shift);
  });
}

function pairByDistance(
  engine: Engine,
  pairs: SharedArray<"int32">,
  assignment: BinAssignment,
  { position, samples, trajectories }: PathPortion,
  arena: Arena,
  lags: readonly number[],
): void {
  const steps = samples / trajectories;
  const length = new PathLength({ position: position.view.slice(), trajectories, steps }, arena);
  lags.forEach((lag, i) => {
    engine.memory.scope(() => {
      const later = engine.memory.allocate("float32", [samples, 2], "places a distance later");
      length.shift(lag, later.view);
      const bins = assignment.binsOf(later.pointer, samples);
      pairs.view.set(bins.view, i * samples);
    });
  });
}
