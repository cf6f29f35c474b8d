import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { plainColumnSums } from "../../support/reference/gru.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { guarded, oddSizes, placesIn, unguard } from "./kernel-arrays.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

function columnSums(matrix: Float32Array, samples: number, columns: number, stride = columns, first = 0) {
  return memory.scope(() => {
    const out = guarded(engine, new Float32Array(columns));
    kernels.columnSums(guarded(engine, matrix).pointer + first * 4, samples, columns, stride, out.pointer);
    return unguard(out);
  });
}

describe("columnSums", () => {
  test.each([...oddSizes, 15, 16, 17, 47, 48])("%d columns: exact sums, rounded once", (columns) => {
    for (const samples of [0, 1, 2, 301]) {
      const matrix = randomFloats(testRandom(columns + samples), samples * columns);
      // The reference adds in the same order in float64.
      expect(columnSums(matrix, samples, columns)).toEqual(
        Float32Array.from(plainColumnSums(matrix, columns)),
      );
    }
  });

  test("small terms count beside large ones", () => {
    const samples = 1000;
    const matrix = Float32Array.from({ length: samples }, (_, i) => (i === 0 ? 2 ** 24 : 1));
    expect(columnSums(matrix, samples, 1)).toEqual(Float32Array.of(2 ** 24 + 999));
  });

  test("a column has the same bits wherever it stands", () => {
    const [samples, width] = [40, 53];
    const matrix = randomFloats(testRandom(3), samples * width);
    const all = columnSums(matrix, samples, width);
    for (const [first, columns] of [
      [0, 16],
      [5, 17],
      [20, 33],
      [52, 1],
    ] as const) {
      expect(columnSums(matrix, samples, columns, width, first)).toEqual(all.slice(first, first + columns));
    }
  });

  test("NaN stays in its column", () => {
    const columns = 21;
    for (const at of placesIn(columns)) {
      const matrix = new Float32Array(3 * columns).fill(1).with(columns + at, Number.NaN);
      const sums = columnSums(matrix, 3, columns);
      expect([...sums.keys()].filter((i) => Number.isNaN(sums[i]!))).toEqual([at]);
    }
  });
});

test("loadFloat64 reads what storeFloat64 wrote", () => {
  const { pointer } = memory.zeros("float64", 2, "number");
  kernels.storeFloat64(pointer + 8, -1 / 3);
  expect([kernels.loadFloat64(pointer), kernels.loadFloat64(pointer + 8)]).toEqual([0, -1 / 3]);
});
