/** A frame with axes around a plotting area. What is drawn in it is the caller's; scales and ticks are scale.ts's. */
import { type Axis, type Scale, scaleOf, tickLabels, ticksOf } from "./scale.ts";
import { type Panel, type Point, type Shape, straight } from "./scene.ts";
import { textWidth } from "./text.ts";
import { ink, textSize } from "./theme.ts";

/** What is drawn in the frame: shapes in pixels of the plotting area, y downwards. */
export interface PlotArea {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
}

export interface FrameOptions {
  readonly x: Axis;
  readonly y: Axis;
  /** Of the whole panel, labels included; with `sizeOf: "area"` of the plotting area, to keep the shape of space. */
  readonly width: number;
  readonly height: number;
  readonly sizeOf?: "panel" | "area" | undefined;
  /** Room above the plotting area, such as for a legend. */
  readonly top?: number | undefined;
  /** Lines behind the curves at the ticks of y. Default true. */
  readonly grid?: boolean | undefined;
  /** A closed frame instead of two axes. */
  readonly closed?: boolean | undefined;
  /** Draws what is cut off at the frame. */
  readonly draw: (area: PlotArea) => readonly Shape[];
  /** Draws above the frame, not cut off. */
  readonly over?: ((area: PlotArea) => readonly Shape[]) | undefined;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const tickLength = 4;
/** Pixels between ticks, at least about. */
const tickSpacing = 60;
const lineHeight = 13;
const right = 10;

/** A plotting area with labelled axes at the left and below; `area` says where it came to lie in the panel. */
export function framed(options: FrameOptions): Panel & { readonly area: Rectangle } {
  const { top = 8, grid = true, sizeOf = "panel", closed = false, x, y } = options;
  const bottom = (x.label === "" ? 24 : 42) + (mostLines(x) - 1) * lineHeight;
  const innerHeight = sizeOf === "area" ? options.height : options.height - top - bottom;
  const spacingY = sizeOf === "area" ? tickSpacing : 45;
  const marksY = marksOf(y, innerHeight / spacingY);
  const widest = Math.max(0, ...marksY.flatMap(({ lines }) => lines).map(smallWidth));
  const left = (y.names && y.label === "" ? 4 : 22) + widest + tickLength + 3;
  const innerWidth = sizeOf === "area" ? options.width : options.width - left - right;
  const inner = { width: innerWidth, height: innerHeight };
  const [width, height] = [left + innerWidth + right, top + innerHeight + bottom];
  const marksX = marksOf(x, inner.width / tickSpacing);
  const scaleX = scaleOf(x, inner.width);
  const upwards = scaleOf(y, inner.height);
  const plot: PlotArea = { ...inner, x: scaleX, y: (value) => inner.height - upwards(value) };
  const axis = { colour: ink.plain, width: 1 };
  const rules = grid
    ? marksY.map(({ at }) =>
        straight([0, plot.y(at)], [inner.width, plot.y(at)], { colour: ink.grid, width: 1 }),
      )
    : [];
  const shapes: Shape[] = [
    { kind: "group", x: left, y: top, shapes: rules },
    { kind: "group", x: left, y: top, shapes: options.draw(plot), clip: inner },
    { kind: "group", x: left, y: top, shapes: [axes(plot, closed), ...(options.over?.(plot) ?? [])] },
    ...marksY.flatMap(({ at, lines }) => {
      const y = top + plot.y(at);
      const first = y + 4 - ((lines.length - 1) * lineHeight) / 2;
      return [
        straight([left - tickLength, y], [left, y], axis),
        ...lines.map((line, i) => small(left - tickLength - 3, first + i * lineHeight, line, "end")),
      ];
    }),
    ...marksX.flatMap(({ at, lines }) => {
      const x = left + scaleX(at);
      const base = top + inner.height;
      return [
        straight([x, base], [x, base + tickLength], axis),
        ...lines.map((line, i) => small(x, base + tickLength + 12 + i * lineHeight, line, "middle")),
      ];
    }),
    ...(x.label === "" ? [] : [axisLabel(left + inner.width / 2, height - 6, x.label)]),
    ...(y.label === "" ? [] : [{ ...axisLabel(12, top + inner.height / 2, y.label), upwards: true }]),
  ];
  return { width, height, shapes, area: { x: left, y: top, ...inner } };
}

interface Mark {
  readonly at: number;
  readonly lines: readonly string[];
}

const smallWidth = (line: string): number => textWidth(line, textSize.small);

/** Where the axis is marked, and what stands there. */
function marksOf(axis: Axis, room: number): readonly Mark[] {
  if (axis.names) return axis.names.map(({ at, name }) => ({ at, lines: name.split("\n") }));
  const ticks = someTicks(axis, room);
  return tickLabels(ticks).map((label, i) => ({ at: ticks[i]!, lines: [label] }));
}

const mostLines = ({ names = [] }: Axis): number =>
  Math.max(1, ...names.map(({ name }) => name.split("\n").length));

/** At least two where that can be, to read a scale off. */
function someTicks(axis: Axis, room: number): number[] {
  const count = Math.max(2, Math.floor(room));
  const finer = [1, 2, 4].map((times) => ticksOf(axis, times * count));
  return finer.find((ticks) => ticks.length >= 2) ?? finer[0]!;
}

function axes({ width, height }: PlotArea, closed: boolean): Shape {
  const corners: Point[] = [
    [0, 0],
    [0, height],
    [width, height],
  ];
  const around: Point[] = [
    [width, 0],
    [0, 0],
  ];
  const lines = [closed ? [...corners, ...around] : corners];
  return { kind: "lines", lines, stroke: { colour: ink.plain, width: 1 } };
}

const small = (x: number, y: number, text: string, anchor: "start" | "middle" | "end"): Shape => ({
  kind: "text",
  x,
  y,
  text,
  anchor,
  size: textSize.small,
  colour: ink.plain,
});

const axisLabel = (x: number, y: number, text: string) =>
  ({ kind: "text", x, y, text, anchor: "middle", size: textSize.label, colour: ink.strong }) as const;
