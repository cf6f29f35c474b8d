import { expect, test } from "bun:test";
import { coarsen } from "../../../src/draw/grid.ts";
import { shrink } from "../../../src/draw/shrink.ts";
import { hexagonalMap } from "../../support/synthetic-drawings.ts";

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length;

test("a map in fewer places has the same mean, and whole factors are those of coarsen", () => {
  const map = hexagonalMap(20, 0.3, 0);
  for (const size of [20, 18, 13, 11, 7, 1]) {
    const small = shrink(map, size, size);
    expect([small.rows, small.columns]).toEqual([size, size]);
    expect(mean(small.values)).toBeCloseTo(mean(map.values), 12);
  }
  const halves = Array.from(coarsen(map, 2).values, (value) => expect.closeTo(value, 12));
  expect(Array.from(shrink(map, 10, 10).values)).toEqual(halves);
});

test("a bin counts by the area of it that falls into a place", () => {
  const { values } = shrink({ values: [1, 2, 3], columns: 3, rows: 1 }, 2, 1);
  expect(Array.from(values)).toEqual([expect.closeTo(4 / 3), expect.closeTo(8 / 3)]);
});

test("unvisited bins count for nothing, and a place of them is unvisited", () => {
  const { values } = shrink({ values: [1, Number.NaN, Number.NaN, Number.NaN], columns: 4, rows: 1 }, 2, 1);
  expect(Array.from(values)).toEqual([1, Number.NaN]);
});

test("more places than bins are refused", () => {
  const map = { values: [1, 2], columns: 2, rows: 1 };
  expect(() => shrink(map, 3, 1)).toThrow("2 x 1 bins do not shrink to 3 x 1");
});
