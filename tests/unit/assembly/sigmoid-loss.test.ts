import { afterAll, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { plainSigmoidCrossEntropy } from "../../support/reference/code-modes.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const [rows, cells, stride, scale] = [5, 7, 9, 1 / 64];

function run(logits: Float32Array, targets: Float32Array, smoothing: number) {
  const array = engine.memory.from("float32", logits, "logits");
  const given = engine.memory.from("float32", targets, "targets");
  const losses = engine.memory.zeros("float64", rows, "losses");
  const sizes = [rows, cells, stride, smoothing, scale] as const;
  engine.kernels.sigmoidCrossEntropy(array.pointer, given.pointer, ...sizes, losses.pointer);
  return { losses: losses.toArray(), gradient: array.toArray() };
}

test.each([0.01, 1, 30, 500])("loss and gradient as the reference, logits up to %d", (spread) => {
  const random = testRandom(5);
  const logits = randomFloats(random, rows * stride).map((x) => x * spread);
  const targets = randomFloats(random, rows * stride).map(Math.abs);
  for (const smoothing of [0, 0.01]) {
    const found = run(logits, targets, smoothing);
    for (let row = 0; row < rows; row++) {
      const of = (values: Float32Array) => values.subarray(row * stride, row * stride + cells);
      const plain = plainSigmoidCrossEntropy(of(logits), of(targets), smoothing);
      // The reference has no logarithm left of a sigmoid that rounds to 1.
      if (spread <= 30) expect(found.losses[row]).toBeCloseTo(plain.loss, spread > 1 ? 3 : 12);
      else expect(Number.isFinite(found.losses[row])).toBe(true);
      of(found.gradient).forEach((value, i) => {
        expect(value).toBeCloseTo(scale * plain.gradient[i]!, 9);
      });
      // What others say stays.
      const rest = (values: Float32Array) => [...values.subarray(row * stride + cells, (row + 1) * stride)];
      expect(rest(found.gradient)).toEqual(rest(logits));
    }
  }
});

test("logits of 0 are a guess at each cell: ln 2", () => {
  const zeros = new Float32Array(rows * stride);
  const targets = zeros.map(() => 0.5);
  expect(run(zeros, targets, 0.01).losses[0]).toBeCloseTo(Math.LN2, 12);
});
