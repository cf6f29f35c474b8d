import { heapStats } from "bun:jsc";
import { afterAll, describe, expect, test } from "bun:test";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { findBlas } from "../../../src/engine/find-blas.ts";
import type { Layout } from "../../../src/engine/matmul.ts";
import { plainMatmul } from "../../support/reference/matmul.ts";
import { randomFloats, randomInteger, testRandom } from "../../support/reference/random.ts";

const wasm = await openEngine({ workers: 1, blas: "wasm" });
const blas = findBlas(undefined);
const native = blas ? await openEngine({ workers: 1, blas: "native" }) : undefined;
afterAll(() => {
  wasm.close();
  native?.close();
});

/** Largest error of a product against float64, in units of the bound k * 2^-24 * sum |a||b| of sequential float32 sums. */
function worstError(
  engine: Engine,
  layout: Layout,
  m: number,
  n: number,
  k: number,
  accumulate: boolean,
  seed: number,
) {
  const random = testRandom(seed);
  const a = randomFloats(random, m * k);
  const b = randomFloats(random, k * n);
  const before = randomFloats(random, m * n);
  const exact = plainMatmul(layout, m, n, k, a, b);
  const bound = plainMatmul(layout, m, n, k, a.map(Math.abs), b.map(Math.abs));
  return engine.memory.scope(() => {
    const place = (values: Float32Array, label: string) => engine.memory.from("float32", values, label);
    const A = place(a, "A");
    const B = place(b, "B");
    const C = place(before, "C");
    const lda = layout === "tn" ? m : k;
    const ldb = layout === "nt" ? k : n;
    engine.matmul.multiply(layout, m, n, k, A.pointer, lda, B.pointer, ldb, C.pointer, n, accumulate);
    let worst = 0;
    C.view.forEach((value, i) => {
      const expected = exact[i]! + (accumulate ? before[i]! : 0);
      const unit = (k + 1) * 2 ** -24 * (bound[i]! + Math.abs(before[i]!)) + 1e-30;
      worst = Math.max(worst, Math.abs(value - expected) / unit);
    });
    return worst;
  });
}

const layouts = ["nn", "nt", "tn"] as const;
const sizes = [
  [1, 1, 1],
  [4, 8, 16],
  [5, 9, 7],
  [3, 515, 1030],
  [67, 33, 600],
  [130, 10, 513],
  [64, 512, 512],
] as const;

describe.each(layouts)("matrix product %s", (layout) => {
  test.each(sizes)("%d x %d x %d is within the error bound of float32", (m, n, k) => {
    expect(worstError(wasm, layout, m, n, k, false, m + n + k)).toBeLessThan(1);
    expect(worstError(wasm, layout, m, n, k, true, m + n + k)).toBeLessThan(1);
  });

  test("random sizes", () => {
    const random = testRandom(7);
    for (let trial = 0; trial < 60; trial++) {
      const [m, n, k] = [
        randomInteger(random, 1, 40),
        randomInteger(random, 1, 40),
        randomInteger(random, 1, 40),
      ];
      expect(worstError(wasm, layout, m, n, k, trial % 2 === 0, trial)).toBeLessThan(1);
    }
  });

  test.skipIf(!native)(`native BLAS${native ? "" : " (skipped: no BLAS library found)"}`, () => {
    for (const [m, n, k] of sizes) {
      expect(worstError(native!, layout, m, n, k, false, m)).toBeLessThan(1);
      expect(worstError(native!, layout, m, n, k, true, m)).toBeLessThan(1);
    }
  });
});

test("a row of the product does not depend on how many rows are computed with it", () => {
  const random = testRandom(3);
  const [m, n, k] = [23, 45, 700];
  const a = randomFloats(random, m * k);
  const b = randomFloats(random, k * n);
  wasm.memory.scope(() => {
    const A = wasm.memory.from("float32", a, "A");
    const B = wasm.memory.from("float32", b, "B");
    const whole = wasm.memory.allocate("float32", m * n, "C");
    const rows = wasm.memory.allocate("float32", m * n, "C row by row");
    wasm.matmul.multiply("nn", m, n, k, A.pointer, k, B.pointer, n, whole.pointer, n, false);
    for (let i = 0; i < m; i++) {
      wasm.matmul.multiply(
        "nn",
        1,
        n,
        k,
        A.pointer + i * k * 4,
        k,
        B.pointer,
        n,
        rows.pointer + i * n * 4,
        n,
        false,
      );
    }
    expect(rows.toArray()).toEqual(whole.toArray());
  });
});

test("an empty inner dimension gives zeros, or leaves C when accumulating", () => {
  wasm.memory.scope(() => {
    const C = wasm.memory.from("float32", [1, 2, 3, 4], "C");
    wasm.matmul.multiply("nn", 2, 2, 0, C.pointer, 1, C.pointer, 2, C.pointer, 2, true);
    expect([...C.view]).toEqual([1, 2, 3, 4]);
    wasm.matmul.multiply("nn", 2, 2, 0, C.pointer, 1, C.pointer, 2, C.pointer, 2, false);
    expect([...C.view]).toEqual([0, 0, 0, 0]);
  });
});

test.each([wasm, native].filter((engine) => engine !== undefined))(
  "products leave no object behind",
  (engine) => {
    engine.memory.scope(() => {
      const { pointer } = engine.memory.from("float32", new Float32Array(48), "A, B and C");
      const multiply = (times: number) => {
        for (let i = 0; i < times; i++) {
          engine.matmul.multiply("nn", 4, 4, 4, pointer, 4, pointer + 64, 4, pointer + 128, 4, false);
        }
        Bun.gc(true);
        return heapStats().objectCount;
      };
      const before = multiply(1000);
      expect(multiply(200_000) - before).toBeLessThan(2000);
    });
  },
);
