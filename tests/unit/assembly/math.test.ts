import { describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import type { Exact } from "../../support/reference/exact-functions.ts";
import {
  errorInUlp,
  exactCos,
  exactExp,
  exactExp2,
  exactLog,
  exactSin,
} from "../../support/reference/exact-functions.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels } = engine;
const count = 3001;

type ArrayFunction = (input: number, output: number, count: number) => void;

/** Applies a kernel to values through arrays of `kind`; the last value alone exercises the tail. */
function apply(kernel: ArrayFunction, kind: "float32" | "float64", values: ArrayLike<number>): number[] {
  return engine.memory.scope(() => {
    const input = engine.memory.from(kind, values, "input");
    const output = engine.memory.zeros(kind, values.length + 1, "output");
    kernel(input.pointer, output.pointer, values.length);
    const result = [...output.view];
    expect(result.pop()).toBe(0);
    return result;
  });
}

/** Evenly spaced with an irrational-looking step, so that mantissas differ. */
const spread = (low: number, high: number) =>
  Float64Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 0.381966)) / count);

function largestError(
  kernel: ArrayFunction,
  kind: "float32" | "float64",
  values: ArrayLike<number>,
  exact: (x: number) => Exact,
): number {
  const inputs = kind === "float32" ? Float32Array.from(values) : Float64Array.from(values);
  const results = apply(kernel, kind, inputs);
  const mantissaBits = kind === "float32" ? 24 : 53;
  return Math.max(...results.map((y, i) => errorInUlp(y, exact(inputs[i]!), mantissaBits)));
}

/** e^x in 320-bit fixed point. */
function power(x: number): bigint {
  const { fixed, exponent } = exactExp(x);
  return exponent < 0 ? fixed >> BigInt(-exponent) : fixed << BigInt(exponent);
}

const one = 1n << 320n;
const quotient = (a: bigint, b: bigint): Exact => ({ fixed: (a * one) / b, exponent: 0 });
const exactSigmoid = (x: number): Exact => quotient(one, one + power(-x));
const exactTanh = (x: number): Exact => quotient(power(2 * x) - one, power(2 * x) + one);

describe("error in units in the last place stays below the bound the docstrings state", () => {
  test("exp, float32", () => {
    for (const [low, high] of [
      [-87.33, 88.72],
      [-1, 1],
      [-1e-4, 1e-4],
    ] as const) {
      expect(largestError(kernels.expFloat32, "float32", spread(low, high), exactExp)).toBeLessThan(1);
    }
  });

  test("exp2, float32", () => {
    for (const [low, high] of [
      [-126, 127.4],
      [-0.5, 0.5],
      [-1e-4, 1e-4],
    ] as const) {
      expect(largestError(kernels.exp2Float32, "float32", spread(low, high), exactExp2)).toBeLessThan(1.3);
    }
    expect(apply(kernels.exp2Float32, "float32", [-126, 0, 127])).toEqual([2 ** -126, 1, 2 ** 127]);
  });

  test("tanh, float32", () => {
    // The worst of all float32 is 1.3304, just above 0.625, where the two formulas meet.
    for (const [low, high] of [
      [-10, 10],
      [-0.62, 0.62],
      [0.625, 0.64],
      [-1e-4, 1e-4],
    ] as const) {
      expect(largestError(kernels.tanhFloat32, "float32", spread(low, high), exactTanh)).toBeLessThan(1.34);
    }
  });

  test("sigmoid, float32", () => {
    for (const [low, high, bound] of [
      [-87.33, 0, 2.49],
      [-1, 1, 2.49],
      [-1e-4, 1e-4, 2.49],
      [0, 90, 1.5],
    ] as const) {
      expect(largestError(kernels.sigmoidFloat32, "float32", spread(low, high), exactSigmoid)).toBeLessThan(
        bound,
      );
    }
    // The worst of all float32.
    const worst = largestError(kernels.sigmoidFloat32, "float32", [-16.635704040527344], exactSigmoid);
    expect(worst).toBeGreaterThan(2.48);
    expect(worst).toBeLessThan(2.49);
  });

  test("exp, float64", () => {
    for (const [low, high] of [
      [-708.39, 709.78],
      [-1, 1],
      [-1e-9, 1e-9],
    ] as const) {
      expect(largestError(kernels.expFloat64, "float64", spread(low, high), exactExp)).toBeLessThan(1);
    }
  });

  test("log, float64", () => {
    for (const [low, high] of [
      [1e-3, 4],
      [0.7, 1.42],
      [0.999, 1.001],
      [1e3, 1e12],
    ] as const) {
      expect(largestError(kernels.logFloat64, "float64", spread(low, high), exactLog)).toBeLessThan(1);
    }
  });

  test("sin and cos, float64", () => {
    for (const [low, high] of [
      [-1, 1],
      [-10, 10],
      [-1.6e6, 1.6e6],
      [Math.PI - 1e-7, Math.PI + 1e-7],
      [Math.PI / 2 - 1e-7, Math.PI / 2 + 1e-7],
    ] as const) {
      expect(largestError(kernels.sinFloat64, "float64", spread(low, high), exactSin)).toBeLessThan(2);
      expect(largestError(kernels.cosFloat64, "float64", spread(low, high), exactCos)).toBeLessThan(2);
    }
  });
});

