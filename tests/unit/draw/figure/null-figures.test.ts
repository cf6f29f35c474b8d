import { describe, expect, test } from "bun:test";
import { type AblationData, ablationFigure } from "../../../../src/draw/figure/ablation-figure.ts";
import { legend } from "../../../../src/draw/figure/legend.ts";
import type { Scene, Shape } from "../../../../src/draw/figure/scene.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";
import { type UnitNullData, unitNullFigure } from "../../../../src/draw/figure/unit-null-figure.ts";
import { extentOf, overlaps, textsOf } from "../../../support/scene-places.ts";

const heading = { title: "A title", subtitle: "how" };

const trials = [6.5, 7.6, 7.1];
const ablation: AblationData = {
  axis: "decode error (cm)",
  intervalName: "95 % confidence interval (bootstrap)",
  panels: [1, 12].map((factor) => ({
    title: `after ${20 * factor} steps`,
    conditions: [
      { name: "baseline", role: "baseline", mean: 4.38 * factor, interval: [4.3 * factor, 4.5 * factor] },
      { name: "predictive ablated (31 units)", role: "ablated", mean: 8.5 * factor },
      { name: "retrospective ablated (0 units)", role: "ablated", mean: Number.NaN },
      {
        name: "random ablated, matched in mean rate (31 units)",
        role: "control",
        mean: 7 * factor,
        trials: trials.map((value) => value * factor),
      },
    ],
  })),
};

const nulls = (units: number): UnitNullData => ({
  axis: "hexagonal score (60°)",
  scores: Array.from({ length: units }, (_, i) => (i % 9 === 8 ? Number.NaN : Math.cos(i))),
  nullMean: Array.from({ length: units }, () => 0.1),
  threshold: Array.from({ length: units }, (_, i) => (i % 9 === 7 ? Number.NaN : 0.4)),
  thresholdName: "95th percentile",
  passes: Array.from({ length: units }, (_, i) => (i % 9 !== 8 && Math.cos(i) > 0.6 ? 1 : 0)),
  passesName: "passes at a false discovery rate of 5 %",
});

const figures: Record<string, (width?: number) => Scene> = {
  ablation: (width) => ablationFigure(ablation, heading, width),
  "one condition": (width) =>
    ablationFigure({ ...ablation, panels: [{ title: "", conditions: [] }] }, heading, width),
  "nulls of 20 units": (width) => unitNullFigure(nulls(20), heading, width),
  "nulls of 2000 units": (width) => unitNullFigure(nulls(2000), heading, width),
  "nulls of one unit": (width) => unitNullFigure(nulls(1), heading, width),
  "nulls of none": (width) => unitNullFigure(nulls(0), heading, width),
};

describe.each(Object.entries(figures))("the figure of %s", (_, draw) => {
  test.each([undefined, 340, 413, 875])("has no texts on each other in %p pixels", (width) => {
    const scene = draw(width);
    expect(overlaps(scene.shapes)).toEqual([]);
    const [right, bottom] = extentOf(scene.shapes);
    expect(right).toBeLessThanOrEqual(scene.width + 0.5);
    expect(bottom).toBeLessThanOrEqual(scene.height);
    if (width) expect(Math.abs(scene.width - width)).toBeLessThanOrEqual(0.5);
    expect(svgText(scene)).not.toContain("NaN");
  });
});

const texts = (scene: Scene): string[] => textsOf(scene.shapes).map(({ text }) => text);
const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((shape) => (shape.kind === "group" ? flat(shape.shapes) : [shape]));

test("an ablation has its numbers, a dot a trial, and says what was not run", () => {
  const scene = ablationFigure(ablation, heading);
  const said = texts(scene);
  expect(said).toEqual(expect.arrayContaining(["4.38 (4.30 to 4.50)", "not run", "one trial"]));
  const dots = flat(scene.shapes).filter(({ kind }) => kind === "ellipse");
  // Two panels, and the key.
  expect(dots).toHaveLength(2 * trials.length + 1);
  const bars = flat(scene.shapes).filter(({ kind }) => kind === "rectangle");
  expect(bars).toHaveLength(2 * 3);
});

test("units stand from the highest score to the lowest, each beside its null", () => {
  const scene = unitNullFigure(nulls(20), heading, 800);
  const said = texts(scene);
  expect(said).toContain("passes at a false discovery rate of 5 %: 7 of 20");
  expect(said).toContain("Without a score: 2.");
  const shapes = flat(scene.shapes);
  const lines = shapes.flatMap((shape) => (shape.kind === "lines" && shape.lines.length > 3 ? [shape] : []));
  // 18 scored, of which two have no threshold.
  expect(lines.map((shape) => shape.lines.length)).toEqual([16]);
  const dots = shapes.flatMap((shape) => (shape.kind === "ellipse" && shape.radiusX === 3.2 ? [shape] : []));
  const byPlace = dots.toSorted((a, b) => a.x - b.x).map(({ y }) => y);
  expect(byPlace).toHaveLength(18);
  expect(byPlace).toEqual(byPlace.toSorted((a, b) => a - b));
});

test("a key that is longer than its row has several lines", () => {
  const key = { label: "one two three four five six seven eight", colour: "#000000", mark: "line" } as const;
  const { shapes, height } = legend([{ ...key, label: "short" }, key, key], 150);
  expect(textsOf(shapes).map(({ text, top }) => [text, Math.round(top / 18)])).toEqual([
    ["short", 0],
    ["one two three four", 1],
    ["five six seven eight", 2],
    ["one two three four", 3],
    ["five six seven eight", 4],
  ]);
  expect(height).toBe(5 * 18);
});
