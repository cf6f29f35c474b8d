/** Headings over the steps of a path, as a part of a picture. In a terminal it is ../heading-lines.ts's. */
import { headingRuns } from "../heading-runs.ts";
import { framed, type PlotArea } from "./axes.ts";
import type { PanelSize } from "./compose.ts";
import type { Point, Shape } from "./scene.ts";
import { dataColour } from "./theme.ts";

export interface PredictedHeadings {
  readonly truth: ArrayLike<number>; // [T] rad
  readonly predicted: ArrayLike<number>; // [T] rad
}

/** Colours and looks of both: light enough to be seen through. */
export const pathLook = {
  predicted: { colour: dataColour.second, opacity: 0.67 },
  truth: { colour: dataColour.first, opacity: 0.67 },
  start: { colour: dataColour.third, opacity: 1 },
} as const;

/** Whole turns are not drawn: a line ends where it leaves at one edge and comes in at the other. @param area of the plot */
export function headingTrace(
  { truth, predicted }: PredictedHeadings,
  area: PanelSize,
): ReturnType<typeof framed> {
  const names = [
    { at: -Math.PI, name: "−π" },
    { at: 0, name: "0" },
    { at: Math.PI, name: "π" },
  ];
  const edge = 0.15;
  return framed({
    ...{ ...area, sizeOf: "area", closed: true, top: 4 },
    x: { label: "step", range: [0, truth.length + 1] },
    y: { label: "heading", range: [-Math.PI - edge, Math.PI + edge], names },
    draw: (plot) => [...trail(predicted, plot, pathLook.predicted), ...trail(truth, plot, pathLook.truth)],
  });
}

function trail(
  headings: ArrayLike<number>,
  { x, y }: PlotArea,
  look: { readonly colour: string; readonly opacity: number },
): Shape[] {
  const lines = headingRuns(headings).map((run) =>
    run.map(({ step, heading }): Point => [x(step), y(heading)]),
  );
  const dots = lines.flat().map(
    ([atX, atY]): Shape => ({
      ...{ kind: "ellipse", x: atX, y: atY, radiusX: 1.5, radiusY: 1.5, fill: look },
    }),
  );
  return [{ kind: "lines", lines, stroke: { ...look, width: 1, dashes: [3, 2] } }, ...dots];
}