describe("edges", () => {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];

  test("exp, float32", () => {
    const values = [...special, -87.4, -87.33, 88.8, 88.72];
    const [nan, high, low, one, under, small, over, large] = apply(kernels.expFloat32, "float32", values);
    expect([nan, high, low, one, under, over]).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
      1,
      0,
      Number.POSITIVE_INFINITY,
    ]);
    expect(small).toBeGreaterThan(1.1755e-38);
    expect(large).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test("a NaN with any payload stays NaN", () => {
    const input = engine.memory.allocate("uint32", 8, "payloads");
    input.set([
      0x7fc0dead, 0x7fffffff, 0xffc00001, 0x7fc001ff, 0x7f800001, 0xffffffff, 0x7fc00100, 0x7fe00080,
    ]);
    const output = engine.memory.allocate("float32", 8, "functions of payloads");
    for (const kernel of [kernels.expFloat32, kernels.tanhFloat32, kernels.sigmoidFloat32]) {
      kernel(input.pointer, output.pointer, 8);
      expect(output.view.every(Number.isNaN)).toBe(true);
    }
  });

  test("tanh and sigmoid, float32", () => {
    const values = [...special, -88.73, -88.72, 20, -20];
    const [tanh, sigmoid] = [kernels.tanhFloat32, kernels.sigmoidFloat32].map((kernel) =>
      apply(kernel, "float32", values),
    );
    expect(tanh).toEqual([Number.NaN, 1, -1, 0, -1, -1, 1, -1]);
    expect(sigmoid!.slice(0, 5)).toEqual([Number.NaN, 1, 0, 0.5, 0]);
    // Below the smallest normal number, where digits are lost.
    expect(sigmoid![5]! / 2.9471e-39).toBeCloseTo(1, 4);
    expect(sigmoid!.slice(6)).toEqual([1, Math.fround(1 / (1 + Math.exp(20)))]);
  });

  test("exp, float64", () => {
    const values = [...special, -708.4, -708.3, 709.79, 709.78];
    const [nan, high, low, one, under, small, over, large] = apply(kernels.expFloat64, "float64", values);
    expect([nan, high, low, one, under, over]).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      0,
      1,
      0,
      Number.POSITIVE_INFINITY,
    ]);
    expect(small).toBeGreaterThan(2.2251e-308);
    expect(large).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  test("log, float64", () => {
    const [nan, high, negative, zero, one, smallest] = apply(kernels.logFloat64, "float64", [
      ...special,
      1,
      5e-324,
    ]);
    expect([nan, high, negative, zero, one]).toEqual([
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      0,
    ]);
    expect(smallest).toBeCloseTo(-744.4400719213812, 12);
  });

  test("sin and cos say NaN where they cannot be right", () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, 1.7e6, -1e300];
    expect(apply(kernels.sinFloat64, "float64", values).every(Number.isNaN)).toBe(true);
    expect(apply(kernels.cosFloat64, "float64", values).every(Number.isNaN)).toBe(true);
    expect(apply(kernels.cosFloat64, "float64", [0, -0])).toEqual([1, 1]);
  });
});
