import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { streamKey } from "../../../src/engine/random.ts";
import { bottleneckActivations } from "../../../src/networks/dense-settings.ts";
import { dropoutFactor, plainDropoutDerivative } from "../../support/reference/dropout.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { guarded, oddSizes, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

const key = streamKey(3, "dropout");

interface Request {
  readonly values: Float32Array;
  readonly keep: Float64Array;
  readonly first: number;
  readonly step: number;
}

/** Rows of one probability a unit. */
const dropOut = ({ values, keep, first, step }: Request) =>
  memory.scope(() => {
    const [array, factors] = [guarded(engine, values), guarded(engine, new Float32Array(values.length))];
    const scratch = memory.allocate("uint8", kernels.dropOutScratchBytes(), "scratch").pointer;
    const rows = keep.length === 0 ? 0 : values.length / keep.length;
    kernels.dropOut(
      ...([array.pointer, factors.pointer, scratch, memory.from("float64", keep, "keep").pointer] as const),
      ...([key.key0, key.key1, first, rows, keep.length, step] as const),
    );
    return { values: unguard(array), factors: unguard(factors) };
  });

describe("dropOut", () => {
  test.each([...oddSizes.filter((size) => size > 0 && size < 100), 130])(
    "%d units are kept as the plain reference says, and the others 0",
    (units) => {
      const random = testRandom(units);
      const values = randomFloats(random, 7 * units);
      const keep = Float64Array.from({ length: units }, (_, unit) => (unit < units / 2 ? 0.5 : 0.75));
      const found = dropOut({ values, keep, first: 2 ** 33, step: 3 });
      found.factors.forEach((factor, i) => {
        const [row, unit] = [Math.floor(i / units), i % units];
        expect(factor).toBe(dropoutFactor(key, 2 ** 33 + row, 3, unit, units, keep[unit]!));
        expect(found.values[i]).toBe(Math.fround(values[i]! * factor));
      });
    },
  );

  test("keeps the share that was asked for, keeps the mean, and has a mask of its own each step and trajectory", () => {
    const units = 1000;
    const keep = new Float64Array(units).fill(0.3);
    const values = new Float32Array(20 * units).fill(1);
    const [one, next] = [4, 5].map((step) => dropOut({ values, keep, first: 0, step }).values);
    const mean = one!.reduce((sum, value) => sum + value, 0) / one!.length;
    // 20,000 draws: the standard error of the share is 0.0032, that of the mean 0.011.
    expect(Math.abs(one!.filter((value) => value !== 0).length / one!.length - 0.3)).toBeLessThan(0.013);
    expect(Math.abs(mean - 1)).toBeLessThan(0.045);
    const alike = (a: Float32Array, b: Float32Array) =>
      a.filter((value, i) => (value === 0) === (b[i] === 0)).length / a.length;
    // Independent masks agree in 0.3² + 0.7² of the units.
    expect(Math.abs(alike(one!, next!) - 0.58)).toBeLessThan(0.015);
    expect(Math.abs(alike(one!.subarray(0, units), one!.subarray(units, 2 * units)) - 0.58)).toBeLessThan(
      0.07,
    );
  });

  test("a trajectory has its masks wherever a block begins", () => {
    const keep = new Float64Array(9).fill(0.5);
    const values = new Float32Array(10 * 9).fill(1);
    const whole = dropOut({ values, keep, first: 40, step: 2 }).values;
    const part = dropOut({ values: values.subarray(0, 4 * 9), keep, first: 43, step: 2 }).values;
    expect(part).toEqual(whole.subarray(3 * 9, 7 * 9));
  });

  test("a probability of 1 changes nothing", () => {
    const values = randomFloats(testRandom(1), 5 * 6);
    expect(dropOut({ values, keep: new Float64Array(6).fill(1), first: 0, step: 0 }).values).toEqual(values);
  });
});

describe.each(["relu", "tanh", "linear"] as const)("%s", (activation) => {
  const phi = { relu: (x: number) => Math.max(0, x), tanh: Math.tanh, linear: (x: number) => x }[activation];

  test.each(oddSizes)("activate, %d values", (size) => {
    const sums = randomFloats(testRandom(size), size);
    const found = memory.scope(() => {
      const array = guarded(engine, sums);
      kernels.activate(array.pointer, size, bottleneckActivations[activation]);
      return unguard(array);
    });
    found.forEach((value, i) => {
      // tanh is within 1.34 ulp of at most 1.
      expect(Math.abs(value - phi(sums[i]!))).toBeLessThan(2 ** -23);
    });
  });

  test.each(oddSizes)("dropoutDerivative, %d values", (size) => {
    const random = testRandom(size + 1);
    const [delta, sums] = [randomFloats(random, size), randomFloats(random, size)];
    const factors = randomFloats(random, size).map((x) => (x > 0 ? 2 : 0));
    const through = sums.map((sum, i) => phi(sum) * factors[i]!);
    const found = memory.scope(() => {
      const array = guarded(engine, delta);
      const [y, masks] = [guarded(engine, through).pointer, guarded(engine, factors).pointer];
      kernels.dropoutDerivative(array.pointer, y, masks, size, bottleneckActivations[activation]);
      return unguard(array);
    });
    found.forEach((value, i) => {
      const expected = plainDropoutDerivative(delta[i]!, sums[i]!, factors[i]!, activation);
      // Factors of at most 2; the square of tanh is rounded thrice.
      expect(Math.abs(value - expected)).toBeLessThan(2 * 5 * 2 ** -24);
    });
  });
});

test("fillRows makes each row the bias, and nothing behind", () => {
  for (const columns of oddSizes) {
    const row = randomFloats(testRandom(columns), columns);
    const found = memory.scope(() => {
      const out = guarded(engine, new Float32Array(3 * columns));
      kernels.fillRows(out.pointer, guarded(engine, row).pointer, 3, columns);
      return unguard(out);
    });
    expect(found).toEqual(Float32Array.of(...row, ...row, ...row));
  }
});
