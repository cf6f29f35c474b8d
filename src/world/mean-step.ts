/** How long a time step is on average: what turns lags in steps into lengths. */
import { type Arena, distanceIn } from "./arena.ts";
import { numpyMean } from "./numpy-mean.ts";

/** Takes positions [T, B, 2] (m), batch after batch. */
export interface MeanStep {
  add(positions: ArrayLike<number>, trajectories: number): void;
  /** cm; NaN without any step. */
  cm(): number;
}

/**
 * Mean distance between consecutive known places, in float64. In a periodic box a step across the seam is taken the short way.
 * The published float32 mean of the same positions agrees to 7 digits.
 */
export class PlainMeanStep implements MeanStep {
  private sum = 0;
  private steps = 0;

  constructor(private readonly arena: Arena) {}

  add(positions: ArrayLike<number>, trajectories: number): void {
    const row = 2 * trajectories;
    for (let i = row; i < positions.length; i += 2) {
      const dx = positions[i]! - positions[i - row]!;
      const way = distanceIn(this.arena, dx, positions[i + 1]! - positions[i + 1 - row]!);
      if (Number.isNaN(way)) continue;
      this.sum += way;
      this.steps++;
    }
  }

  cm(): number {
    return (100 * this.sum) / this.steps;
  }
}

/**
 * As published: float32 distances between float32 positions, and their mean as NumPy sums it, batch after batch; across the seam of a
 * periodic box the long way. The last of its seven digits depends on the order of summation: of six published values five are met to
 * the last digit, that of 30 batches after 256 cells (1.9858840852975845) but for two units in the last place of the float32 mean.
 */
export class PublishedMeanStep implements MeanStep {
  private readonly distances: number[] = [];

  add(positions: ArrayLike<number>, trajectories: number): void {
    const { fround } = Math;
    const row = 2 * trajectories;
    const square = (i: number) => {
      const way = fround(fround(positions[i]!) - fround(positions[i - row]!));
      return fround(way * way);
    };
    for (let i = row; i < positions.length; i += 2) {
      this.distances.push(fround(Math.sqrt(fround(square(i) + square(i + 1)))));
    }
  }

  cm(): number {
    return 100 * numpyMean(Float32Array.from(this.distances));
  }
}
