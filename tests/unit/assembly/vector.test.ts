import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import {
  plainDistanceSum,
  plainScaleAndAdd,
  plainSumOfSquares,
} from "../../support/reference/training-kernels.ts";
import { guarded, oddSizes, placesIn, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

/** Half a unit in the last place of float32. */
const rounding = 2 ** -24;

describe("scaleAndAdd", () => {
  const run = (values: ArrayLike<number>, other: ArrayLike<number>, a: number, b: number) =>
    memory.scope(() => {
      const array = guarded(engine, values);
      kernels.scaleAndAdd(array.pointer, guarded(engine, other).pointer, values.length, a, b);
      return unguard(array);
    });

  test.each(oddSizes)("is a x + b y, %d values", (size) => {
    const random = testRandom(size + 1);
    const [values, other] = [randomFloats(random, size), randomFloats(random, size)];
    const [a, b] = [Math.fround(0.3), Math.fround(-1.7)];
    const expected = plainScaleAndAdd(values, other, a, b);
    run(values, other, a, b).forEach((value, i) => {
      // Two products and a sum are rounded, each term at most 2 in size.
      expect(Math.abs(value - expected[i]!)).toBeLessThan(3 * 2 * rounding);
    });
  });

  test("passes NaN on; with b = 0 the other array is not read", () => {
    for (const at of placesIn(7)) {
      const values = new Float32Array(7).fill(1);
      const withNaN = values.with(at, Number.NaN);
      expect(run(withNaN, values, 2, 3).findIndex(Number.isNaN)).toBe(at);
      expect(run(values, withNaN, 2, 3).findIndex(Number.isNaN)).toBe(at);
      expect([...run(values, withNaN, 2, 0)]).toEqual(Array(7).fill(2));
    }
  });
});

describe("sumOfSquares", () => {
  const run = (values: ArrayLike<number>) =>
    memory.scope(() => kernels.sumOfSquares(guarded(engine, values).pointer, values.length));

  test.each(oddSizes)("to the rounding of float64, %d values", (size) => {
    const values = randomFloats(testRandom(size + 2), size);
    const expected = plainSumOfSquares(values);
    // A square of a float32 is exact in float64; each of the additions rounds by 2^-53.
    expect(Math.abs(run(values) - expected)).toBeLessThanOrEqual(size * 2 ** -53 * expected);
  });

  test("is finite for all finite float32, and not for NaN or infinity anywhere", () => {
    const largest = new Float32Array(9).fill(3.4028234663852886e38);
    expect(run(largest)).toBe(9 * 3.4028234663852886e38 ** 2);
    for (const at of placesIn(9)) {
      expect(run(largest.with(at, Number.NaN))).toBeNaN();
      expect(run(largest.with(at, Number.NEGATIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
    }
  });
});

describe("countNonZero", () => {
  const run = (values: ArrayLike<number>) =>
    memory.scope(() => kernels.countNonZero(guarded(engine, values).pointer, values.length));

  test.each(oddSizes)("counts all but zeros of either sign, %d values", (size) => {
    const values = Float32Array.from({ length: size }, (_, i) => [0, 1, -0, -2e-45, Number.NaN][i % 5]!);
    const expected = values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
    expect(run(values)).toBe(expected);
    expect(run(new Float32Array(size))).toBe(0);
    expect(run(new Float32Array(size).fill(3))).toBe(size);
  });
});

describe("addDistances", () => {
  const run = (a: ArrayLike<number>, b: ArrayLike<number>, width = 0, height = 0) =>
    memory.scope(() => {
      const rows = a.length / 2;
      const sums = memory.zeros("float64", rows, "distances");
      const [from, to] = [guarded(engine, a).pointer, guarded(engine, b).pointer];
      kernels.addDistances(from, to, rows, width, height, sums.pointer);
      return sums.view.reduce((total, distance) => total + distance, 0);
    });

  test.each([
    [0, 0],
    [2, 2],
    [2, 3],
    [2.5, 0],
  ])("in a box of period %d x %d", (width, height) => {
    for (const rows of oddSizes) {
      const random = testRandom(rows + 3);
      const [a, b] = [randomFloats(random, 2 * rows), randomFloats(random, 2 * rows)];
      const expected = plainDistanceSum(a, b, width, height);
      // Float64 throughout: a root, a hypotenuse and an addition a row.
      expect(Math.abs(run(a, b, width, height) - expected)).toBeLessThanOrEqual(
        (rows + 4) * 2 ** -52 * expected,
      );
    }
  });

  test("takes the shorter way round, and passes NaN on", () => {
    expect(run([-0.9375, 0], [0.9375, 0], 2, 2)).toBe(0.125);
    expect(run([-0.9375, 0], [0.9375, 0])).toBe(1.875);
    for (const period of [0, 2]) {
      for (const at of [0, 1, 2, 3]) {
        const point = new Float32Array(4).with(at, Number.NaN);
        expect(run(point, new Float32Array(4), period, period)).toBeNaN();
      }
    }
  });
});

describe("ceilings", () => {
  test("copyCeiling copies exactly the bytes it is told to", () => {
    memory.scope(() => {
      const source = guarded(engine, randomFloats(testRandom(4), 1000));
      const target = guarded(engine, new Float32Array(1000));
      kernels.copyCeiling(target.pointer, source.pointer, 4000);
      expect(unguard(target)).toEqual(unguard(source));
    });
  });

  test("multiplyAddCeiling depends on every one of its 14 chains and turns", () => {
    const x = Math.fround(0.7);
    for (const turns of [0, 1, 2, 9]) {
      let expected = 0;
      for (let chain = 1; chain <= 14; chain++) {
        let value = chain / 100;
        for (let turn = 0; turn < turns; turn++) value = value * x + x * 0.5;
        expected += 4 * value;
      }
      // 14 chains of rounded float32 and their sum.
      expect(Math.abs(kernels.multiplyAddCeiling(turns, x) / expected - 1)).toBeLessThan(1e-6);
    }
  });
});
