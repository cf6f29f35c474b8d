import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { goldenMaps } from "../../support/golden-maps.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { referenceAutocorrelogram } from "../../support/reference/autocorrelogram.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

/** Largest difference to the plain reference, over all shifts of one map. */
function worstDifference(map: Float64Array, rows: number, columns: number): number {
  const shape = { units: 1, binsX: columns, binsY: rows };
  const expected = referenceAutocorrelogram(map, rows, columns);
  const got = autocorrelograms(engine, map, shape);
  return Math.max(...got.map((value, i) => Math.abs(value - expected[i]!)));
}

/** Different shapes, odd and even, reach every edge of the register tiles. */
const shapes = [
  [2, 2],
  [3, 5],
  [7, 4],
  [8, 8],
  [9, 17],
  [20, 20],
  [13, 31],
] as const;

describe("against the plain reference", () => {
  test.each(shapes)("%i x %i, all bins visited", (rows, columns) => {
    const map = randomNumbers(rows * columns, 1);
    expect(worstDifference(map, rows, columns)).toBeLessThan(1e-12);
  });

  // A few gaps, many, as many as visited bins, and few visited bins.
  test.each(shapes.flatMap((shape) => [0.03, 0.25, 0.5, 0.9].map((share) => [...shape, share] as const)))(
    "%i x %i, a share of %f unvisited",
    (rows, columns, share) => {
      const random = randomNumbers(rows * columns, 2);
      const map = randomNumbers(rows * columns, 3).map((rate, i) => (random[i]! < share ? Number.NaN : rate));
      map[0] = Number.NaN;
      map.fill(0.25, -2, -1).fill(0.75, -1);
      expect(worstDifference(map, rows, columns)).toBeLessThan(1e-12);
    },
  );

  test("a whole row, a whole column and a round arena", () => {
    const map = randomNumbers(20 * 20, 9);
    const bins = [...map.keys()].map((i) => [Math.floor(i / 20), i % 20] as const);
    const without = (isGap: (row: number, column: number) => boolean) =>
      map.map((rate, i) => (isGap(...bins[i]!) ? Number.NaN : rate));
    expect(
      worstDifference(
        without((row) => row === 0),
        20,
        20,
      ),
    ).toBeLessThan(1e-12);
    expect(
      worstDifference(
        without((_, column) => column === 19),
        20,
        20,
      ),
    ).toBeLessThan(1e-12);
    const round = without((row, column) => (row - 9.5) ** 2 + (column - 9.5) ** 2 > 100);
    expect(worstDifference(round, 20, 20)).toBeLessThan(1e-11);
  });

  test("a faint patch keeps its digits when the partners of bright bins are unvisited", () => {
    const map = randomNumbers(100, 10);
    for (const bright of [22, 27, 54]) map[bright] = 1e4;
    for (const gap of [35, 41, 78]) map[gap] = Number.NaN;
    expect(worstDifference(map, 10, 10)).toBeLessThan(1e-11);
  });

  test("a faint pattern on a high base keeps its digits", () => {
    const map = randomNumbers(100, 4).map((rate) => 1000 + 1e-3 * rate);
    // The map itself is rounded at 1e-13, 1e-10 of the pattern.
    expect(worstDifference(map, 10, 10)).toBeLessThan(1e-9);
  });

  test("a faint corner beside a bright field keeps its digits", () => {
    const map = Float64Array.from({ length: 400 }, (_, i) => {
      const [row, column] = [Math.floor(i / 20), i % 20];
      return Math.exp(-((row - 3) ** 2 + (column - 5) ** 2) / 8);
    });
    expect(worstDifference(map, 20, 20)).toBeLessThan(1e-11);
  });

  test("a single low bin on a constant map", () => {
    const map = new Float64Array(64).fill(0.1);
    map[11] = 0.05;
    expect(worstDifference(map, 8, 8)).toBeLessThan(1e-12);
  });
});

