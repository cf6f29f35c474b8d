/** Histograms as shapes: bars, and outlines to lay over them. */
import type { Range } from "../grid.ts";
import type { PlotArea } from "./axes.ts";
import type { Point, Shape } from "./scene.ts";
import { dataColour } from "./theme.ts";

const edgeOf =
  ([first, last]: Range, bins: number, { x }: PlotArea) =>
  (i: number): number =>
    x(first + ((last - first) * i) / bins);

/** A bar a bin. @param heights in the unit of the y axis */
export function bars(heights: readonly number[], range: Range, area: PlotArea): Shape[] {
  const edge = edgeOf(range, heights.length, area);
  return heights.map((height, index) => {
    const x = edge(index) + 0.5;
    const top = area.y(height);
    const fill = { colour: dataColour.first, opacity: 0.65 };
    return {
      kind: "rectangle",
      x,
      y: top,
      width: edge(index + 1) - x - 0.5,
      height: area.height - top,
      fill,
    };
  });
}

/** Around all bars. */
export function outline(heights: readonly number[], range: Range, area: PlotArea, colour: string): Shape {
  const edge = edgeOf(range, heights.length, area);
  const steps = heights.flatMap((height, i): Point[] => [
    [edge(i), area.y(height)],
    [edge(i + 1), area.y(height)],
  ]);
  const line: Point[] = [[edge(0), area.y(0)], ...steps, [edge(heights.length), area.y(0)]];
  return { kind: "lines", lines: [line], stroke: { colour, width: 1.8 } };
}
