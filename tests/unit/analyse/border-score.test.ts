import { describe, expect, test } from "bun:test";
import { type BorderScore, borderScores } from "../../../src/analyse/border-score.ts";
import { borderCell, hexagonalCell, sampleMap, type Wall } from "../../../src/analyse/synthetic.ts";
import { goldenMaps } from "../../support/golden-maps.ts";

const box = { width: 2.2, height: 2.2 };

function scoreOf(map: Float64Array, coverage: "all-fields" | "first-field" = "all-fields"): BorderScore {
  return borderScores(map, { units: 1, bins: 20 }, box, { coverage })[0]!;
}

/** 20 x 20 map with ones in the given ranges [first row, end, first column, end]. */
function blocks(...ranges: [number, number, number, number][]): Float64Array {
  return Float64Array.from({ length: 400 }, (_, i) => {
    const [row, column] = [Math.floor(i / 20), i % 20];
    return ranges.some(([a, b, c, d]) => row >= a && row < b && column >= c && column < d) ? 1 : 0;
  });
}

// The reference's first axis is x, ours is y: its "first row" is our first column, the western wall.
const west = [0, 20, 0, 1] as [number, number, number, number];
const east = [0, 20, 19, 20] as [number, number, number, number];
const middle = [8, 12, 8, 12] as [number, number, number, number];

describe("published fixtures", () => {
  test.each([
    ["one wall", blocks(west), 0.8181818, 1, 0.1],
    ["a block in the middle", blocks(middle), -1, 0, 0.925],
    ["middle and first wall", blocks(middle, west), 0.322314, 1, 0.5125],
    ["everywhere", blocks([0, 20, 0, 20]), 0.4440433, 1, 0.385],
  ])("%s", (_, map, score, coverage, distance) => {
    for (const rule of ["all-fields", "first-field"] as const) {
      const got = scoreOf(map, rule);
      expect(got.score).toBeCloseTo(score, 6);
      expect(got.coverage).toBe(coverage);
      expect(got.distance).toBeCloseTo(distance, 12);
    }
  });

  test("middle and last wall: the published code sees the first field only", () => {
    const faithful = scoreOf(blocks(middle, east), "first-field");
    expect([faithful.score, faithful.coverage]).toEqual([-1, 0]);
    expect(scoreOf(blocks(middle, east)).score).toBeCloseTo(0.322314, 6);
  });

  test("no field: no score", () => {
    for (const map of [blocks(), blocks([3, 4, 3, 4]), blocks().fill(Number.NaN)]) {
      expect(scoreOf(map)).toEqual({ score: Number.NaN, coverage: 0, distance: Number.NaN });
    }
  });
});

for (const bins of [20, 32] as const) {
  const golden = goldenMaps(bins);
  const missing = golden ? "" : " (reference file missing)";
  test.skipIf(!golden)(`published border scores, ${bins} bins${missing}`, () => {
    const { maps, units, numbers } = golden!;
    const transposed = maps.map((_, i) => {
      const [unit, row, column] = [Math.floor(i / bins ** 2), Math.floor(i / bins) % bins, i % bins];
      return maps[unit * bins * bins + column * bins + row]!;
    });
    const expected = numbers("border_score_reference");
    borderScores(transposed, { units, bins }, box, { coverage: "first-field" }).forEach((got, unit) => {
      const [score, coverage, distance] = expected.subarray(3 * unit, 3 * unit + 3);
      expect(got.coverage).toBeCloseTo(coverage!, 12);
      expect(Number.isNaN(got.score)).toBe(Number.isNaN(score!));
      if (Number.isNaN(score!)) return;
      expect(got.score).toBeCloseTo(score!, 12);
      expect(got.distance).toBeCloseTo(distance!, 12);
    });
  });
}

test("ideal border cells score high at every wall, ideal grid cells low", () => {
  for (const wall of ["east", "north", "west", "south"] satisfies Wall[]) {
    expect(scoreOf(sampleMap(borderCell({ wall, width: 0.1, box }), 20, 20, box)).score).toBeGreaterThan(0.7);
  }
  expect(scoreOf(sampleMap(hexagonalCell({ period: 0.6 }), 20, 20, box)).score).toBeLessThan(0);
});

test("a box that is not square", () => {
  const long = { width: 2, height: 1 };
  const map = sampleMap(borderCell({ wall: "north", width: 0.05, box: long }), 20, 10, long);
  const got = borderScores(map, { units: 1, binsX: 20, binsY: 10 }, long)[0]!;
  // One row of bins at the wall, 0.1 m away of 0.5 m at most.
  expect(got.coverage).toBe(1);
  expect(got.distance).toBeCloseTo(0.2, 12);
});
