/** A picture of single paths as they were and as they were predicted, with the headings below. Nothing is decoded here. */
import { type Box, pathLines, pathOf, roundWall } from "./arena-paths.ts";
import { framed, type PlotArea } from "./axes.ts";
import {
  arranged,
  fitted,
  type Heading,
  type Part,
  roomIn,
  stacked,
  textPanel,
  withHeading,
} from "./compose.ts";
import { headingTrace, type PredictedHeadings, pathLook } from "./heading-trace.ts";
import { type Key, legend } from "./legend.ts";
import { areaFor, slopeOf, spanOf } from "./map-panel.ts";
import { type Panel, type Point, placed, type Scene, type Shape } from "./scene.ts";

export interface PredictedPath {
  /** Stands above it. */
  readonly name: string;
  /** Before the first step, m; undefined where it is not known. */
  readonly start: Point | undefined;
  readonly truth: ArrayLike<number>; // [T, 2] m
  readonly predicted: ArrayLike<number>; // [T, 2] m
  /** After each step; undefined where no heading was predicted. */
  readonly headings?: PredictedHeadings | undefined;
}

export interface PathFigureData {
  readonly arena: Box;
  readonly paths: readonly PredictedPath[];
  /** What the prediction is called. */
  readonly predicted: string;
}

/** Of the longer side of a box, pixels; and of a whole panel. */
const standard = 190;
const least = 180;
const across = 5;
const gap = 16;

/** Each path in its box, at most five beside each other. */
export const pathFigure = (data: PathFigureData, heading: Heading, width?: number): Scene =>
  withHeading(pathPanels(data, roomIn(width)), heading, width);

/** @param given pixels of the width; by default as many as they take */
export function pathPanels(data: PathFigureData, given?: number): Panel {
  const parts = data.paths.map(
    (path): Part =>
      (width) =>
        pathPanel(path, data.arena, width),
  );
  const usual = Math.min(across, parts.length) * (standard + 70 + gap) - gap;
  const room = given ?? usual;
  const keys = legend(keysOf(data.predicted), room);
  return stacked([keys, arranged(parts, room, least, gap)], 10);
}

const keysOf = (predicted: string): Key[] => [
  { label: predicted, colour: pathLook.predicted.colour, mark: "dashed" },
  { label: "reality", colour: pathLook.truth.colour, mark: "dashed" },
  { label: "starting point", colour: pathLook.start.colour, mark: "dot" },
];

/** One path, and below it, a third as high, its heading. */
function pathPanel(path: PredictedPath, arena: Box, width: number | undefined): Panel {
  const slope = slopeOf(spanOf(arena.width), spanOf(arena.height));
  return fitted((size) => sized(path, arena, size), width, standard, slope);
}

function sized(path: PredictedPath, arena: Box, size: number): Panel {
  const [spanX, spanY] = [spanOf(arena.width), spanOf(arena.height)];
  const area = areaFor(spanX, spanY, size);
  const box = framed({
    ...{ ...area, sizeOf: "area", closed: true, top: 4 },
    ...{ x: { label: "x (m)", range: spanX }, y: { label: "y (m)", range: spanY } },
    draw: (plot) => [
      ...roundWall(arena, plot),
      ...trail(path.predicted, arena, plot, pathLook.predicted),
      ...trail(path.truth, arena, plot, pathLook.truth),
      ...(path.start ? [dot(path.start, plot, 4, pathLook.start)] : []),
    ],
  });
  const name = textPanel(path.name);
  if (!path.headings) return stacked([name, box], 2);
  const trace = headingTrace(path.headings, { width: area.width, height: Math.max(50, size / 3) });
  const left = Math.max(box.area.x, trace.area.x);
  const moved = (panel: Panel & { readonly area: { readonly x: number } }): Panel => ({
    width: panel.width + left - panel.area.x,
    height: panel.height,
    shapes: [placed(panel, left - panel.area.x, 0)],
  });
  return stacked([name, moved(box), moved(trace)], 2);
}

interface Look {
  readonly colour: string;
  readonly opacity: number;
}

/** Dashes from dot to dot. */
function trail(path: ArrayLike<number>, arena: Box, plot: PlotArea, look: Look): Shape[] {
  const points = pathOf(path);
  const lines = pathLines(points, arena).map((line) => line.map(([x, y]): Point => [plot.x(x), plot.y(y)]));
  const known = points.filter(([x, y]) => !Number.isNaN(x + y));
  return [
    { kind: "lines", lines, stroke: { ...look, width: 1.1, dashes: [3, 2] } },
    ...known.map((point) => dot(point, plot, 1.7, look)),
  ];
}

const dot = ([x, y]: Point, plot: PlotArea, radius: number, fill: Look): Shape => ({
  ...{ kind: "ellipse", x: plot.x(x), y: plot.y(y), radiusX: radius, radiusY: radius, fill },
});
