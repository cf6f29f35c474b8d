import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { activationCode } from "../../../src/networks/rnn/path-rnn.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { plainActivate } from "../../support/reference/training-kernels.ts";
import { guarded, oddSizes, placesIn, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

type Activation = keyof typeof activationCode;
const activations = ["relu", "tanh"] as const;

/** Rows of one velocity each. */
function activate(
  hidden: ArrayLike<number>,
  velocity: ArrayLike<number>,
  input: ArrayLike<number>,
  scale: number,
  activation: Activation,
  inputs = 2,
) {
  return memory.scope(() => {
    const array = guarded(engine, hidden);
    const active = kernels.recurrentActivate(
      array.pointer,
      guarded(engine, velocity).pointer,
      guarded(engine, input).pointer,
      velocity.length / inputs,
      input.length / inputs,
      inputs,
      scale,
      activationCode[activation],
    );
    return { active, values: unguard(array) };
  });
}

/** tanh of values, through the kernel. */
const tanh = (values: ArrayLike<number>): Float32Array =>
  activate(values, [0, 0], new Float32Array(2 * values.length), 1, "tanh").values;

describe.each(activations)("recurrentActivate, %s", (activation) => {
  const sizes = [1, 2, 3, 4].flatMap((inputs) => oddSizes.map((units) => ({ inputs, units })));
  test.each(sizes)("$units units of $inputs inputs, also counts what is not zero", ({ inputs, units }) => {
    const rows = 3;
    const random = testRandom(units + 10);
    const hidden = randomFloats(random, rows * units);
    const velocity = randomFloats(random, rows * inputs);
    const input = randomFloats(random, inputs * units);
    const { active, values } = activate(hidden, velocity, input, 0.75, activation, inputs);
    for (let row = 0; row < rows; row++) {
      const of = (all: Float32Array) => all.subarray(row * units, (row + 1) * units);
      const drive = velocity.subarray(inputs * row, inputs * (row + 1));
      const expected = plainActivate(of(hidden), drive, input, 0.75, activation);
      // Sums of a term below 1 and of one below 0.75 for each input, of two roundings each; tanh adds 1.34 ulp of at most 1.
      for (const [i, value] of of(values).entries()) {
        expect(Math.abs(value - expected[i]!)).toBeLessThan((4 + 2 * inputs) * 2 ** -24);
      }
    }
    expect(active).toBe(values.filter((value) => value !== 0).length);
    if (activation === "relu") expect(values.every((value) => value >= 0)).toBe(true);
  });

  test("passes NaN on, wherever it comes from", () => {
    const units = 7;
    const one = new Float32Array(units).fill(1);
    const input = new Float32Array(2 * units).fill(1);
    for (const at of placesIn(units)) {
      const hidden = activate(one.with(at, Number.NaN), [1, 1], input, 1, activation).values;
      expect([...hidden.keys()].filter((i) => Number.isNaN(hidden[i]!))).toEqual([at]);
      const driven = activate(one, [1, 1], input.with(units + at, Number.NaN), 1, activation).values;
      expect([...driven.keys()].filter((i) => Number.isNaN(driven[i]!))).toEqual([at]);
    }
    expect(activate(one, [0, Number.NaN], input, 1, activation).values.every(Number.isNaN)).toBe(true);
  });
});

describe.each(activations)("recurrentDerivative, %s", (activation) => {
  test.each(oddSizes)("%d values", (size) => {
    const random = testRandom(size + 12);
    const delta = randomFloats(random, size);
    const hidden = randomFloats(random, size).map((h, i) => (i % 3 === 0 ? 0 : h));
    memory.scope(() => {
      const array = guarded(engine, delta);
      kernels.recurrentDerivative(
        array.pointer,
        guarded(engine, hidden).pointer,
        size,
        activationCode[activation],
      );
      unguard(array).forEach((value, i) => {
        const h = hidden[i]!;
        if (activation === "relu") expect(value === (h > 0 ? delta[i]! : 0)).toBe(true);
        // h², 1 - h² and the product are rounded.
        else expect(Math.abs(value - delta[i]! * (1 - h * h))).toBeLessThan(3 * 2 ** -24);
      });
    });
  });
});

describe("tanh", () => {
  /** Every `stride`-th float32 in [from, to), by its bits. */
  function floats(from: number, to: number, stride: number): Float32Array {
    const bits = (x: number) => new Uint32Array(Float32Array.of(x).buffer)[0]!;
    const [first, last] = [bits(from), bits(to)];
    const count = Math.floor((last - first) / stride);
    return new Float32Array(Uint32Array.from({ length: count }, (_, i) => first + i * stride).buffer);
  }

  test("is within the bound its docstring states, over its whole range", () => {
    // The worst of all float32 is 1.3304, just above 0.625, where the two formulas meet: that part is tested more densely.
    let worst = 0;
    for (const inputs of [floats(2 ** -126, 10, 4001), floats(0.625, 0.64, 1)]) {
      tanh(inputs).forEach((y, i) => {
        const exact = Math.tanh(inputs[i]!);
        const ulp = 2 ** (Math.floor(Math.log2(exact)) - 23);
        worst = Math.max(worst, Math.abs(y - exact) / ulp);
      });
    }
    expect(worst).toBeLessThan(1.34);
    expect(worst).toBeGreaterThan(1.33);
  });

  test("is odd, bounded, and exact at its ends", () => {
    const inputs = floats(1e-6, 20, 9973);
    const [up, down] = [tanh(inputs), tanh(inputs.map((x) => -x))];
    expect(down).toEqual(up.map((y) => -y));
    expect(up.every((y) => y <= 1)).toBe(true);
    const ends = [0, 9.5, 100, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e-40];
    expect([...tanh(ends)]).toEqual([0, 1, 1, 1, -1, Number.NaN, Math.fround(1e-40)]);
  });
});
