/** Whether speeds and turns add up to the path that stands beside them: how far off, and how far rounding to float32 may have led. */
import type { Arena } from "./arena.ts";
import { type EgoForm, type EgoPath, rebuildPath } from "./rebuilt-path.ts";

/** Of T steps. */
export interface ToldPath extends EgoPath {
  readonly position: ArrayLike<number>; // [T, 2] m after each step
  readonly heading: ArrayLike<number>; // [T] rad after each step
}

export interface PathDeviation {
  readonly trajectories: number;
  readonly samples: number;
  /** m, over all steps. */
  readonly mean: number;
  readonly largest: number;
  /** rad, largest. */
  readonly heading: number;
  /** m: the most that rounding can have made of any step. */
  readonly rounding: number;
  /** The step that is furthest beyond what rounding explains, in parts of that; undefined: none is. */
  readonly worst:
    | { readonly trajectory: number; readonly step: number; readonly distance: number }
    | undefined;
}

/** Twice the relative error of rounding to float32: room for the sums. */
const epsilon = 2 ** -23;

/** Trajectory after trajectory. In a periodic box deviations are taken the short way. */
export class PathDeviations {
  private trajectories = 0;
  private samples = 0;
  private sum = 0;
  private largest = 0;
  private heading = 0;
  private rounding = 0;
  private excess = 1;
  private worst: PathDeviation["worst"];

  /** @param dt s, one step */
  constructor(
    private readonly form: EgoForm,
    private readonly dt: number,
    private readonly arena: Arena,
  ) {}

  add(path: ToldPath): void {
    const { position, heading } = rebuildPath(path, this.form, this.dt);
    const { width, height } = this.arena;
    const scale = this.form.unit === "metresPerStep" ? 1 : this.dt;
    // Coordinates of the start, of the end and of the box; the heading before the first step.
    const places = epsilon * Math.hypot(width, height);
    let headingBound = Math.PI * epsilon;
    let bound = places;
    for (let t = 0; t < heading.length; t++) {
      const way = Math.abs(scale * path.egoVelocity[3 * t]!);
      bound += way * (headingBound + epsilon) + epsilon * way;
      headingBound += epsilon;
      const distance = Math.hypot(
        this.around(position[2 * t]! - path.position[2 * t]!, width),
        this.around(position[2 * t + 1]! - path.position[2 * t + 1]!, height),
      );
      const turned = Math.abs(remainder(heading[t]! - path.heading[t]!, 2 * Math.PI));
      const excess = Math.max(distance / bound, turned / (headingBound + Math.PI * epsilon));
      if (excess > this.excess || (Number.isNaN(excess) && !this.worst)) {
        this.excess = excess;
        this.worst = { trajectory: this.trajectories, step: t, distance };
      }
      this.sum += distance;
      this.largest = Math.max(this.largest, distance);
      this.heading = Math.max(this.heading, turned);
    }
    this.rounding = Math.max(this.rounding, bound);
    this.samples += heading.length;
    this.trajectories++;
  }

  found(): PathDeviation {
    const { trajectories, samples, sum, largest, heading, rounding, worst } = this;
    return { trajectories, samples, mean: sum / samples, largest, heading, rounding, worst };
  }

  private around(difference: number, side: number): number {
    return this.arena.periodic ? remainder(difference, side) : difference;
  }
}

const remainder = (value: number, period: number): number => value - period * Math.round(value / period);
