/** A picture of true and decoded paths and of the error along them. Nothing is decoded here. */
import { type Box, pathLines, pathOf } from "./arena-paths.ts";
import { framed, type PlotArea } from "./axes.ts";
import { beside, type Heading, withHeading } from "./compose.ts";
import { curvePanel, type Level } from "./curve-panel.ts";
import { type Key, legend } from "./legend.ts";
import { areaFor, spanOf } from "./map-panel.ts";
import { type Panel, type Point, placed, type Scene, type Shape } from "./scene.ts";
import { cycleColour, dataColour, ink } from "./theme.ts";

export interface DecodeData {
  readonly arena: Box;
  /** Paths to draw. */
  readonly trajectories: number;
  /** [N, 2] m, before the first step; more than are drawn do no harm, here and below. */
  readonly start: ArrayLike<number>;
  /** [N, T, 2] m. */
  readonly position: Float32Array;
  readonly decoded: Float32Array;
  /** [T] mean over these trajectories or more, cm. */
  readonly errorCm: ArrayLike<number>;
  /** Duration of a step, s. */
  readonly dt: number;
  readonly floorCm: number;
  readonly chanceCm: number;
}

const size = 330;
const shortest = 260;

/** Where the rat went and where the network thought it was; beside it the error along the way. */
export function decodeFigure(data: DecodeData, heading: Heading): Scene {
  const paths = pathPanel(data);
  return withHeading(beside([paths, errorPanel(data, Math.max(paths.height, shortest))], 24), heading);
}

function pathPanel(data: DecodeData): Panel {
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
    draw: (plot) => Array.from({ length: trajectories }, (_, b) => onePath(data, b, plot)).flat(),
  });
  return { ...frame, shapes: [placed(above, frame.area.x, 0), ...frame.shapes] };
}

function onePath(data: DecodeData, b: number, { x, y }: PlotArea): Shape[] {
  const colour = cycleColour(b);
  const toPixels = (line: readonly Point[]) => line.map((point): Point => [x(point[0]), y(point[1])]);
  const start: Point = [data.start[2 * b]!, data.start[2 * b + 1]!];
  const numbers = 2 * data.errorCm.length;
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

function errorPanel({ errorCm, dt, floorCm, chanceCm }: DecodeData, height: number): Panel {
  const values = Array.from(errorCm);
  const levels: Level[] = [{ at: floorCm, label: `floor ${floorCm.toFixed(2)} cm` }];
  const largest = Math.max(...values, floorCm);
  // Far above the curve, chance would press it flat; the heading names it in any case.
  if (largest > 0.6 * chanceCm) {
    levels.push({ at: chanceCm, label: `chance ${chanceCm.toFixed(1)} cm` });
  }
  const top = 1.15 * Math.max(...levels.map(({ at }) => at), largest);
  return curvePanel({
    ...{ width: 330, height },
    x: { label: "time since the start (s)", range: [0, values.length * dt] },
    y: { label: "mean decode error (cm)", range: [0, top] },
    levels,
    curves: [
      {
        ...{ label: "decode error", colour: dataColour.second, values },
        positions: values.map((_, t) => (t + 1) * dt),
      },
    ],
  });
}
