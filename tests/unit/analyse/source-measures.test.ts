import { expect, test } from "bun:test";
import { sourceMeasures } from "../../../src/analyse/source-measures.ts";
import { defaultArena } from "../../../src/world/arena.ts";

const bins = 20;
const arena = { ...defaultArena, width: 2, height: 2 };
/** 3 along the south wall of a box that is half as high as the maps, else 1; nothing beyond the walls. */
const rateMap = Float64Array.from({ length: 2 * bins * bins }, (_, i) => {
  const row = Math.floor((i % (bins * bins)) / bins);
  if (row < 5 || row > 14) return Number.NaN;
  return row < 8 ? 3 : 1;
});
const rates = {
  ...{ units: 2, binsX: bins, binsY: bins, rateMap, dropped: 0 },
  occupancy: new Int32Array(bins * bins).fill(1),
};
const activity = {
  ...{ samples: 1, density: 1, mean: new Float64Array(2), largest: new Float64Array(2) },
  ...{ unitDensity: new Float64Array(2), smallest: Float64Array.of(0, -1) },
};
const measured = (source: object) => sourceMeasures({ arena, ...source }, { rates, activity }, 0, 2);

test("border ratios are those of the walls, where maps reach beyond them", () => {
  const found = measured({ walls: { width: 2, height: 1 } });
  expect(found.borderRatio[0]).toBeCloseTo(0.5, 12);
  expect(found.borderRatio[1]).toBeNaN();
  // By the edges of the map: the west wall is as the middle.
  expect(measured({}).borderRatio[0]!).toBeCloseTo(0, 12);
});

test("a round arena has no wall", () => {
  const mapRule = { leastSeconds: 0, smoothing: 0, round: true };
  expect(measured({ mapRule }).borderRatio[0]).toBeNaN();
  expect(measured({ mapRule }).information[0]).toBeGreaterThan(0);
});

test("of some units only", () => {
  const found = sourceMeasures({ arena }, { rates, activity }, 1, 1);
  expect(Array.from(found.signed)).toEqual([1]);
  expect(found.information[0]).toBeNaN();
});
