/** The update rules beside Adam: beside their plain references, on numbers computed elsewhere, and in the long run. */
import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { type OptimizerName, updateNumbers } from "../../../src/tasks/optimizer-settings.ts";
import { optimizers } from "../../../src/train/optimizers/optimizers.ts";
import { updatedWeights } from "../../support/one-array.ts";
import { type PlainNumbers, plainRules, plainStart } from "../../support/reference/optimizers.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0], (typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

type Rule = keyof typeof plainRules;
const rules = Object.keys(plainRules) as Rule[];

/** Weights after each step, in float64. */
function plainWeights(rule: Rule, gradients: readonly number[], by: PlainNumbers): number[] {
  let state = plainStart(rule);
  return gradients.map((gradient) => {
    state = plainRules[rule](state, gradient, by);
    return state.weight;
  });
}

/** The same by the kernels: one weight in a register, and one in the tail. */
function ownWeights(rule: Rule, gradients: readonly number[], by: PlainNumbers): number[] {
  const given = gradients.map((gradient) => new Float32Array(5).fill(gradient));
  const start = new Float32Array(5);
  const { rate: learningRate, ...numbers } = by;
  const { weights } = updatedWeights(engine, optimizers[rule], start, given, { learningRate, ...numbers });
  for (const each of weights) expect(new Set(each).size).toBe(1);
  return weights.map((each) => each[4]!);
}

const numbersOf = (rule: Rule, rate: number): PlainNumbers => ({ ...updateNumbers(rule), rate });

/** Learning rate 1e-4, momentum 0.9, computed in double precision from the published programs. */
const gradients = [1e-5, -5e-6, 1e-5, 2e-6, -1e-5];
const printed: Readonly<Partial<Record<Rule, { readonly digits: number; readonly weights: number[] }>>> = {
  "rmsprop-tf": {
    digits: 15,
    weights: [
      -1.054092553325043e-9, -1.4472202958002634e-9, -2.9722492121417955e-9, -4.59168881707375e-9,
      -4.7478356303072684e-9,
    ],
  },
  "rmsprop-jtoy": {
    digits: 15,
    weights: [
      -9.534625892455923e-5, -1.4593439427284518e-4, -2.500495328294338e-4, -3.5425600632213027e-4,
      -4.0016992106220694e-4,
    ],
  },
  "rmsprop-torch": {
    digits: 10,
    weights: [-9.900990099e-4, -1.4361712334e-3, -2.5031871465e-3, -3.5960887311e-3, -4.0257558326e-3],
  },
};

describe.each(Object.entries(printed) as [Rule, (typeof printed)[Rule] & object][])(
  "five updates of %s",
  (rule, { digits, weights }) => {
    test("are the printed ones: in float64 to all their digits", () => {
      plainWeights(rule, gradients, numbersOf(rule, 1e-4)).forEach((weight, i) => {
        expect(Math.abs(weight / weights[i]! - 1)).toBeLessThan(2 * 10 ** -digits);
      });
    });

    test("and by the kernels to rounding of float32", () => {
      ownWeights(rule, gradients, numbersOf(rule, 1e-4)).forEach((weight, i) => {
        // A handful of roundings, each at most 2^-24, of a sum in which signs change. Found: 4e-7.
        expect(Math.abs(weight / weights[i]! - 1)).toBeLessThan(1e-6);
      });
    });
  },
);

/** |step| / rate in the end, of a constant gradient; three digits behind the point. */
const steady = [
  { gradient: 1e-5, "rmsprop-tf": 7.071, "rmsprop-jtoy": 3.015, sameNumbers: 10.0, "rmsprop-torch": 9.99 },
  { gradient: 1e-6, "rmsprop-tf": 0.995, "rmsprop-jtoy": 0.316, sameNumbers: 9.999, "rmsprop-torch": 9.901 },
  { gradient: 1e-7, "rmsprop-tf": 0.1, "rmsprop-jtoy": 0.032, sameNumbers: 9.99, "rmsprop-torch": 9.091 },
] as const;

describe.each(steady)("a constant gradient of $gradient", ({ gradient, ...expected }) => {
  const many = 2600;
  const rate = 1e-4;
  const lastStep = (weights: number[]) => Math.abs(weights.at(-1)! - weights.at(-2)!) / rate;
  const withNumbersOfTf = { ...numbersOf("rmsprop-tf", rate) };
  test.each([
    ["rmsprop-tf", expected["rmsprop-tf"], numbersOf("rmsprop-tf", rate)],
    ["rmsprop-jtoy", expected["rmsprop-jtoy"], numbersOf("rmsprop-jtoy", rate)],
    ["rmsprop-torch", expected.sameNumbers, withNumbersOfTf],
    ["rmsprop-torch", expected["rmsprop-torch"], numbersOf("rmsprop-torch", rate)],
  ] as const)("ends in steps of %s of %d rates", (rule, steps, by) => {
    const constant = new Array<number>(many).fill(gradient);
    expect(lastStep(plainWeights(rule, constant, by))).toBeCloseTo(steps, 3);
  });

  test.each(["rmsprop-tf", "rmsprop-jtoy", "rmsprop-torch"] as const)(
    "leaves that step in the momentum that the kernels keep, %s",
    (rule) => {
      const kind = optimizers[rule];
      const given = new Array<Float32Array>(many).fill(new Float32Array(5).fill(gradient));
      const { slots } = updatedWeights(engine, kind, new Float32Array(5), given, { learningRate: rate });
      const momentum = slots[Object.keys(kind.slots)[1]!]!;
      // PyTorch's is multiplied with the rate afterwards.
      const step = momentum.map((value) => Math.abs(value) / (rule === "rmsprop-torch" ? 1 : rate));
      for (const each of step) expect(each).toBeCloseTo(expected[rule], 3);
    },
  );
});

