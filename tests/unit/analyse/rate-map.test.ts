import { afterAll, describe, expect, test } from "bun:test";
import { binEdges } from "../../../src/analyse/bin-assignment.ts";
import {
  fillUnvisited,
  mapOf,
  peakRates,
  RateMapAccumulator,
  type RateMaps,
} from "../../../src/analyse/rate-map.ts";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { referenceRateMap } from "../../support/reference/rate-map.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const arena = { width: 2.2, height: 2.2 };

interface Case {
  readonly positions: Float32Array;
  readonly activities: Float32Array;
  readonly units: number;
}

/** Maps of a case, its samples added in portions of the given sizes. */
function mapsOf(on: Engine, data: Case, options: object, portions?: readonly number[]): RateMaps {
  const { positions, activities, units } = data;
  const samples = positions.length / 2;
  const accumulator = new RateMapAccumulator(on, { units, bins: 20, arena, ...options });
  let first = 0;
  on.memory.scope(() => {
    for (const count of portions ?? [samples]) {
      const place = on.memory.from(
        "float32",
        positions.subarray(2 * first, 2 * (first + count)),
        "positions",
      );
      const rates = activities.subarray(units * first, units * (first + count));
      accumulator.add(place, on.memory.from("float32", rates, "activities").pointer, count);
      first += count;
    }
  });
  const maps = accumulator.finish();
  accumulator.free();
  return maps;
}

/** Bin along x of positions on the line y = 0.05; -1 when dropped. */
function columnsOf(
  xs: readonly number[],
  rule: "closed" | "half-open",
  bins: number,
  width: number,
): number[] {
  return xs.map((x) => {
    const data = { positions: Float32Array.of(x, 0.05), activities: Float32Array.of(1), units: 1 };
    const { occupancy, dropped } = mapsOf(engine, data, {
      bins,
      binsY: 1,
      rule,
      arena: { width, height: 2.2 },
    });
    expect(occupancy.reduce((sum, count) => sum + count, dropped)).toBe(1);
    return occupancy.indexOf(1);
  });
}

describe("which bin a sample belongs to", () => {
  const edges = [...binEdges(2.2, 20)];
  // Around the walls; scipy rounds to six decimals beyond the right one only.
  // biome-ignore format: one row of numbers
  const walls = [1.1, 1.1000001430511475, 1.100000262260437, 1.1000006198883057, 1.1000012159347534, -1.1, -1.1000001430511475, -1.0999999046325684, 0, 0.99, 0.9899999499320984];

  test("closed: what scipy.stats.binned_statistic_2d 1.17 answers for float32 positions on the edges", () => {
    // biome-ignore format: one row of numbers
    expect(columnsOf(edges, "closed", 20, 2.2)).toEqual([-1, 0, 2, 3, 3, 4, 6, 6, 8, 9, 10, 10, 11, 13, 13, 15, 16, 16, 17, 19, 19]);
    expect(columnsOf(walls, "closed", 20, 2.2)).toEqual([19, 19, 19, -1, -1, -1, -1, 0, 10, 19, 18]);
    expect(columnsOf([...binEdges(1.6, 7)], "closed", 7, 1.6)).toEqual([-1, 0, 1, 2, 4, 5, 6, 6]);
  });

  test("half-open: what NumPy's float32 arithmetic answers", () => {
    // biome-ignore format: one row of numbers
    expect(columnsOf(edges, "half-open", 20, 2.2)).toEqual([0, 1, 2, 3, 3, 5, 6, 7, 7, 9, 10, 11, 12, 13, 14, 15, 15, 17, 18, 19, -1]);
    expect(columnsOf(walls, "half-open", 20, 2.2)).toEqual([-1, -1, -1, -1, -1, 0, -1, 0, 10, 19, 18]);
  });

  test("NaN and far away are nowhere", () => {
    for (const rule of ["closed", "half-open"] as const) {
      expect(columnsOf([Number.NaN, 1e30, -1e30, Number.POSITIVE_INFINITY], rule, 20, 2.2)).toEqual([
        -1, -1, -1, -1,
      ]);
    }
  });
});

