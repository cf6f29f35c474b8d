import type { Engine } from "../src/engine/engine.ts";
import { defineJob } from "../src/engine/job.ts";
import type { Layout } from "../src/engine/matmul.ts";
import { blasAlone, multiplyAddLoop, strides } from "./ceilings.ts";
import { type Bench, type Benchmark, type Body, fastest, type Rate, repeated } from "./measure.ts";

const layouts = ["nn", "nt", "tn"] as const;
const sizes = [
  [200, 512, 512],
  [200, 4096, 4096],
] as const;
const unit = "GFLOP/s";

/** Columns of C one block computes when a product is shared by the threads. */
const blockColumns = 256;

const columnsOfProduct = defineJob(
  import.meta.url,
  "bench/columns-of-product",
  ["layout", "m", "n", "k", "a", "b", "c"],
  ({ matmul }, block, { layout: number, m, n, k, a, b, c }) => {
    const layout = layouts[number]!;
    const { lda, ldb } = strides(layout, m, n, k);
    const first = block * blockColumns;
    const bytesToColumn = first * (layout === "nt" ? k : 1) * 4;
    const width = Math.min(blockColumns, n - first);
    matmul.multiply(layout, m, width, k, a, lda, b + bytesToColumn, ldb, c + first * 4, n, false);
  },
);

/** Calls of one round: enough for about 20 ms, so that a small product is timed with warm caches, as in training. */
const callsOf = (operations: number): number => Math.ceil(1e9 / operations);

interface Product {
  /** On the calling thread. */
  readonly alone: Body;
  /** By all threads of the engine. */
  readonly shared: Body;
}

/** A product whose matrices belong to the current memory scope. */
function openProduct(engine: Engine, layout: Layout, m: number, n: number, k: number): Product {
  const { memory, pool, matmul } = engine;
  const filled = (count: number, label: string) => {
    const array = memory.allocate("float32", count, label);
    array.view.forEach((_, i, view) => {
      view[i] = ((i * 7919) % 1000) / 1000 - 0.5;
    });
    return array;
  };
  const [a, b, c] = [filled(m * k, "A"), filled(k * n, "B"), memory.allocate("float32", m * n, "C")];
  const { lda, ldb } = strides(layout, m, n, k);
  return {
    alone: () => {
      matmul.multiply(layout, m, n, k, a.pointer, lda, b.pointer, ldb, c.pointer, n, false);
      return c.view.at(-1)!;
    },
    shared: () => {
      pool.run(columnsOfProduct, Math.ceil(n / blockColumns), {
        layout: layouts.indexOf(layout),
        ...{ m, n, k, a: a.pointer, b: b.pointer, c: c.pointer },
      });
      return c.view.at(-1)!;
    },
  };
}

type Size = (typeof sizes)[number];

/** The WASM kernel: one thread beside the register-only loop, two threads beside twice one. */
function wasmProduct(layout: Layout, [m, n, k]: Size): Benchmark {
  const operations = 2 * m * n * k;
  const measure = ({ one, two, pace }: Bench): Rate[] =>
    one.memory.scope(() =>
      two.memory.scope(() => {
        const { alone } = openProduct(one, layout, m, n, k);
        const { shared } = openProduct(two, layout, m, n, k);
        const calls = callsOf(operations);
        const [single, double, loop] = fastest(
          pace,
          repeated(calls, alone),
          repeated(calls, shared),
          multiplyAddLoop(one, calls * operations),
        );
        const rate = (took: number) => (calls * operations) / took / 1e9;
        return [
          { value: rate(single), ceiling: rate(loop) },
          { value: rate(double), ceiling: 2 * rate(single) },
        ];
      }),
    );
  const name = `product ${layout} ${m}x${n}x${k} wasm`;
  return {
    lines: [
      { name: `${name} 1 thread`, unit },
      { name: `${name} 2 threads`, unit },
    ],
    operations: callsOf(operations) * operations * 2.5,
    measure,
  };
}

/** Than the register-only loop of one thread, about. */
const blasFaster = 4;

/** BLAS on the shared memory beside the same call on ordinary memory. */
function blasProduct(layout: Layout, [m, n, k]: Size): Benchmark {
  const operations = 2 * m * n * k;
  const measure = ({ native, pace }: Bench): Rate[] => {
    const engine = native!.one;
    return engine.memory.scope(() => {
      const { alone } = openProduct(engine, layout, m, n, k);
      const calls = callsOf(operations);
      const elsewhere = blasAlone(engine.blas!.path, layout, m, n, k);
      const [inPlace, outside] = fastest(pace, repeated(calls, alone), repeated(calls, elsewhere));
      const rate = (took: number) => (calls * operations) / took / 1e9;
      return [{ value: rate(inPlace), ceiling: rate(outside) }];
    });
  };
  return {
    lines: [{ name: `product ${layout} ${m}x${n}x${k} BLAS 1 thread`, unit }],
    needsBlas: true,
    operations: (callsOf(operations) * operations * 2) / blasFaster,
    measure,
  };
}

export const productBenchmarks: readonly Benchmark[] = sizes.flatMap((size) =>
  layouts.flatMap((layout) => [wasmProduct(layout, size), blasProduct(layout, size)]),
);