/** |step| / rate of some of the first updates, of a constant gradient of 1e-5; three digits. */
const first = [
  ["rmsprop-tf", [1.05e-5, 9.2e-5, 9.53e-4, 0.0133, 0.185, 2.38]],
  ["rmsprop-jtoy", [0.953, 3.13, 3.05, 3.02, 3.02, 3.02]],
  ["rmsprop-torch", [9.9, 29.6, 17.6, 13, 11.5, 10.8]],
] as const;

describe.each(first)("steps 1, 10, 50, 100, 150 and 200 of %s", (rule, expected) => {
  const [rate, gradient] = [1e-5, 1e-5];
  const constant = new Array<number>(200).fill(gradient);
  const lengths = (weights: number[]) =>
    [1, 10, 50, 100, 150, 200].map((t) => Math.abs((weights[t - 2] ?? 0) - weights[t - 1]!) / rate);

  test("are as long as the documents say", () => {
    const plain = lengths(plainWeights(rule, constant, numbersOf(rule, rate)));
    expect(plain.map((length) => Number(length.toPrecision(3)))).toEqual([...expected]);
  });

  test("by the kernels as well, as far as differences of weights in float32 can tell", () => {
    const own = lengths(ownWeights(rule, constant, numbersOf(rule, rate)));
    own.forEach((length, i) => {
      expect(Math.abs(length / expected[i]! - 1)).toBeLessThan(0.01);
    });
  });
});

describe.each(rules)("%s", (rule) => {
  const rate = 0.01;
  const size = 70_003;
  const random = testRandom(3);
  const start = randomFloats(random, size);
  const wild = [0, 1, 2, 3].map(() => randomFloats(random, size).map((x, i) => x * 10 ** -(i % 6)));
  const by = { learningRate: rate, momentum: 0.75 };

  test("follows its plain reference, over several blocks and into the tail", () => {
    const { weights } = updatedWeights(engine, optimizers[rule], start, wild, by);
    const numbers = { ...numbersOf(rule, rate), momentum: 0.75 };
    for (const i of [0, 1, 32_767, 32_768, 65_536, size - 2, size - 1]) {
      let plain = plainStart(rule, start[i]!);
      for (const gradient of wild) plain = plainRules[rule](plain, gradient[i]!, numbers);
      expect(Math.abs(weights.at(-1)![i]! - plain.weight)).toBeLessThan(
        1e-6 * (1 + Math.abs(plain.weight - start[i]!)),
      );
    }
  });

  test("has the same bits for any number of workers", () => {
    const [one, three] = engines.map((each) => updatedWeights(each, optimizers[rule], start, wild, by));
    expect(one!.weights.at(-1)).toEqual(three!.weights.at(-1)!);
    expect(one!.slots).toEqual(three!.slots);
  });

  test("takes a gradient that is scaled and clipped", () => {
    const sizes = { ...by, gradientScale: 0.5, limit: () => 1e-3 };
    const clipped = wild.map((gradient) => gradient.map((x) => Math.max(-1e-3, Math.min(1e-3, x / 2))));
    const found = updatedWeights(engine, optimizers[rule], start, wild, sizes);
    expect(found).toEqual(updatedWeights(engine, optimizers[rule], start, clipped, by));
  });

  test("leaves NaN where it is", () => {
    const seven = new Float32Array(7).fill(0.5);
    for (const at of [0, 3, 6]) {
      const gradient = seven.with(at, Number.NaN);
      const sizes = { ...by, limit: () => 0.1 };
      const { weights } = updatedWeights(engine, optimizers[rule], seven, [gradient], sizes);
      expect([...weights[0]!.keys()].filter((i) => Number.isNaN(weights[0]![i]!))).toEqual([at]);
    }
  });
});

test("rmsprop-jtoy without momentum goes uphill, by a step without a rate", () => {
  const uphill = [1e-3, 1e-12].map((learningRate) => {
    const gradient = [new Float32Array(5).fill(0.25)];
    const start = new Float32Array(5);
    const by = { learningRate, momentum: 0 };
    return updatedWeights(engine, optimizers["rmsprop-jtoy"], start, gradient, by).weights[0]![0]!;
  });
  // 0.25 / sqrt(0.1 * 0.25²)
  expect(uphill[0]).toBeCloseTo(Math.sqrt(10), 6);
  expect(uphill[1]).toBe(uphill[0]!);
});

test("adamw is adam with weights that shrink by rate times decay first", () => {
  const random = testRandom(5);
  const [start, gradient] = [randomFloats(random, 9), randomFloats(random, 9)];
  const by = { learningRate: 0.5, decay: () => 0.25 };
  const run = (name: OptimizerName, from: Float32Array) =>
    updatedWeights(engine, optimizers[name], from, [gradient], by).weights[0]!;
  const short = start.map((x) => x * (1 - 0.5 * 0.25));
  expect(run("adamw", start)).toEqual(
    updatedWeights(engine, optimizers.adam, short, [gradient], { learningRate: 0.5 }).weights[0]!,
  );
});
