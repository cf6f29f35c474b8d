import { expect, test } from "bun:test";
import { decodedPathsPanel } from "../../../../src/draw/figure/decoded-paths-panel.ts";
import { headingTrace } from "../../../../src/draw/figure/heading-trace.ts";
import { type PredictedPath, pathFigure } from "../../../../src/draw/figure/path-figure.ts";
import type { Shape } from "../../../../src/draw/figure/scene.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";
import { headingRuns } from "../../../../src/draw/heading-runs.ts";

const arena = { width: 2.2, height: 2.2, periodic: false };
const path: PredictedPath = {
  name: "path 1",
  start: [0, 0],
  truth: [0.1, 0, 0.2, 0, 0.3, 0.1],
  predicted: [0.1, 0.1, 0.2, 0.1, 0.2, 0.1],
};
const headings = { truth: [3, -3, -2.9], predicted: [2.5, 2.5, -2.5] };
const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((shape) => (shape.kind === "group" ? flat(shape.shapes) : [shape]));
const drawn = (paths: readonly PredictedPath[], box: typeof arena & { readonly round?: boolean } = arena) =>
  pathFigure({ arena: box, paths, predicted: "prediction" }, { title: "A title" });

test("headings are cut where they go around by more than half a turn, and where they are not known", () => {
  const steps = (values: number[]) => headingRuns(values).map((run) => run.map(({ step }) => step));
  expect(steps([0, 3, -3, -1, 2])).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(steps([0, 3.1, -0.1])).toEqual([[1, 2], [3]]);
  expect(steps([0, Number.NaN, 0])).toEqual([[1], [3]]);
  expect(steps([])).toEqual([]);
});

test("a jump of the heading around the turn is no line", () => {
  const lines = flat(headingTrace(headings, { width: 100, height: 40 }).shapes).flatMap((shape) =>
    shape.kind === "lines" && shape.stroke?.dashes ? [shape.lines.map((line) => line.length)] : [],
  );
  expect(lines).toEqual([
    [2, 1],
    [1, 2],
  ]);
});

test("a dot for every step of both, the start, and the legend; headings below where there are any", () => {
  const dots = (scene: { readonly shapes: readonly Shape[] }, radius: number) =>
    flat(scene.shapes).filter((shape) => shape.kind === "ellipse" && shape.radiusX === radius);
  const [alone, both] = [drawn([path]), drawn([{ ...path, headings }])];
  expect([dots(alone, 1.7).length, dots(alone, 4).length, dots(alone, 1.5).length]).toEqual([6, 1, 0]);
  expect([dots(both, 1.7).length, dots(both, 4).length, dots(both, 1.5).length]).toEqual([6, 1, 6]);
  for (const key of ["prediction", "reality", "starting point", "path 1"])
    expect(svgText(alone)).toContain(`>${key}<`);
  expect(svgText(alone)).not.toContain(">heading<");
  expect(svgText(both)).toContain(">heading<");
  expect(dots(drawn([{ ...path, start: undefined }]), 4)).toHaveLength(0);
});

test("the wall of a disc is drawn in figures of paths", () => {
  const walls = (shapes: readonly Shape[], radius: number) =>
    flat(shapes).filter(
      (shape) => shape.kind === "ellipse" && !shape.fill && Math.abs(shape.radiusX - radius) < 30,
    );
  expect(walls(drawn([path]).shapes, 95)).toHaveLength(0);
  expect(walls(drawn([path], { ...arena, round: true }).shapes, 95)).toHaveLength(1);
  const data = {
    trajectories: 1,
    steps: 3,
    start: [0, 0],
    position: Float32Array.from(path.truth),
    decoded: Float32Array.from(path.predicted),
  };
  expect(walls(decodedPathsPanel({ ...data, arena }).shapes, 165)).toHaveLength(0);
  expect(walls(decodedPathsPanel({ ...data, arena: { ...arena, round: true } }).shapes, 165)).toHaveLength(1);
});
