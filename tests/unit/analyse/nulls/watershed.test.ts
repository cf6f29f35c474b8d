import { expect, test } from "bun:test";
import { watershed } from "../../../../src/analyse/nulls/watershed.ts";

// biome-ignore format: a map as one sees it
const twoHills = [
  1, 2, 1, 0, 1,
  2, 5, 3, 2, 2,
  1, 3, 2, 4, 3,
];

test("every bin belongs to the peak that it is flooded from", () => {
  // biome-ignore format: a map as one sees it
  expect([...watershed(twoHills, 3, 5, 0.5)]).toEqual([
    1, 1, 1, 0, 2,
    1, 1, 1, 2, 2,
    1, 1, 2, 2, 2,
  ]);
});

test("bins at or below the threshold, and unvisited ones, belong to none", () => {
  const map = twoHills.map((rate, bin) => (bin === 6 ? Number.NaN : rate));
  // biome-ignore format: a map as one sees it
  expect([...watershed(map, 3, 5, 2)]).toEqual([
    0, 0, 0, 0, 0,
    0, 0, 1, 0, 0,
    0, 2, 0, 3, 3,
  ]);
});

test("a plateau is one peak, and a constant map one basin", () => {
  expect([...watershed([3, 3, 1, 3], 1, 4, 0)]).toEqual([1, 1, 1, 2]);
  expect([...watershed([1, 1, 1, 1], 2, 2, 0)]).toEqual([1, 1, 1, 1]);
  expect([...watershed([1, 1, 1, 1], 2, 2, 1)]).toEqual([0, 0, 0, 0]);
});
