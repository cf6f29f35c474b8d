/** Each kernel of ours for the wasm backend, beside the stock one it stands for: what is wrong there is right here. */
import { describe, expect, test } from "bun:test";
import { findBlas } from "../../../../src/engine/find-blas.ts";
import { openCpuDevice } from "../../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../../src/engine/tfjs/tf.ts";
import { registerOpenBackend, useBackend } from "../../../../src/engine/tfjs/tfjs-device.ts";
import { openWasmDevice } from "../../../../src/engine/tfjs/wasm-device.ts";
import { moduleOf } from "../../../../src/engine/tfjs/wasm-kernel.ts";
import { loadWasmBackend } from "../../../../src/engine/tfjs/wasm-module.ts";
import { UserError } from "../../../../src/user-error.ts";
import { withDevice } from "../../../support/every-device.ts";
import { randomFloats, testRandom } from "../../../support/reference/random.ts";

type Backend = Awaited<ReturnType<typeof loadWasmBackend>>;
const currentBackend = () => tf.backend() as Backend;

/** The backend as the package has it. */
async function onStock<T>(work: () => Promise<T> | T): Promise<T> {
  registerOpenBackend("wasm", await loadWasmBackend(1));
  useBackend("wasm");
  try {
    return await work();
  } finally {
    tf.removeBackend("wasm");
  }
}

const blas = findBlas();
const ours = [
  { products: "XNNPACK", open: () => openWasmDevice() },
  ...(blas ? [{ products: "a native BLAS", open: () => openWasmDevice({ blas }) }] : []),
];

const tensor = (shape: number[], seed: number) =>
  tf.tensor(randomFloats(testRandom(seed), tf.util.sizeFromShape(shape)), shape);

const valuesOf = (make: () => tf.Tensor): Float32Array => {
  const result = tf.tidy(make);
  const values = result.dataSync<"float32">();
  result.dispose();
  return values;
};

const onCpu = (make: () => tf.Tensor) => withDevice(openCpuDevice, async () => valuesOf(make));

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0)
    : Number.NaN;

/** The calls that reach the module's own function: for products, the scalar loop when it is told to transpose. */
function scalarLoops(work: () => void): number {
  // Until its first call the function stands for another, by which it then replaces itself.
  valuesOf(() => tf.matMul(tensor([2, 2], 1), tensor([2, 2], 2)));
  let loops = 0;
  const module = moduleOf(currentBackend()) as unknown as Record<string, (...values: number[]) => void>;
  const called = module._BatchMatMul!;
  module._BatchMatMul = (...values) => {
    const [, shapeA, , , shapeB, , transposeA, transposeB] = values;
    const heap = new Int32Array(moduleOf(currentBackend()).HEAPU8.buffer);
    const batched = heap[shapeA! >> 2]! > 1 || heap[shapeB! >> 2]! > 1;
    if (batched || transposeA || transposeB) loops++;
    called(...values);
  };
  work();
  return loops;
}

const layouts = [
  { transposeA: false, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: false },
  { transposeA: true, transposeB: true },
];
const batches: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[3], [3]],
  [[3], [1]],
  [[1], [2]],
  [
    [2, 2],
    [2, 2],
  ],
];

describe.each(ours)("products by $products", ({ open }) => {
  test("of every layout and batch equal those of the cpu backend", async () => {
    for (const { transposeA, transposeB } of layouts) {
      for (const [outerA, outerB] of batches) {
        const [m, k, n] = [7, 65, 10];
        const make = () =>
          tf.matMul(
            tensor([...outerA, ...(transposeA ? [k, m] : [m, k])], 1),
            tensor([...outerB, ...(transposeB ? [n, k] : [k, n])], 2),
            transposeA,
            transposeB,
          );
        const found = await withDevice(open, async () => valuesOf(make));
        expect(distance(found, await onCpu(make))).toBeLessThan(1e-5);
      }
    }
  });

  test("never take the scalar loop that stock takes for transposes and batches", async () => {
    const work = () => {
      valuesOf(() => tf.matMul(tensor([40, 20], 1), tensor([40, 30], 2), true, false));
      valuesOf(() => tf.matMul(tensor([20, 40], 1), tensor([30, 40], 2), false, true));
      valuesOf(() => tf.matMul(tensor([2, 20, 40], 1), tensor([2, 40, 30], 2)));
    };
    expect(await withDevice(open, async () => scalarLoops(work))).toBe(0);
    expect(await onStock(() => scalarLoops(work))).toBe(3);
  });

  test("fused with bias and activation are right behind a transpose, where stock adds the bias several times", async () => {
    for (const activation of ["relu", "linear", "sigmoid", "elu", "relu6"] as const) {
      const make = () =>
        tf.fused.matMul({
          a: tensor([6, 100], 1) as tf.Tensor2D,
          b: tensor([9, 100], 2) as tf.Tensor2D,
          transposeB: true,
          bias: tensor([9], 3),
          activation,
        });
      const expected = await onCpu(make);
      expect(distance(await withDevice(open, async () => valuesOf(make)), expected)).toBeLessThan(1e-5);
      if (activation === "relu")
        expect(distance(await onStock(() => valuesOf(make)), expected)).toBeGreaterThan(0.1);
    }
  });

  test("leave nothing behind on the heap", async () => {
    await withDevice(open, async () => {
      const work = () => {
        for (const { transposeA, transposeB } of layouts) {
          valuesOf(() => tf.matMul(tensor([3, 8, 8], 1), tensor([3, 8, 8], 2), transposeA, transposeB));
        }
      };
      work();
      const before = [currentBackend().numDataIds(), tf.memory().numTensors];
      for (let turn = 0; turn < 20; turn++) work();
      expect([currentBackend().numDataIds(), tf.memory().numTensors]).toEqual(before);
    });
  });
});

