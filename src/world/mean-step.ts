import { type Arena, distanceIn } from "./arena.ts";

/**
 * Mean distance in cm between consecutive positions [T, B, 2] (m), over all steps and trajectories: the length of a time step of lag.
 * In a periodic box a step across the seam is taken the short way. Computed in float64; the published float32 mean of the same
 * positions agrees to 7 digits.
 */
export function meanStepCm(positions: ArrayLike<number>, trajectories: number, arena: Arena): number {
  const row = 2 * trajectories;
  const steps = positions.length / row - 1;
  if (!(Number.isInteger(steps) && steps > 0)) {
    throw new RangeError(`${positions.length} numbers are not positions of ${trajectories} trajectories`);
  }
  let sum = 0;
  for (let i = row; i < positions.length; i += 2) {
    sum += distanceIn(
      arena,
      positions[i]! - positions[i - row]!,
      positions[i + 1]! - positions[i + 1 - row]!,
    );
  }
  return (100 * sum) / (steps * trajectories);
}
