import { describe, expect, test } from "bun:test";
import { type LaggedCell, laggedCellsFigure } from "../../../src/draw/figure/lagged-cell-figure.ts";
import type { Scene, Shape } from "../../../src/draw/figure/scene.ts";
import { svgText } from "../../../src/draw/figure/svg-text.ts";
import { laggedCell } from "../../../src/draw/lagged-cell.ts";
import { visibleWidth } from "../../../src/draw/text.ts";
import { extentOf, overlaps, textsOf } from "../../support/scene-places.ts";
import { everyTerminal, nameOf, noColour } from "../../support/terminals.ts";

const wave = (side: number, factor: number) => ({
  ...{ rows: side, columns: side },
  values: Float64Array.from({ length: side * side }, (_, i) => factor * (1 + Math.sin(i))),
});
const lagCm = Float64Array.from({ length: 9 }, (_, i) => 5 * (i - 4));
const rising = Float64Array.from(lagCm, (lag) => 0.5 + 0.01 * lag);

const cell: LaggedCell = {
  ...{ unit: 17, lagCm, lagLabel: "shift (cm)", arena: { width: 2.2, height: 2.2 } },
  words: [
    "Hexagonal score (60°) highest at +20.0 cm, where the lags end.",
    "Explained variance highest at −2.0 cm.",
  ],
  maps: ["no shift", "+5.0 cm", "+10.0 cm", "+15.0 cm", "+20.0 cm"].map((name, i) => ({
    ...{ name, rateMap: wave(20, 1 / (1 + i)), autocorrelogram: wave(39, 0.4) },
    score: i === 4 ? Number.NaN : -0.5,
  })),
  curves: [
    {
      ...{ label: "hexagonal score (60°)", values: rising },
      null: {
        label: "mean to 95th percentile of 64 circular shifts",
        mean: rising.map(() => 0.1),
        high: rising.map(() => 0.3),
      },
    },
    { label: "explained variance", values: lagCm.map((lag) => 0.9 - 0.001 * lag * lag) },
  ],
  heading: { values: [1, 2, 3, Number.NaN], direction: 0.3, strength: 0.123 },
};
const silent: LaggedCell = {
  ...cell,
  words: [],
  curves: [{ label: "hexagonal score (60°)", values: rising.map(() => Number.NaN) }],
  heading: { values: [0, 0], direction: Number.NaN, strength: Number.NaN },
};
const heading = { title: "Units over lags", subtitle: "how" };
const draw = (cells: readonly LaggedCell[], width?: number): Scene =>
  laggedCellsFigure(cells, heading, "viridis", width);
const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((shape) => (shape.kind === "group" ? flat(shape.shapes) : [shape]));

describe("the picture of units over lags", () => {
  test.each([undefined, 340, 413, 875])("has no texts on each other in %p pixels", (width) => {
    for (const cells of [[cell], [cell, silent], [{ ...cell, maps: cell.maps.slice(0, 1) }]]) {
      const scene = draw(cells, width);
      expect(overlaps(scene.shapes)).toEqual([]);
      const [right, bottom] = extentOf(scene.shapes);
      expect(right).toBeLessThanOrEqual(scene.width + 0.5);
      expect(bottom).toBeLessThanOrEqual(scene.height);
      if (width) expect(Math.abs(scene.width - width)).toBeLessThanOrEqual(0.5);
      expect(svgText(scene)).not.toContain("NaN");
    }
  });

  test("has a map and an autocorrelogram with cross-hair at every shift, and says past and future", () => {
    const scene = draw([cell], 875);
    const images = flat(scene.shapes).filter(({ kind }) => kind === "image");
    // Five of each, and two keys.
    expect(images).toHaveLength(5 + 5 + 2);
    const hairs = flat(scene.shapes).filter(
      (shape) => shape.kind === "lines" && shape.stroke?.colour === "#ffffff" && shape.stroke.opacity === 0.8,
    );
    expect(hairs).toHaveLength(2 * 5);
    const said = textsOf(scene.shapes).map(({ text }) => text);
    expect(said).toEqual(expect.arrayContaining(["unit 17", "past", "future", "+15.0 cm", "none", "−0.50"]));
    expect(said).toContain("mean activity over heading, r 0.123");
  });

  test("has one scale for the maps of a unit", () => {
    const pixelsOf = (number: number) => {
      const image = flat(draw([cell], 875).shapes).filter((shape) => shape.kind === "image")[number]!;
      return [...image.pixels.data];
    };
    // The same wave, but at the last shift a fifth as high: no bin of it has the brightest colour.
    const brightest = (number: number) =>
      pixelsOf(number)
        .filter((_, i) => i % 4 === 0)
        .reduce((a, b) => Math.max(a, b));
    expect(brightest(0)).toBeGreaterThan(240);
    expect(brightest(4)).toBeLessThan(80);
  });
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))(
  "in %s",
  (_, terminal) => {
    test("a unit over lags fits", () => {
      for (const one of [cell, silent]) {
        const lines = laggedCell(one, terminal);
        for (const line of lines) expect(visibleWidth(line)).toBeLessThanOrEqual(terminal.columns);
        expect(lines.some((line) => line.includes("NaN"))).toBe(false);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
        if (!terminal.unicode) expect(lines.join("\n")).toMatch(/^[\x00-\x7f]*$/);
      }
    });
  },
);

test("in 80 columns all five maps stand in a row, with their scores, and the whole in 31 lines", () => {
  const lines = laggedCell(cell, noColour);
  expect(lines[0]).toBe("unit 17, heading r 0.123");
  expect(lines[3]).toBe("no shift -0.50  +5.0 cm -0.50   +10.0 cm -0.50  +15.0 cm -0.50  +20.0 cm none");
  expect(lines.length).toBeLessThanOrEqual(31);
  expect(lines.at(-1)).toMatch(/^explained variance {4}[▁▂▃▄▅▆▇█]{9}$/);
});
