/** Whether speeds and turns add up to the path that stands beside them: how far off, and how far rounding to float32 may lead. */
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
  /** m, of paths put together from their start on. */
  readonly mean: number;
  readonly largest: number;
  /** rad, the largest of such a path. */
  readonly heading: number;
  /** m, the largest of a single step from where the one before it ended. */
  readonly step: number;
  /** m: the most that rounding can have made of a single step. */
  readonly rounding: number;
  /** The first single step that is further off than rounding explains; undefined: none is. */
  readonly first: SingleStep | undefined;
}

export interface SingleStep {
  readonly trajectory: number;
  readonly step: number;
  /** m and rad. */
  readonly distance: number;
  readonly turn: number;
}

/** Twice the relative error of rounding to float32: room for the sums. */
const epsilon = 2 ** -23;
/** Two headings of up to half a turn, and a cosine and a sine. */
const headingRounding = 2 * (Math.PI + 1) * epsilon;

/** Trajectory after trajectory. In a periodic box deviations are taken the short way. */
export class PathDeviations {
  private trajectories = 0;
  private samples = 0;
  private sum = 0;
  private largest = 0;
  private heading = 0;
  private step = 0;
  private rounding = 0;
  private first: SingleStep | undefined;

  /** @param dt s, one step */
  constructor(
    private readonly form: EgoForm,
    private readonly dt: number,
    private readonly arena: Arena,
  ) {}

  add(path: ToldPath): void {
    const { position, heading } = rebuildPath(path, this.form, this.dt);
    for (let t = 0; t < heading.length; t++) {
      const { distance, turn } = this.between({ position, heading }, t, path, t);
      this.sum += distance;
      this.largest = Math.max(this.largest, distance);
      this.heading = Math.max(this.heading, turn);
      this.addStep(path, t);
    }
    this.samples += heading.length;
    this.trajectories++;
  }

  found(): PathDeviation {
    const { trajectories, samples, sum, largest, heading, step, rounding, first } = this;
    return { trajectories, samples, mean: sum / samples, largest, heading, step, rounding, first };
  }

  /** Step t from where the file has the rat before it. */
  private addStep(path: ToldPath, t: number): void {
    const before = t - 1;
    const single = {
      start: t === 0 ? path.start : [path.position[2 * before]!, path.position[2 * before + 1]!],
      startHeading: t === 0 ? path.startHeading : [path.heading[before]!],
      egoVelocity: [path.egoVelocity[3 * t]!, path.egoVelocity[3 * t + 1]!, path.egoVelocity[3 * t + 2]!],
    };
    const { distance, turn } = this.between(rebuildPath(single, this.form, this.dt), 0, path, t);
    const { width, height } = this.arena;
    const way = Math.abs(single.egoVelocity[0]!) * (this.form.unit === "metresPerStep" ? 1 : this.dt);
    const rounding = 2 * epsilon * Math.hypot(width, height) + way * (headingRounding + epsilon);
    if (!(distance <= rounding && turn <= headingRounding)) {
      this.first ??= { trajectory: this.trajectories, step: t, distance, turn };
    }
    this.step = Math.max(this.step, distance);
    this.rounding = Math.max(this.rounding, rounding);
  }

  /** m and rad, from place i of one path to place j of another. */
  private between(a: Walked, i: number, b: Walked, j: number): { distance: number; turn: number } {
    const { width, height, periodic } = this.arena;
    const around = (way: number, side: number) => (periodic ? remainder(way, side) : way);
    const x = around(a.position[2 * i]! - b.position[2 * j]!, width);
    const y = around(a.position[2 * i + 1]! - b.position[2 * j + 1]!, height);
    return {
      distance: Math.hypot(x, y),
      turn: Math.abs(remainder(a.heading[i]! - b.heading[j]!, 2 * Math.PI)),
    };
  }
}

type Walked = Pick<ToldPath, "position" | "heading">;

const remainder = (value: number, period: number): number => value - period * Math.round(value / period);
