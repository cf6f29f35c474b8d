/** One rat's way, and where a network that is told its velocity thinks it is. */
import { decodePaths } from "../../src/analyse/decode-paths.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { ActivitySource } from "../../src/tasks/activity-source.ts";

export interface WalkPath {
  /** [T, 2] m. */
  readonly position: Float32Array;
  /** [T, 2] m. */
  readonly decoded: Float32Array;
  /** Distance of the two, [T] cm; around a periodic box the short way. */
  readonly errorCm: Float64Array;
}

/**
 * The way of rat `number` of the evaluation.
 * @param steps T
 * @throws UserError when the memory does not hold it
 */
export function walkPath(
  engine: Engine,
  source: ActivitySource,
  rat: { readonly seed: number; readonly number: number },
  steps: number,
): WalkPath {
  const { position, decoded, errorByStepCm } = decodePaths(engine, source, {
    seed: rat.seed,
    from: rat.number,
    trajectories: 1,
    steps,
  });
  return { position, decoded, errorCm: errorByStepCm };
}
