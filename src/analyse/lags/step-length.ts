import type { PathPortion } from "../../tasks/activity-source.ts";
import { type Arena, distanceIn } from "../../world/arena.ts";

/** Mean distance between consecutive known places, over portions. In a periodic box a step across the seam is taken the short way. */
export class StepLength {
  private sum = 0;
  private steps = 0;

  constructor(private readonly arena: Arena) {}

  add({ position, trajectories, samples }: PathPortion): void {
    const places = position.view;
    const row = 2 * trajectories;
    for (let i = row; i < 2 * samples; i += 2) {
      const way = distanceIn(
        this.arena,
        places[i]! - places[i - row]!,
        places[i + 1]! - places[i + 1 - row]!,
      );
      if (Number.isNaN(way)) continue;
      this.sum += way;
      this.steps++;
    }
  }

  /** cm; NaN without any step. */
  mean(): number {
    return (100 * this.sum) / this.steps;
  }
}
