/** True and decoded paths in their box, as a part of a picture. Nothing is decoded here. */
import { type Box, pathLines, pathOf, roundWall } from "./arena-paths.ts";
import { framed, type PlotArea } from "./axes.ts";
import { fitted } from "./compose.ts";
import { type Key, legend } from "./legend.ts";
import { areaFor, slopeOf, spanOf } from "./map-panel.ts";
import { type Panel, type Point, placed, type Shape } from "./scene.ts";
import { cycleColour, ink } from "./theme.ts";

export interface DecodedPathsData {
  readonly arena: Box;
  /** Paths to draw. */
  readonly trajectories: number;
  /** Of each path. */
  readonly steps: number;
  /** [N, 2] m, before the first step; more than are drawn do no harm, here and below. */
  readonly start: ArrayLike<number>;
  /** [N, T, 2] m. */
  readonly position: Float32Array;
  readonly decoded: Float32Array;
}

const standard = 330;

/** @param width of the whole panel; by default the longer side of the box is 330 pixels */
export function decodedPathsPanel(data: DecodedPathsData, width?: number): Panel {
  const { arena } = data;
  const slope = slopeOf(spanOf(arena.width), spanOf(arena.height));
  return fitted((size) => sized(data, size), width, standard, slope);
}

function sized(data: DecodedPathsData, size: number): Panel {
  const { arena, trajectories } = data;
  const [spanX, spanY] = [spanOf(arena.width), spanOf(arena.height)];
  const area = areaFor(spanX, spanY, size);
  const keys: Key[] = [
    { label: "true path from its start", colour: ink.plain, mark: "line" },
    { label: "decoded", colour: ink.plain, mark: "dot" },
  ];
  const above = legend(keys, area.width);
  const frame = framed({
    ...{ ...area, sizeOf: "area", closed: true, grid: false, top: above.height + 6 },
    ...{ x: { label: "x (m)", range: spanX }, y: { label: "y (m)", range: spanY } },
    draw: (plot) => [
      ...roundWall(arena, plot),
      ...Array.from({ length: trajectories }, (_, b) => onePath(data, b, plot)).flat(),
    ],
  });
  return { ...frame, shapes: [placed(above, frame.area.x, 0), ...frame.shapes] };
}

function onePath(data: DecodedPathsData, b: number, { x, y }: PlotArea): Shape[] {
  const colour = cycleColour(b);
  const toPixels = (line: readonly Point[]) => line.map((point): Point => [x(point[0]), y(point[1])]);
  const start: Point = [data.start[2 * b]!, data.start[2 * b + 1]!];
  const numbers = 2 * data.steps;
  const one = (paths: Float32Array) => paths.subarray(b * numbers, (b + 1) * numbers);
  const truth = [start, ...pathOf(one(data.position))];
  const decoded = pathOf(one(data.decoded));
  const dot = (point: Point, radius: number): Shape => ({
    ...{ kind: "ellipse", x: x(point[0]), y: y(point[1]), radiusX: radius, radiusY: radius },
    fill: { colour, opacity: 0.75 },
  });
  const errors = decoded.flatMap((point, t) => pathLines([truth[t + 1]!, point], data.arena));
  return [
    { kind: "lines", lines: errors.map(toPixels), stroke: { colour, width: 0.7, opacity: 0.5 } },
    { kind: "lines", lines: pathLines(truth, data.arena).map(toPixels), stroke: { colour, width: 2 } },
    { ...dot(start, 4), fill: { colour: "#ffffff" }, stroke: { colour, width: 1.6 } } as Shape,
    ...decoded.map((point) => dot(point, 2.4)),
  ];
}