test("maps with different gaps do not disturb each other", () => {
  const maps = randomNumbers(9 * 64, 11);
  for (let unit = 0; unit < 9; unit++) maps.fill(Number.NaN, unit * 64 + 3 * unit, unit * 64 + 7 * unit);
  const together = autocorrelograms(engine, maps, { units: 9, bins: 8 });
  for (let unit = 0; unit < 9; unit++) {
    const alone = autocorrelograms(engine, maps.subarray(64 * unit, 64 * unit + 64), { units: 1, bins: 8 });
    expect(together.subarray(225 * unit, 225 * unit + 225)).toEqual(alone);
  }
});

test("1 in the middle, point-symmetric to the last bit, within [-1, 1]", () => {
  const map = randomNumbers(15 * 12, 5);
  const got = autocorrelograms(engine, map, { units: 1, binsX: 12, binsY: 15 });
  expect(got[(got.length - 1) / 2]).toBeCloseTo(1, 14);
  expect(got).toEqual(got.slice().reverse());
  expect(Math.max(...got.map(Math.abs))).toBeLessThanOrEqual(1);
});

test("maps that do not vary have no autocorrelogram", () => {
  const maps = new Float64Array(4 * 25);
  maps.fill(0.1, 25, 50);
  maps.fill(Number.NaN, 50, 75);
  maps.fill(3, 75, 90).fill(Number.NaN, 90, 100);
  const got = autocorrelograms(engine, maps, { units: 4, bins: 5 });
  expect(got.every(Number.isNaN)).toBe(true);
});

test("rates that differ by rounding only do not vary", () => {
  const random = randomNumbers(100, 8);
  const nearlyConstant = random.map((x) => (x < 0.5 ? 0.3 : 0.1 + 0.2));
  expect(Number.isNaN(autocorrelograms(engine, nearlyConstant, { units: 1, bins: 10 })[0]!)).toBe(true);
  // Five such rows below five rows that vary: a shift by five rows has nothing to correlate.
  const half = nearlyConstant.map((rate, i) => (i < 50 ? rate : 1 + random[i]!));
  const got = autocorrelograms(engine, half, { units: 1, bins: 10 });
  expect([...got.subarray(0, 5 * 19)]).toEqual(new Array(5 * 19).fill(0));
});

test("unvisited bins count as silent only when asked", () => {
  const map = randomNumbers(36, 6).map((x) => x - 0.5);
  map[8] = Number.NaN;
  const filled = map.map((rate) => (Number.isNaN(rate) ? 0 : rate));
  const shape = { units: 1, bins: 6 };
  expect(autocorrelograms(engine, map, shape, "zero")).toEqual(autocorrelograms(engine, filled, shape));
  expect(autocorrelograms(engine, map, shape)).not.toEqual(autocorrelograms(engine, filled, shape));
});

test("wrong input is the user's mistake", () => {
  const map = randomNumbers(36, 7);
  expect(() => autocorrelograms(engine, map, { units: 2, bins: 6 })).toThrow(/36 values are not rate maps/);
  map[3] = Number.POSITIVE_INFINITY;
  expect(() => autocorrelograms(engine, map, { units: 1, bins: 6 })).toThrow(/unit 0 holds Infinity/);
});

for (const bins of [20, 32] as const) {
  const golden = goldenMaps(bins);
  const name = `published autocorrelograms, ${bins} bins${golden ? "" : " (reference file missing)"}`;
  test.skipIf(!golden)(name, () => {
    const { maps, units, kind, numbers } = golden!;
    const expected = numbers("sac");
    const got = autocorrelograms(engine, maps, { units, bins }, "zero");
    const size = (2 * bins - 1) ** 2;
    for (let unit = 0; unit < units; unit++) {
      const ours = got.subarray(unit * size, (unit + 1) * size);
      if (kind[unit] === "silent") {
        // The reference has zeros here; ours says that there is none.
        expect(ours.every(Number.isNaN)).toBe(true);
        continue;
      }
      // The worst pixel, 8.2e-10, is the reference's own round-off: a shift with two common bins that differ by 7e-4.
      const worst = ours.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - expected[unit * size + i]!)),
        0,
      );
      expect(worst).toBeLessThan(1e-9);
    }
  });
}
