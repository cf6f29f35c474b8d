/** From positions to the lines of a picture, all in m. Pixels are the frame's, see axes.ts. */
import type { PlotArea } from "./axes.ts";
import type { Point, Shape } from "./scene.ts";
import { ink } from "./theme.ts";

/** A box centred at the origin, sides in m. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly periodic: boolean;
  /** A disc, as wide as the box and as high. */
  readonly round?: boolean | undefined;
}

/** The wall of a disc; that of a rectangle is the frame. */
export function roundWall({ width, height, round }: Box, { x, y }: PlotArea): Shape[] {
  if (!round) return [];
  const [radiusX, radiusY] = [x(width / 2) - x(0), y(0) - y(height / 2)];
  return [{ kind: "ellipse", x: x(0), y: y(0), radiusX, radiusY, stroke: { colour: ink.plain, width: 1 } }];
}

/** A path through a box as lines in m: one, one more after each gap (NaN), and in a periodic box at each crossing of the seam. */
export function pathLines(points: readonly Point[], { width, height, periodic }: Box): Point[][] {
  const lines: Point[][] = [];
  const isKnown = (point: Point | undefined) => point !== undefined && !Number.isNaN(point[0] + point[1]);
  points.forEach((point, i) => {
    if (!isKnown(point)) return;
    const before = points[i - 1];
    const crossed =
      before === undefined ||
      !isKnown(before) ||
      (periodic &&
        (Math.abs(point[0] - before[0]) > width / 2 || Math.abs(point[1] - before[1]) > height / 2));
    if (crossed) lines.push([]);
    lines.at(-1)!.push(point);
  });
  return lines;
}

/** The points of a path [points, 2]. */
export const pathOf = (path: ArrayLike<number>): Point[] =>
  Array.from({ length: path.length / 2 }, (_, i) => [path[2 * i]!, path[2 * i + 1]!]);
