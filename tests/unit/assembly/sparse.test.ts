import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { listBytes } from "../../../src/engine/panels.ts";
import { dotsWhereListed, listRows, timesPanels } from "../../../src/networks/rnn/lists.ts";
import { plainMatmul } from "../../support/reference/matmul.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { guarded, unguard } from "./kernel-arrays.ts";
import { allocateLists, entriesOf, pack, packedElement, sparse } from "./sparse-product.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
const context = { kernels, matmul: engine.matmul, scratch: 0 };
afterAll(() => engine.close());

// Rows, width and columns: less than a panel, odd, whole panels, several segments.
const sizes = [
  [1, 1, 1],
  [3, 7, 5],
  [5, 64, 96],
  [2, 255, 33],
  [4, 256, 32],
  [3, 257, 40],
  [7, 700, 70],
] as const;
const densities = [0, 0.15, 0.5, 1];

describe.each(sizes)("%d rows of %d values times %d columns", (rows, width, columns) => {
  const random = testRandom(rows + width + columns);
  const b = randomFloats(random, width * columns);
  const transposedB = Float32Array.from(b, (_, i) => b[(i % width) * columns + Math.floor(i / width)]!);

  test.each([false, true])("packing loses nothing (transposed: %p)", (transposed) => {
    memory.scope(() => {
      const source = guarded(engine, transposed ? transposedB : b);
      const panels = pack(engine, source.pointer, width, columns, transposed);
      const packed = new Float32Array(memory.buffer, panels);
      for (let row = 0; row < width; row++) {
        for (let column = 0; column < columns; column++) {
          expect(packedElement(packed, columns, row, column)).toBe(b[row * columns + column]!);
        }
        for (let column = columns; column % 32 !== 0; column++) {
          expect(packedElement(packed, columns, row, column)).toBe(0);
        }
      }
    });
  });

  test.each(densities)("the product is the dense one, bit for bit (density %d)", (density) => {
    const a = sparse(randomFloats(random, rows * width), density, random);
    for (const accumulate of [false, true]) {
      memory.scope(() => {
        const before = randomFloats(random, rows * columns);
        const [found, dense] = [guarded(engine, before), guarded(engine, before)];
        const [left, right] = [guarded(engine, a).pointer, guarded(engine, b).pointer];
        const lists = allocateLists(engine, rows, width);
        listRows(kernels, left, rows, width, lists);
        const panels = pack(engine, right, width, columns, false);
        timesPanels(context, rows, columns, width, lists, panels, found.pointer, accumulate);
        engine.matmul.multiply(
          ...["nn" as const, rows, columns, width, left, width, right, columns],
          ...([dense.pointer, columns, accumulate] as const),
        );
        expect(unguard(found)).toEqual(unguard(dense));
      });
    }
  });

  test.each(densities)("dots with the transpose, where listed and nowhere else (density %d)", (density) => {
    const wanted = sparse(new Float32Array(rows * width).fill(1), density, random);
    const a = randomFloats(random, rows * columns);
    const exact = plainMatmul("nt", rows, width, columns, a, b);
    const size = plainMatmul("nt", rows, width, columns, a.map(Math.abs), b.map(Math.abs));
    memory.scope(() => {
      const out = guarded(engine, new Float32Array(rows * width).fill(7));
      const lists = allocateLists(engine, rows, width);
      listRows(kernels, guarded(engine, wanted).pointer, rows, width, lists);
      const [left, right] = [guarded(engine, a).pointer, guarded(engine, b).pointer];
      dotsWhereListed(context, rows, columns, width, left, right, lists, out.pointer);
      unguard(out).forEach((value, i) => {
        // The bound of sequential sums; ours run over four lanes and are better.
        if (wanted[i]) expect(Math.abs(value - exact[i]!)).toBeLessThan((columns + 1) * 2 ** -24 * size[i]!);
        else expect(value).toBe(7);
      });
    });
  });
});

test("both sides agree where lists lie", () => {
  expect(kernels.listBytes()).toBe(listBytes);
});

test("lists hold index and value of what is not zero, in order; NaN and subnormals are not zero, -0 is", () => {
  const width = 300;
  const row = new Float32Array(width);
  row[2] = -0;
  row[3] = Number.NaN;
  row[255] = 1e-42;
  row[256] = -3;
  row[299] = Number.POSITIVE_INFINITY;
  memory.scope(() => {
    const lists = allocateLists(engine, 1, width);
    listRows(kernels, guarded(engine, row).pointer, 1, width, lists);
    expect(entriesOf(engine, lists, 0)).toEqual([
      [3, Number.NaN],
      [255, Math.fround(1e-42)],
    ]);
    expect(entriesOf(engine, lists, 1)).toEqual([
      [0, -3],
      [43, Number.POSITIVE_INFINITY],
    ]);
  });
});
