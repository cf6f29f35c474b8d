import { expect, test } from "bun:test";
import { colourMap } from "../../../../src/draw/colour-map.ts";
import { type HeadingStill, headingFilmScene } from "../../../../src/draw/figure/heading-film-scene.ts";
import { unvisitedColour } from "../../../../src/draw/figure/heat-pixels.ts";
import type { Shape } from "../../../../src/draw/figure/scene.ts";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";

const still = (heading: number, values: readonly number[], maps = 9): HeadingStill => ({
  ...{ title: "first: heading 45°", caption: "9 of 16 units", heading, range: [-1, 3] },
  maps: Array.from({ length: maps }, () => ({ values, rows: 2, columns: 2 })),
  arena: { width: 2, height: 1 },
});
const flat = (shapes: readonly Shape[]): Shape[] =>
  shapes.flatMap((shape) => (shape.kind === "group" ? flat(shape.shapes) : [shape]));

test("a value has the same colour in all frames, and what was never visited is grey", () => {
  const firstMap = (values: readonly number[]) => {
    const image = flat(headingFilmScene(still(0, values), "viridis").shapes).find(
      ({ kind }) => kind === "image",
    );
    if (image?.kind !== "image") throw new Error("no map");
    return Array.from({ length: 4 }, (_, i) => Array.from(image.pixels.data.subarray(4 * i, 4 * i + 3)));
  };
  // Row 0 is at the bottom.
  const [a, b] = [firstMap([1, 1, -1, Number.NaN]), firstMap([3, 1, 1, 1])];
  expect(a[0]).toEqual([...colourMap("viridis")(0)]);
  expect(a[1]).toEqual([...unvisitedColour]);
  expect(a[2]).toEqual(b[0]!);
  expect(b[2]).toEqual([...colourMap("viridis")(1)]);
});

test("the hand points where the rat goes: 0 to the right, a quarter up", () => {
  const hand = (heading: number) => {
    const line = flat(headingFilmScene(still(heading, [0, 0, 0, 0]), "viridis").shapes).find(
      ({ kind }) => kind === "lines",
    );
    if (line?.kind !== "lines") throw new Error("no hand");
    const [[fromX, fromY], [toX, toY]] = line.lines[0] as [[number, number], [number, number]];
    return [toX - fromX, fromY - toY];
  };
  const length = hand(0)[0]!;
  expect(length).toBeGreaterThan(10);
  expect(hand(0)[1]).toBeCloseTo(0, 9);
  expect(hand(Math.PI / 2)[0]).toBeCloseTo(0, 9);
  expect(hand(Math.PI / 2)[1]).toBeCloseTo(length, 9);
});

test("frames are of one size, in rows of eight, and say what the colours are", () => {
  const [one, other] = [still(0, [0, 0, 0, 0]), still(2, [Number.NaN, 3, -1, 2])].map((frame) =>
    headingFilmScene(frame, "viridis"),
  );
  expect([one!.width, one!.height]).toEqual([other!.width, other!.height]);
  const svg = svgText(one!);
  for (const words of [">−1.00<", ">3.00 (a. u.) in all frames<", ">never visited<", ">9 of 16 units<"])
    expect(svg).toContain(words);
  const rows = (maps: number) => headingFilmScene(still(0, [0, 0, 0, 0], maps), "viridis").height;
  expect(rows(9)).toBeGreaterThan(rows(8));
  expect(rows(16)).toBe(rows(9));
});
