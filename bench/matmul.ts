import { ptr } from "bun:ffi";
import { nativeMatmul } from "../src/engine/blas.ts";
import type { Engine } from "../src/engine/engine.ts";
import { defineJob } from "../src/engine/job.ts";
import type { Layout } from "../src/engine/matmul.ts";
import {
  type Bench,
  ceilingRate,
  fastest,
  type Measurement,
  measurement,
  multiplyAddLoop,
} from "./measure.ts";

const layouts = ["nn", "nt", "tn"] as const;
const sizes = [
  [200, 512, 512],
  [200, 4096, 4096],
] as const;

const leading = (layout: Layout, m: number, n: number, k: number) => ({
  lda: layout === "tn" ? m : k,
  ldb: layout === "nt" ? k : n,
});

/** Columns of C one block computes when a product is shared by the threads. */
const blockColumns = 256;

const columnsOfProduct = defineJob(
  import.meta.url,
  "bench/columns-of-product",
  ["layout", "m", "n", "k", "a", "b", "c"],
  (context, block, args) => {
    const layout = layouts[args.layout]!;
    const { m, n, k } = args;
    const first = block * blockColumns;
    const { lda, ldb } = leading(layout, m, n, k);
    const b = args.b + first * (layout === "nt" ? k : 1) * 4;
    const width = Math.min(blockColumns, n - first);
    context.matmul.multiply(layout, m, width, k, args.a, lda, b, ldb, args.c + first * 4, n, false);
  },
);

/** A product on this engine, ready to be called again and again. */
function product(engine: Engine, layout: Layout, m: number, n: number, k: number) {
  const { memory, pool, matmul } = engine;
  const fill = (count: number, label: string) => {
    const array = memory.allocate("float32", count, label);
    array.view.forEach((_, i, view) => {
      view[i] = ((i * 7919) % 1000) / 1000 - 0.5;
    });
    return array;
  };
  const [a, b, c] = [fill(m * k, "A"), fill(k * n, "B"), memory.allocate("float32", m * n, "C")];
  const { lda, ldb } = leading(layout, m, n, k);
  return {
    alone: () => matmul.multiply(layout, m, n, k, a.pointer, lda, b.pointer, ldb, c.pointer, n, false),
    shared: () =>
      pool.run(columnsOfProduct, Math.ceil(n / blockColumns), {
        ...{ layout: layouts.indexOf(layout), m, n, k },
        ...{ a: a.pointer, b: b.pointer, c: c.pointer },
      }),
    free: () => {
      for (const array of [a, b, c]) array.free();
    },
  };
}

/** cblas_sgemm on ordinary memory, as any other program would call it. */
function blasAlone(path: string, layout: Layout, m: number, n: number, k: number) {
  const elements = m * k + k * n + m * n;
  const own = new Float32Array(elements).fill(0.25);
  const outside = { buffer: own.buffer } as unknown as WebAssembly.Memory;
  const matmul = nativeMatmul(path, outside);
  const { lda, ldb } = leading(layout, m, n, k);
  const [a, b, c] = [0, m * k * 4, (m * k + k * n) * 4];
  return () => {
    matmul.multiply(layout, m, n, k, a, lda, b, ldb, c, n, false);
    return ptr(own);
  };
}

export function benchMatmul(bench: Bench): Measurement[] {
  const results: Measurement[] = [];
  for (const [m, n, k] of sizes) {
    for (const layout of layouts) {
      const gigaflop = (2 * m * n * k) / 1e9;
      const name = `product ${layout} ${m}x${n}x${k}`;
      const one = product(bench.one, layout, m, n, k);
      const two = product(bench.two, layout, m, n, k);
      const loop = multiplyAddLoop(bench.one);
      const [alone, shared, ceiling] = fastest(bench.rounds, one.alone, two.shared, loop) as [
        number,
        number,
        number,
      ];
      const rate = gigaflop / alone;
      results.push(measurement(`${name}, wasm, 1 thread`, rate, "GFLOP/s", ceilingRate(ceiling)));
      results.push(measurement(`${name}, wasm, 2 threads`, gigaflop / shared, "GFLOP/s", 2 * rate));
      one.free();
      two.free();
      if (!bench.native) continue;
      const inPlace = product(bench.native, layout, m, n, k);
      const plain = blasAlone(bench.native.blas!.path, layout, m, n, k);
      const [native, outside] = fastest(bench.rounds, inPlace.alone, plain) as [number, number];
      results.push(measurement(`${name}, BLAS, 1 thread`, gigaflop / native, "GFLOP/s", gigaflop / outside));
      inPlace.free();
    }
  }
  return results;
}
