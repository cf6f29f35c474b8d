import type { Point } from "./scene.ts";

/** A rectangular box centred at the origin, sides in m. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly periodic: boolean;
}

/** A path through a box as lines in m: one, and in a periodic box one more at each crossing of the seam. */
export function pathLines(points: readonly Point[], { width, height, periodic }: Box): Point[][] {
  const lines: Point[][] = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    const crossed =
      before === undefined ||
      (periodic &&
        (Math.abs(point[0] - before[0]) > width / 2 || Math.abs(point[1] - before[1]) > height / 2));
    if (crossed) lines.push([]);
    lines.at(-1)!.push(point);
  });
  return lines;
}

/** Trajectory `b` of a time-major array [T, B, 2], with what comes before its first step. */
export function pathOf(
  positions: ArrayLike<number>,
  trajectories: number,
  b: number,
  start: readonly Point[] = [],
): Point[] {
  const steps = positions.length / (2 * trajectories);
  const points: Point[] = [...start];
  for (let t = 0; t < steps; t++) {
    const at = 2 * (t * trajectories + b);
    points.push([positions[at]!, positions[at + 1]!]);
  }
  return points;
}
