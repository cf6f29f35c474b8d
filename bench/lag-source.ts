/** Activity to measure the lag analyses with: noise along simulated paths, without a network that would have to run. */
import type { Engine } from "../src/engine/engine.ts";
import { fillUniform } from "../src/engine/random.ts";
import type { ActivitySource, PathPortion, TrajectoryRange } from "../src/tasks/activity-source.ts";
import { defaultArena as arena } from "../src/world/arena.ts";
import { defaultMotion } from "../src/world/motion.ts";
import { allocateTrajectories, simulateTrajectories } from "../src/world/trajectory.ts";

export interface LagBatches {
  readonly source: ActivitySource;
  /** [batches, T, B, 2] m */
  readonly position: Float32Array;
  /** [T, B, units], that of every batch. */
  readonly activity: Float32Array;
}

export const batchSize = 100;
export const steps = 20;

/**
 * A source of batches of 100 trajectories of 20 steps, each a portion, in arrays of the current memory scope: what is measured is the
 * analysis alone. Paths are all different, so that nearly all bins are visited; activity is uniform noise, the same in all batches.
 */
export function lagBatches(engine: Engine, units: number, batches: number): LagBatches {
  const samples = steps * batchSize;
  const places = Array.from({ length: batches }, (_, i) => {
    const batch = allocateTrajectories(engine, steps, batchSize);
    simulateTrajectories(engine, { seed: 0, stream: "bench", first: i * batchSize }, batch);
    return batch.position;
  });
  const activity = engine.memory.allocate("float32", [samples, units], "activities");
  fillUniform(engine, { seed: 0, stream: "bench/activities", items: samples, draws: units }, activity);
  const pathsOf = (range: TrajectoryRange): PathPortion => ({
    ...range,
    samples,
    position: places[range.first / batchSize]!,
  });
  const source: ActivitySource = {
    ...{ units, arena, dt: defaultMotion.dt, tap: "cells", taps: [], metrics: [], conditions: [] },
    usual: { seed: 0, steps },
    fastSpeed: 1,
    unitName: (unit) => `#${unit}`,
    portions: ({ trajectories }) =>
      Array.from({ length: trajectories / batchSize }, (_, i) => ({
        first: i * batchSize,
        trajectories: batchSize,
      })),
    walk: (_, range, body) => body(pathsOf(range)),
    read: (_, range, body) => body({ ...pathsOf(range), activities: activity.pointer, measured: {} }),
    levels: () => ({}),
  };
  const position = new Float32Array(batches * samples * 2);
  places.forEach(({ view }, i) => {
    position.set(view, i * samples * 2);
  });
  return { source, position, activity: activity.view };
}
