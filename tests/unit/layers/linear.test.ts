import { afterAll, describe, expect, test } from "bun:test";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { findBlas } from "../../../src/engine/find-blas.ts";
import { linearGradients } from "../../../src/layers/linear.ts";
import { plainColumnSums } from "../../support/reference/gru.ts";
import { plainMatmul } from "../../support/reference/matmul.ts";
import { randomFloats, randomInteger, testRandom } from "../../support/reference/random.ts";
import { relativeDistance } from "../../support/relative-distance.ts";

const engines = await Promise.all([1, 2, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [Engine];
const native = findBlas() ? await openEngine({ workers: 2, blas: "native" }) : undefined;
afterAll(() => {
  for (const each of [...engines, native]) each?.close();
});

interface Given {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly batch: number;
  readonly biased: boolean;
  readonly source: Float32Array;
  readonly delta: Float32Array;
}

function given(random: () => number, sizes: Omit<Given, "source" | "delta">): Given {
  const samples = sizes.steps * sizes.batch;
  return {
    ...sizes,
    source: randomFloats(random, samples * sizes.rows),
    delta: randomFloats(random, samples * sizes.columns),
  };
}

/** One to four products: of one tile and of several, of one segment of samples and of several. */
function randomProducts(seed: number): Given[] {
  const random = testRandom(seed);
  return Array.from({ length: randomInteger(random, 1, 4) }, () => {
    const steps = randomInteger(random, 1, 3);
    return given(random, {
      rows: randomInteger(random, 1, 140),
      columns: randomInteger(random, 1, 140),
      steps,
      batch: random() < 0.2 ? 300 : randomInteger(random, 1, 20),
      biased: random() < 0.5,
    });
  });
}

/** Gradients of weights, and of biases where there are, computed over what was there before. */
function run(on: Engine, products: readonly Given[]) {
  const { memory } = on;
  return memory.scope(() => {
    const stale = (size: readonly number[]) => {
      const array = memory.allocate("float32", size, "gradient");
      array.view.fill(Number.NaN);
      return array;
    };
    const arrays = products.map(({ rows, columns, biased }) => ({
      gradient: stale([rows, columns]),
      bias: biased ? stale([columns]) : undefined,
    }));
    linearGradients(
      on,
      products.map(({ rows, columns, steps, batch, source, delta }, i) => ({
        ...{ rows, columns, steps, batch },
        source: memory.from("float32", source, "source").pointer,
        delta: memory.from("float32", delta, "delta").pointer,
        gradient: arrays[i]!.gradient.pointer,
        ...(arrays[i]!.bias ? { bias: arrays[i]!.bias.pointer } : {}),
      })),
    );
    return arrays.map(({ gradient, bias }) => ({ gradient: gradient.toArray(), bias: bias?.toArray() }));
  });
}

const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

describe.each([engine, ...(native ? [native] : [])])("gradients of dense layers", (on) => {
  test(`are those of the plain reference, products by ${on.matmul.kind}`, () => {
    for (const seed of seeds) {
      const products = randomProducts(seed);
      for (const [i, { gradient, bias }] of run(on, products).entries()) {
        const { rows, columns, steps, batch, biased, source, delta } = products[i]!;
        const expected = plainMatmul("tn", rows, columns, steps * batch, source, delta);
        // float32 sums of at most 900 terms in any order; those of a bias are exact but for one rounding.
        expect(relativeDistance(gradient, expected)).toBeLessThan(2e-6);
        expect(bias).toEqual(biased ? Float32Array.from(plainColumnSums(delta, columns)) : undefined);
      }
    }
  });
});

test("gradients have the same bits with 1, 2 and 3 workers, together and one by one", () => {
  for (const seed of seeds) {
    const products = randomProducts(seed);
    const alone = products.flatMap((product) => run(engine, [product]));
    for (const on of engines) expect(run(on, products)).toEqual(alone);
  }
});

test("any number of products fits into one run", () => {
  const random = testRandom(1);
  const sizes = { rows: 3, columns: 2, steps: 2, batch: 2, biased: true };
  const products = Array.from({ length: 40 }, () => given(random, sizes));
  const together = run(engine, products);
  expect(together).toEqual(products.flatMap((product) => run(engine, [product])));
  expect(run(engine, [])).toEqual([]);
});
