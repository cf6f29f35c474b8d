/** One rat's way, where a network that is told its velocity thinks it is, and how units fire on it. */
import type { Engine } from "../engine/engine.ts";
import { type ActivityRequest, type ActivitySource, inPaths, inPortions } from "../tasks/activity-source.ts";
import { decodePaths } from "./decode-paths.ts";

/** Which way: of the rats of a seed, the one of that number. */
export interface Rat {
  readonly seed: number;
  readonly number: number;
  /** T. */
  readonly steps: number;
}

export interface WalkPath {
  /** [T, 2] m. */
  readonly position: Float32Array;
  /** [T, 2] m; undefined: no place can be read out of the source. */
  readonly decoded: Float32Array | undefined;
  /** Distance of the two, [T] cm; around a periodic box the short way. */
  readonly errorCm: Float64Array | undefined;
}

const requestOf = ({ seed, number, steps }: Rat): ActivityRequest => ({
  ...{ seed, steps, from: number, trajectories: 1, measuring: false },
});

/** @throws UserError when the memory does not hold it */
export function walkPath(engine: Engine, source: ActivitySource, rat: Rat): WalkPath {
  if (source.places) {
    const { position, decoded, errorByStepCm } = decodePaths(engine, source, requestOf(rat));
    return { position, decoded, errorCm: errorByStepCm };
  }
  const position = new Float32Array(2 * rat.steps);
  inPaths(source, requestOf(rat), (portion) => position.set(portion.position.view));
  return { position, decoded: undefined, errorCm: undefined };
}

/** Activity of some units on that way, [T, units.length]. @throws UserError when the memory does not hold it */
export function walkActivity(
  engine: Engine,
  source: ActivitySource,
  rat: Rat,
  units: readonly number[],
): Float32Array {
  const activity = new Float32Array(rat.steps * units.length);
  inPortions(source, requestOf(rat), ({ activities, samples }) => {
    const all = engine.memory.floats(activities, samples * source.units);
    for (let step = 0; step < rat.steps; step++) {
      for (const [i, unit] of units.entries()) {
        activity[step * units.length + i] = all[step * source.units + unit]!;
      }
    }
  });
  return activity;
}
