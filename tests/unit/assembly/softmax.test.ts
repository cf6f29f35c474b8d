import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { plainSoftmaxCrossEntropy } from "../../support/reference/training-kernels.ts";
import { guarded, oddSizes, placesIn, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

const scale = 1 / 1024;

function run(logits: ArrayLike<number>, targets: ArrayLike<number>, rows: number) {
  return memory.scope(() => {
    const array = guarded(engine, logits);
    const given = guarded(engine, targets);
    const losses = memory.zeros("float64", rows, "losses");
    const cells = logits.length / rows;
    kernels.softmaxCrossEntropy(array.pointer, given.pointer, rows, cells, cells, scale, losses.pointer);
    const loss = losses.view.reduce((sum, value) => sum + value, 0);
    expect([...unguard(given)]).toEqual([...Float32Array.from(targets)]);
    return { loss, gradient: unguard(array) };
  });
}

const cellCounts = oddSizes.filter((size) => size > 0);

test.each(cellCounts)("loss and gradient of %d cells, logits from -spread to spread", (cells) => {
  const rows = 5;
  const random = testRandom(cells + 8);
  for (const spread of [0.01, 1, 30, 1000]) {
    const logits = randomFloats(random, rows * cells).map((x) => x * spread);
    const targets = randomFloats(random, rows * cells).map((x) => (x * x) / cells);
    const found = run(logits, targets, rows);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      const of = (values: Float32Array) => values.subarray(row * cells, (row + 1) * cells);
      const expected = plainSoftmaxCrossEntropy(of(logits), of(targets), scale);
      loss += expected.loss;
      of(found.gradient).forEach((value, i) => {
        // exp within 1 ulp of a shifted logit that is itself rounded by 2^-24 of 2 * spread, where the result is above 2^-24.
        const shift = Math.min(2 * spread, 17);
        expect(Math.abs(value - expected.gradient[i]!)).toBeLessThan(scale * (4 + shift) * 2 ** -23);
      });
    }
    // Products of targets and shifted logits are rounded to float32.
    expect(Math.abs(found.loss - loss)).toBeLessThan(rows * (1 + 2 * spread) * 2 ** -23);
  }
});

test("one logit far above the others: no overflow, the gradient is target and probability", () => {
  const { loss, gradient } = run([1e30, 0, 0, 0, 0], [1, 0, 0, 0, 0], 1);
  expect(loss).toBe(0);
  expect([...gradient]).toEqual([0, 0, 0, 0, 0]);
  expect(run([3e38, -3e38, 0], [0, 1, 0], 1).loss).toBeGreaterThan(1e38);
});

test("the gradient of a row sums to zero", () => {
  const { gradient } = run(
    randomFloats(testRandom(2), 511),
    randomFloats(testRandom(3), 511).map(Math.abs),
    1,
  );
  const total = gradient.reduce((sum, value) => sum + value, 0);
  const size = gradient.reduce((sum, value) => sum + Math.abs(value), 0);
  expect(Math.abs(total)).toBeLessThan(size * 4 * 2 ** -24);
});

test("NaN or infinity among the logits, or NaN among the targets, makes the loss NaN", () => {
  for (const cells of [4, 7]) {
    const plain = new Float32Array(cells).fill(0.25);
    for (const at of placesIn(cells)) {
      expect(run(plain.with(at, Number.NaN), plain, 1).loss).toBeNaN();
      expect(run(plain.with(at, Number.POSITIVE_INFINITY), plain, 1).loss).toBeNaN();
      expect(run(plain, plain.with(at, Number.NaN), 1).loss).toBeNaN();
    }
  }
});