/** Magnitudes differ so much that sums are rounded, and their bits tell the order of the additions. */
function randomCase(samples: number, units: number, seed: number): Case {
  const exponents = randomNumbers(samples * units, seed + 2);
  return {
    positions: Float32Array.from(randomNumbers(samples * 2, seed), (x) => 2.4 * x - 1.2),
    activities: Float32Array.from(
      randomNumbers(samples * units, seed + 1),
      (x, i) => x * 2 ** (80 * exponents[i]! - 40),
    ),
    units,
  };
}

// Of 700 units a block takes twelve of the twenty bins.
test.each([1, 3, 64, 65, 700])("%i units agree with the plain sums, x across and y up", (units) => {
  const data = randomCase(3000, units, units);
  const maps = mapsOf(engine, data, { bins: 5, binsY: 4 });
  const bin = Array.from({ length: 3000 }, (_, s) => {
    const column = Math.floor(((data.positions[2 * s]! + 1.1) / 2.2) * 5);
    const row = Math.floor(((data.positions[2 * s + 1]! + 1.1) / 2.2) * 4);
    return column < 0 || column > 4 || row < 0 || row > 3 ? -1 : row * 5 + column;
  });
  // The same additions in the same order: no tolerance.
  expect(maps.rateMap).toEqual(referenceRateMap(bin, data.activities, units, 20));
  expect([...maps.occupancy]).toEqual(
    Array.from({ length: 20 }, (_, b) => bin.filter((at) => at === b).length),
  );
  expect(maps.dropped).toBe(bin.filter((at) => at < 0).length);
});

test("the same bits for any number of workers and any portions", async () => {
  const data = randomCase(1000, 200, 9);
  // As words: toEqual takes NaN in typed arrays for unequal.
  const bits = ({ rateMap, ...rest }: RateMaps) => ({ ...rest, words: new BigUint64Array(rateMap.buffer) });
  const alone = bits(mapsOf(engine, data, {}));
  expect(bits(mapsOf(engine, data, {}, [1, 499, 0, 500]))).toEqual(alone);
  const several = await openEngine({ workers: 3, blas: "wasm" });
  expect(bits(mapsOf(several, data, {}))).toEqual(alone);
  several.close();
});

test("unvisited bins are NaN until they are filled", () => {
  const data = { positions: Float32Array.of(-1, -1), activities: Float32Array.of(2), units: 1 };
  const { rateMap } = mapsOf(engine, data, { bins: 2 });
  expect([...rateMap]).toEqual([2, Number.NaN, Number.NaN, Number.NaN]);
  expect([...fillUnvisited(rateMap)]).toEqual([2, 0, 0, 0]);
});

test("wrong input is the user's mistake; memory is given back", () => {
  const used = engine.memory.used;
  const data = { positions: Float32Array.of(0, 0), activities: Float32Array.of(1, Number.NaN), units: 2 };
  const accumulator = new RateMapAccumulator(engine, { units: 2, bins: 3, arena });
  engine.memory.scope(() => {
    const positions = engine.memory.from("float32", data.positions, "positions");
    const activities = engine.memory.from("float32", data.activities, "activities");
    expect(() => accumulator.add(positions, activities, 2)).toThrow(/activities need 4 values/);
    accumulator.add(positions, activities, 1);
  });
  expect(() => accumulator.finish()).toThrow(/unit 1 has activities that are not finite/);
  accumulator.free();
  expect(() => new RateMapAccumulator(engine, { units: 1, bins: 0, arena })).toThrow(/0 bins/);
  expect(() => new RateMapAccumulator(engine, { units: 1, bins: 2, arena: { width: 0, height: 1 } })).toThrow(
    /0 m/,
  );
  expect(engine.memory.used).toBe(used);
});

test("the map of one unit, and the highest rate of each", () => {
  const nan = Number.NaN;
  const rates: RateMaps = {
    ...{ units: 3, binsX: 3, binsY: 2, occupancy: new Int32Array(6), dropped: 0 },
    rateMap: Float64Array.of(-1, -2, nan, -3, -4, -5, 0, 1, 2, 3, 4, 5, nan, nan, nan, nan, nan, nan),
  };
  expect(mapOf(rates, 1)).toEqual({ values: Float64Array.of(0, 1, 2, 3, 4, 5), rows: 2, columns: 3 });
  expect(() => mapOf(rates, 3)).toThrow(RangeError);
  expect([...peakRates(rates)]).toEqual([-1, 5, nan]);
});
