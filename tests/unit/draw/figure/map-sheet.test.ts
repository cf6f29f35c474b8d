import { expect, test } from "bun:test";
import { mapSheetFigure, type SheetUnit } from "../../../../src/draw/figure/map-sheet-figure.ts";
import type { Pixels, Shape } from "../../../../src/draw/figure/scene.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";

const bins = 5;
const size = 2 * bins - 1;
/** Rises along x only. */
const slope = { rows: bins, columns: bins, values: Float64Array.from({ length: 25 }, (_, i) => i % bins) };
const shifts = { rows: size, columns: size, values: new Float64Array(size * size).fill(0.5) };
const unit = (number: number): SheetUnit => ({
  ...{ caption: `${number} (0.50)`, rateMap: slope, autocorrelogram: shifts, ring: [0.2, 0.6] },
});
const heading = { title: "A title" };
const square = { width: 2, height: 2 };

const shapesIn = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((shape) => (shape.kind === "group" ? shapesIn(shape.shapes) : [shape]));
const imagesOf = (shapes: readonly Shape[]): Pixels[] =>
  shapesIn(shapes).flatMap((shape) => (shape.kind === "image" ? [shape.pixels] : []));
const pixel = ({ width, data }: Pixels, row: number, column: number) =>
  Array.from(data.subarray(4 * (row * width + column), 4 * (row * width + column) + 4));

const sheet = (count: number, published = false, width?: number) =>
  mapSheetFigure(
    { units: Array.from({ length: count }, (_, i) => unit(i)), arena: square, published },
    ...([heading, published ? "jet" : "viridis", width] as const),
  );

test("rows of 16 maps, then as many of autocorrelograms, each named twice", () => {
  const svg = svgText(sheet(18));
  const places = [...svg.matchAll(/translate\(([\d.]+) ([\d.]+)\)">\n<text [^>]*>(\d+) \(0\.50\)/g)].map(
    ([, x, y, number]) => ({ x: Number(x), y: Number(y), number: Number(number) }),
  );
  expect(places.map(({ number }) => number)).toEqual([...Array(18).keys(), ...Array(18).keys()]);
  expect(new Set(places.map(({ x }) => x)).size).toBe(16);
  expect(places[16]!.x).toBe(places[0]!.x);
  expect(svg).toContain(">Autocorrelograms<");
});

test("x to the right and y up; as published x down and y to the right", () => {
  const [ours] = imagesOf(sheet(1).shapes);
  expect(pixel(ours!, 0, 0)).not.toEqual(pixel(ours!, 0, 4));
  expect(pixel(ours!, 0, 0)).toEqual(pixel(ours!, 4, 0));
  const [published] = imagesOf(sheet(1, true).shapes);
  expect(pixel(published!, 0, 0)).toEqual(pixel(published!, 0, 4));
  // Low values are blue, at the top, where x is least.
  expect(pixel(published!, 0, 0)[2]).toBeGreaterThan(pixel(published!, 0, 0)[0]!);
  expect(pixel(published!, 4, 0)[0]).toBeGreaterThan(pixel(published!, 4, 0)[2]!);
});

test("an autocorrelogram is blank beyond the width of the map", () => {
  const image = imagesOf(sheet(1).shapes)[2]!;
  expect([image.width, image.height]).toEqual([size, size]);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const isBlank = Math.hypot(row - 4, column - 4) > bins;
      expect([row, column, pixel(image, row, column)[3]]).toEqual([row, column, isBlank ? 0 : 255]);
    }
  }
});

test("two circles are the ring, in bins of the autocorrelogram", () => {
  const radii = (published: boolean, colour: string) =>
    shapesIn(sheet(1, published).shapes).flatMap((shape) =>
      shape.kind === "ellipse" && shape.stroke?.colour === colour ? [shape.radiusX, shape.radiusY] : [],
    );
  const perBin = 72 / size;
  const expected = [0.2, 0.2, 0.6, 0.6].map((share) => share * bins * perBin);
  for (const [i, radius] of radii(false, "#ffffff").entries()) expect(radius).toBeCloseTo(expected[i]!, 6);
  expect(radii(false, "#ffffff")).toHaveLength(4);
  expect(radii(true, "#000000")).toHaveLength(4);
});

test("without autocorrelograms there are maps only, in a narrow column fewer in a row", () => {
  const units = Array.from({ length: 20 }, (_, i) => ({ caption: `0.${i}`, rateMap: slope }));
  const data = { units, arena: square, published: false };
  const narrow = mapSheetFigure(data, heading, "viridis", 321);
  expect(svgText(narrow)).not.toContain("Autocorrelograms");
  expect(narrow.width).toBeCloseTo(321, 6);
  expect(imagesOf(narrow.shapes)).toHaveLength(21);
});
