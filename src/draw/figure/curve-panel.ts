/** Curves in a frame, as a part of a picture. In a terminal they are chart.ts's. */
import type { Range } from "../grid.ts";
import { resample } from "../resample.ts";
import { framed, type PlotArea } from "./axes.ts";
import { type Key, legend } from "./legend.ts";
import type { Axis } from "./scale.ts";
import { type Panel, type Point, placed, type Shape, straight } from "./scene.ts";
import { ink, textSize } from "./theme.ts";

export interface Curve {
  readonly label: string;
  readonly colour: string;
  readonly positions: ArrayLike<number>;
  /** NaN leaves a gap, and so does what a logarithmic axis cannot show. */
  readonly values: ArrayLike<number>;
}

/** A level to compare with, such as chance: a dashed line across, named at its right end. */
export interface Level {
  readonly at: number;
  readonly label: string;
}

export interface CurvePanelOptions {
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly levels?: readonly Level[] | undefined;
  /** Whether there is a legend; by default where there are several curves. */
  readonly named?: boolean | undefined;
}

/** Of the width, what a name takes. */
const nameShare = 0.4;

/** Points a pixel: more are averaged over half a pixel each. */
const pointsPerPixel = 2;

/** Curves in a frame; a legend above when there are several. */
export function curvePanel({ width, height, x, y, curves, levels = [], named }: CurvePanelOptions): Panel {
  const keys: Key[] = curves.map(({ label, colour }) => ({ label, colour, mark: "line" }));
  const above = (named ?? curves.length > 1) ? legend(keys, width) : undefined;
  const frame = framed({
    ...{ x, y, width, height, top: above ? above.height + 8 : 8 },
    draw: (area) => [
      ...levels.map(({ at }) => levelLine(at, area)),
      ...curves.flatMap((curve) => curveShapes(curve, x.range, area)),
    ],
    over: (area) => levels.map((level) => levelName(level, sideOf(level, curves, x.range), area)),
  });
  return above ? { ...frame, shapes: [placed(above, 0, 0), ...frame.shapes] } : frame;
}

function curveShapes({ positions, values, colour }: Curve, range: Range, area: PlotArea): Shape[] {
  const count = Math.ceil(pointsPerPixel * area.width);
  const many = positions.length > count;
  const heights = many ? resample(positions, values, range, count) : Float64Array.from(values);
  const placeOf = many
    ? (i: number) => range[0] + ((range[1] - range[0]) * i) / (count - 1)
    : (i: number) => positions[i]!;
  const lines: Point[][] = [];
  let gap = true;
  heights.forEach((value, i) => {
    const y = area.y(value);
    if (Number.isNaN(y)) {
      gap = true;
      return;
    }
    if (gap) lines.push([]);
    gap = false;
    lines.at(-1)!.push([area.x(placeOf(i)), y]);
  });
  const alone = lines.filter((line) => line.length === 1).map(([point]) => point!);
  return [
    { kind: "lines", lines, stroke: { colour, width: 1.6 } },
    ...alone.map(
      ([x, y]): Shape => ({ kind: "ellipse", x, y, radiusX: 2.5, radiusY: 2.5, fill: { colour } }),
    ),
  ];
}

const levelLine = (at: number, { width, y }: PlotArea): Shape =>
  straight([0, y(at)], [width, y(at)], { colour: ink.plain, width: 1, dashes: [5, 4] });

/** Away from where the curves mostly run above the name: in the right part of the panel. */
function sideOf({ at }: Level, curves: readonly Curve[], [first, last]: Range): "above" | "below" {
  const from = last - nameShare * (last - first);
  let balance = 0;
  for (const { positions, values } of curves) {
    for (let i = 0; i < positions.length; i++) {
      if (positions[i]! >= from && !Number.isNaN(values[i]!)) balance += values[i]! > at ? 1 : -1;
    }
  }
  return balance > 0 ? "below" : "above";
}

const levelName = ({ at, label }: Level, side: "above" | "below", { width, height, y }: PlotArea): Shape => ({
  kind: "text",
  x: width - 4,
  y: y(at) + (side === "above" || y(at) + 16 > height ? -5 : 14),
  text: label,
  anchor: "end",
  size: textSize.small,
  colour: ink.plain,
  rim: true,
});