describe("slices", () => {
  const cases: readonly (readonly [number[], number[], number[]])[] = [
    [[7], [2], [3]],
    [
      [5, 6],
      [1, 0],
      [3, 6],
    ],
    [
      [5, 6],
      [1, 2],
      [3, 3],
    ],
    [
      [4, 5, 6],
      [1, 0, 2],
      [2, 5, 3],
    ],
    [
      [4, 5, 6],
      [0, 1, 0],
      [4, 2, 6],
    ],
    [
      [2, 3, 4, 5],
      [1, 1, 0, 2],
      [1, 2, 4, 2],
    ],
    [
      [3, 4],
      [1, 1],
      [0, 2],
    ],
  ];

  test("and splits equal those of the cpu backend, and their gradients", async () => {
    const makes = [
      ...cases.map(
        ([shape, begin, size]) =>
          () =>
            tf.slice(tensor(shape, 1), begin, size),
      ),
      () => tf.concat(tf.split(tensor([6, 10], 2), [3, 5, 2], 1).reverse(), 1),
      () => tf.grad((x) => tf.sum(tf.square(tf.slice(x, [1, 1], [2, 3]))))(tensor([4, 5], 3)),
      () => tf.grad((x) => tf.sum(tf.square(tf.concat([x, tf.mul(x, 2)], 0))))(tensor([4, 5], 3)),
    ];
    for (const make of makes) {
      const found = await withDevice(openWasmDevice, async () => valuesOf(make));
      expect(distance(found, await onCpu(make))).toBe(0);
    }
  });

  test("do not read the whole of their source, as stock does", async () => {
    const reads = () => {
      const backend = currentBackend();
      const read = backend.readSync.bind(backend);
      let count = 0;
      backend.readSync = (...given) => {
        count++;
        return read(...given);
      };
      tf.tidy(() => void tf.slice(tensor([50, 50], 1), [3, 3], [2, 2]));
      return count;
    };
    expect(await withDevice(openWasmDevice, async () => reads())).toBe(0);
    expect(await onStock(reads)).toBe(1);
  });
});

describe("the gradient of gather", () => {
  const make = () =>
    tf.grad((table) => tf.sum(tf.square(tf.gather(table, tf.tensor1d([4, 0, 4, 2], "int32")))))(
      tensor([5, 3], 1),
    );

  test("equals that of the cpu backend; stock has none", async () => {
    const found = await withDevice(openWasmDevice, async () => valuesOf(make));
    expect(distance(found, await onCpu(make))).toBeLessThan(1e-6);
    await expect(onStock(() => valuesOf(make))).rejects.toThrow("UnsortedSegmentSum");
  });

  test("drops rows whose number is out of range", async () => {
    const sum = () => tf.unsortedSegmentSum(tensor([4, 2], 1), tf.tensor1d([0, 9, -1, 0], "int32"), 3);
    const found = await withDevice(openWasmDevice, async () => valuesOf(sum));
    expect(distance(found, await onCpu(sum))).toBeLessThan(1e-6);
  });
});

describe("an array that does not fit", () => {
  /** 4 GiB: as a 32-bit number of bytes that is 0. */
  const tooLarge = () => currentBackend().makeOutput([2 ** 30], "float32");

  test("is a UserError; stock hands out memory that belongs to others", async () => {
    await withDevice(openWasmDevice, async () => {
      expect(tooLarge).toThrow(UserError);
      expect(tooLarge).toThrow("out of memory on the wasm device: 4.00 GiB asked for");
    });
    await onStock(() => {
      const { dataId } = tooLarge();
      const heap = moduleOf(currentBackend()).HEAPU8;
      expect(currentBackend().getMemoryOffset(dataId) + 2 ** 32).toBeGreaterThan(heap.byteLength);
    });
  });

  test("when the heap is full is one too, where stock gives address 0", async () => {
    const fill = () => {
      const made: tf.TensorInfo[] = [];
      try {
        for (let turn = 0; turn < 3; turn++) made.push(currentBackend().makeOutput([2 ** 29], "float32"));
        return made.map(({ dataId }) => currentBackend().getMemoryOffset(dataId));
      } finally {
        for (const { dataId } of made) currentBackend().disposeData(dataId as object);
      }
    };
    await withDevice(openWasmDevice, async () => {
      expect(fill).toThrow("out of memory on the wasm device: 2.00 GiB asked for");
    });
    expect(await onStock(fill)).toContain(0);
  });
});

describe("threads", () => {
  test("are as many as asked for, and compute the same", async () => {
    const make = () => tf.matMul(tensor([64, 64], 1), tensor([64, 64], 2));
    const one = await withDevice(openWasmDevice, async () => valuesOf(make));
    await withDevice(
      () => openWasmDevice({ threads: 2 }),
      async () => {
        expect(currentBackend().wasm.tfjs.getThreadsCount()).toBe(2);
        expect(valuesOf(make)).toEqual(one);
      },
    );
  });

  test("beyond the pool of the module are refused", async () => {
    await expect(loadWasmBackend(9)).rejects.toThrow(
      "the wasm device runs on at most 8 threads, asked for 9",
    );
  });

  test("leave the process's listeners for errors and its workers as they were", async () => {
    const count = () =>
      process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
    const before = count();
    const { Worker } = globalThis;
    await withDevice(openWasmDevice, async () => {});
    await withDevice(
      () => openWasmDevice({ threads: 2 }),
      async () => {},
    );
    expect(count()).toBe(before);
    expect(globalThis.Worker).toBe(Worker);
  });
});
