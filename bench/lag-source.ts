/** Activity to measure the lag analyses with: hexagonal cells and noise along simulated paths, without a network that would have to run. */
import { hexagonalCell } from "../src/analyse/synthetic.ts";
import type { Engine } from "../src/engine/engine.ts";
import { fillUniform } from "../src/engine/random.ts";
import type { ActivitySource, Portion } from "../src/tasks/activity-source.ts";
import { defaultArena as arena } from "../src/world/arena.ts";
import { defaultMotion } from "../src/world/motion.ts";
import { allocateTrajectories, simulateTrajectories } from "../src/world/trajectory.ts";

export interface LagBatch {
  readonly source: ActivitySource;
  /** [T, B, 2] and [T, B, units], those of every portion. */
  readonly position: Float32Array;
  readonly activity: Float32Array;
}

export const batchSize = 100;
export const steps = 20;

/**
 * A source whose every portion is the same batch of 100 trajectories of 20 steps, in arrays of the current memory scope: what is measured
 * is the analysis alone. Every eighth unit is hexagonal, the others are uniform noise.
 */
export function lagBatch(engine: Engine, units: number): LagBatch {
  const batch = allocateTrajectories(engine, steps, batchSize);
  simulateTrajectories(engine, { seed: 0, stream: "bench", first: 0 }, batch);
  const samples = steps * batchSize;
  const activity = engine.memory.allocate("float32", [samples, units], "activities");
  fillUniform(engine, { seed: 0, stream: "bench/activities", items: samples, draws: units }, activity);
  const [places, rates] = [batch.position.view, activity.view];
  for (let unit = 0; unit < units; unit += 8) {
    const cell = hexagonalCell({ period: 0.4 + (0.4 * unit) / units, phase: [unit / units, 0] });
    for (let sample = 0; sample < samples; sample++) {
      rates[sample * units + unit] = cell(places[2 * sample]!, places[2 * sample + 1]!, 0);
    }
  }
  const portion = { samples, trajectories: batchSize, position: batch.position };
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
    walk: (_, range, body) => body({ ...portion, ...range }),
    read: (_, range, body) => {
      const read: Portion = { ...portion, ...range, activities: activity.pointer, measured: {} };
      body(read);
    },
    levels: () => ({}),
  };
  return { source, position: places, activity: rates };
}
