import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { type PlainAdam, plainAdam } from "../../support/reference/training-kernels.ts";
import { guarded, oddSizes, placesIn, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

const [beta1, beta2, epsilon, rate] = [0.9, 0.999, 1e-8, 0.01];

interface State {
  readonly weights: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** One update by the kernel, as src/train/optimizers/adam.ts calls it. */
function update(
  state: State,
  gradient: ArrayLike<number>,
  step: number,
  { gradientScale = 1, limit = Number.POSITIVE_INFINITY, keep = 1 } = {},
): State {
  return memory.scope(() => {
    const arrays = [state.weights, gradient, state.first, state.second].map((values) =>
      guarded(engine, values),
    );
    const [weights, gradients, first, second] = arrays.map(({ pointer }) => pointer) as [
      number,
      number,
      number,
      number,
    ];
    // biome-ignore format: arrays, then numbers
    kernels.adam(weights, gradients, first, second, gradient.length,
      rate / (1 - beta1 ** step), beta1, beta2, 1 - beta1, 1 - beta2,
      1 / Math.sqrt(1 - beta2 ** step), epsilon, keep, gradientScale, limit);
    const [newWeights, unchanged, newFirst, newSecond] = arrays.map(unguard) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    expect([...unchanged]).toEqual([...Float32Array.from(gradient)]);
    return { weights: newWeights, first: newFirst, second: newSecond };
  });
}

const fresh = (weights: Float32Array): State => ({
  weights,
  first: new Float32Array(weights.length),
  second: new Float32Array(weights.length),
});

test.each(oddSizes)("forty updates follow the paper's algorithm in float64, %d weights", (size) => {
  const random = testRandom(size + 5);
  const start = randomFloats(random, size);
  let state = fresh(start);
  let plain: PlainAdam[] = Array.from(start, (weight) => ({ weight, first: 0, second: 0 }));
  for (let step = 1; step <= 40; step++) {
    // Gradients of very different sizes, as layers have them; none near epsilon, where float32 and the paper part.
    const gradient = randomFloats(random, size).map((x, i) => x * 10 ** ((i % 7) - 4));
    state = update(state, gradient, step);
    plain = plain.map((weight, i) => plainAdam(weight, gradient[i]!, step, rate));
  }
  plain.forEach(({ weight, second }, i) => {
    // A weight moves by at most about `rate` a step: 40 of them, each rounded to 2^-24 of the weight and 6 roundings of the move.
    expect(Math.abs(state.weights[i]! - weight)).toBeLessThan(40 * (2 ** -24 + 6 * 2 ** -24 * rate * 8));
    // Each update rounds three times, always by at most 2^-24 of what it adds up to.
    expect(Math.abs(state.second[i]! / second - 1)).toBeLessThan(40 * 3 * 2 ** -24);
  });
});

test("the first step is the learning rate, whatever the size of the gradient", () => {
  const gradient = Float32Array.from([1e-3, -1e-3, 5, -5, 1e6, -1e6, 1e-5]);
  const { weights } = update(fresh(new Float32Array(7)), gradient, 1);
  weights.forEach((weight, i) => {
    // epsilon makes it smaller by 1e-8 / |gradient|.
    expect(Math.abs(weight / -(Math.sign(gradient[i]!) * rate) - 1)).toBeLessThan(1e-8 / 1e-5 + 1e-6);
  });
});

test("a gradient of zero moves nothing at first, and gradientScale scales the gradient", () => {
  const start = randomFloats(testRandom(6), 9);
  expect(update(fresh(start), new Float32Array(9), 1).weights).toEqual(start);
  const gradient = randomFloats(testRandom(7), 9);
  const half = gradient.map((x) => x / 2);
  expect(update(fresh(start), gradient, 1, { gradientScale: 0.5 })).toEqual(update(fresh(start), half, 1));
});

test("no entry of the scaled gradient counts for more than the limit", () => {
  const start = randomFloats(testRandom(6), 9);
  const gradient = Float32Array.from([0.5, -0.5, 0.1, -0.1, 1, -1, 0, 0.3, -7]);
  const clipped = gradient.map((x) => Math.sign(x) * Math.min(Math.abs(x / 2), 0.125));
  const found = update(fresh(start), gradient, 1, { gradientScale: 0.5, limit: 0.125 });
  expect(found).toEqual(update(fresh(start), clipped, 1));
});

test("weights are shortened before they move", () => {
  const start = randomFloats(testRandom(6), 9);
  const gradient = randomFloats(testRandom(7), 9);
  const short = update(fresh(start.map((x) => x * 0.75)), gradient, 1);
  expect(update(fresh(start), gradient, 1, { keep: 0.75 })).toEqual(short);
});

test("NaN stays where it is: in the weight, the gradient or a moment", () => {
  const good = new Float32Array(7).fill(0.5);
  for (const at of placesIn(7)) {
    const bad = good.with(at, Number.NaN);
    for (const [state, gradient] of [
      [{ weights: bad, first: good, second: good }, good],
      [{ weights: good, first: bad, second: good }, good],
      [{ weights: good, first: good, second: bad }, good],
      [{ weights: good, first: good, second: good }, bad],
    ] as const) {
      const { weights } = update(state, gradient, 3);
      expect([...weights.keys()].filter((i) => Number.isNaN(weights[i]!))).toEqual([at]);
    }
  }
});
