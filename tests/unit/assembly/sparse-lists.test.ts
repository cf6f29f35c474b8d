import { afterAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { listBytes } from "../../../src/engine/panels.ts";
import { listRows } from "../../../src/networks/rnn/lists.ts";
import { activationCode } from "../../../src/networks/rnn/path-rnn.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { guarded, unguard } from "./kernel-arrays.ts";
import { allocateLists, entriesOf, sparse } from "./sparse-product.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const { kernels, memory } = engine;
afterAll(() => engine.close());

const rows = 3;
const widths = [1, 3, 4, 31, 256, 259, 520];

/** What lists of `values` [rows, width] must hold, by the kernel that does nothing but list. */
function expectedLists(values: Float32Array, width: number) {
  const lists = allocateLists(engine, rows, width);
  listRows(kernels, guarded(engine, values).pointer, rows, width, lists);
  return allEntries(lists, width);
}

const allEntries = (lists: ReturnType<typeof allocateLists>, width: number) =>
  Array.from({ length: rows * Math.ceil(width / 256) }, (_, i) => entriesOf(engine, lists, i));

describe.each(widths)("%d units", (width) => {
  const random = testRandom(width);

  test.each([1, 2, 3, 4])(
    "rectifyAndList of %d inputs: the activities of recurrentActivate, listed",
    (inputs) => {
      memory.scope(() => {
        const hidden = randomFloats(random, rows * width);
        const velocity = guarded(engine, randomFloats(random, inputs * rows)).pointer;
        const input = guarded(engine, randomFloats(random, inputs * width)).pointer;
        const [found, plain] = [guarded(engine, hidden), guarded(engine, hidden)];
        const lists = allocateLists(engine, rows, width);
        const active = kernels.rectifyAndList(
          ...([
            found.pointer,
            velocity,
            input,
            rows,
            width,
            inputs,
            0.75,
            lists.entries,
            lists.counts,
          ] as const),
        );
        const { relu } = activationCode;
        kernels.recurrentActivate(plain.pointer, velocity, input, rows, width, inputs, 0.75, relu);
        const values = unguard(found);
        expect(values).toEqual(unguard(plain));
        expect(active).toBe(values.filter((value) => value !== 0).length);
        expect(allEntries(lists, width)).toEqual(expectedLists(values, width));
      });
    },
  );

  test("maskAndList: the gradient of recurrentDerivative, listed", () => {
    memory.scope(() => {
      const delta = randomFloats(random, rows * width);
      const hidden = guarded(engine, sparse(randomFloats(random, rows * width), 0.5, random)).pointer;
      const [found, plain] = [guarded(engine, delta), guarded(engine, delta)];
      const lists = allocateLists(engine, rows, width);
      kernels.maskAndList(found.pointer, hidden, rows, width, lists.entries, lists.counts);
      kernels.recurrentDerivative(plain.pointer, hidden, rows * width, activationCode.relu);
      const values = unguard(found);
      expect(values).toEqual(unguard(plain));
      expect(allEntries(lists, width)).toEqual(expectedLists(values, width));
    });
  });

  test("listColumns: the lists of the transpose's rows", () => {
    const depth = 50;
    memory.scope(() => {
      const values = sparse(randomFloats(random, depth * width), 0.3, random);
      const lists = memory.allocate("uint8", width * listBytes, "lists").pointer;
      const counts = memory.allocate("int32", width, "counts").pointer;
      kernels.listColumns(depth, width, guarded(engine, values).pointer, width, lists, counts);
      for (let column = 0; column < width; column++) {
        const expected = Array.from({ length: depth }, (_, row) => [row, values[row * width + column]!]);
        const found = entriesOf(engine, { entries: lists, counts }, column);
        expect(found).toEqual(expected.filter(([, value]) => value !== 0) as [number, number][]);
      }
    });
  });
});
