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
  /** NaN leaves a gap. */
  readonly values: ArrayLike<number>;
}

/** A level to compare with, such as chance: a dashed line across, named at its right end. */
export interface Level {
  readonly at: number;
  readonly label: string;
  /** Where the name stands. */
  readonly side: "above" | "below";
}

export interface CurvePanelOptions {
  readonly width: number;
  readonly height: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly levels?: readonly Level[] | undefined;
}

/** Points a pixel: more are averaged over half a pixel each. */
const pointsPerPixel = 2;

/** Curves in a frame; a legend above when there are several. */
export function curvePanel({ width, height, x, y, curves, levels = [] }: CurvePanelOptions): Panel {
  const keys: Key[] = curves.map(({ label, colour }) => ({ label, colour, mark: "line" }));
  const above = curves.length > 1 ? legend(keys, width) : undefined;
  const frame = framed({
    ...{ x, y, width, height, top: above ? above.height + 8 : 8 },
    draw: (area) => [
      ...levels.map(({ at }) => levelLine(at, area)),
      ...curves.map((curve) => curveShape(curve, x.range, area)),
    ],
    over: (area) => levels.map((level) => levelName(level, area)),
  });
  return above ? { ...frame, shapes: [placed(above, 0, 0), ...frame.shapes] } : frame;
}

function curveShape({ positions, values, colour }: Curve, range: Range, area: PlotArea): Shape {
  const count = Math.ceil(pointsPerPixel * area.width);
  const many = positions.length > count;
  const heights = many ? resample(positions, values, range, count) : Float64Array.from(values);
  const placeOf = many
    ? (i: number) => range[0] + ((range[1] - range[0]) * i) / (count - 1)
    : (i: number) => positions[i]!;
  const lines: Point[][] = [];
  let gap = true;
  heights.forEach((value, i) => {
    if (Number.isNaN(value)) {
      gap = true;
      return;
    }
    if (gap) lines.push([]);
    gap = false;
    lines.at(-1)!.push([area.x(placeOf(i)), area.y(value)]);
  });
  return { kind: "lines", lines, stroke: { colour, width: 1.6 } };
}

export const levelLine = (at: number, { width, y }: PlotArea): Shape =>
  straight([0, y(at)], [width, y(at)], { colour: ink.plain, width: 1, dashes: [5, 4] });

const levelName = ({ at, label, side }: Level, { width, y }: PlotArea): Shape => ({
  kind: "text",
  x: width - 4,
  y: y(at) + (side === "above" ? -5 : 14),
  text: label,
  anchor: "end",
  size: textSize.small,
  colour: ink.plain,
  rim: true,
});
