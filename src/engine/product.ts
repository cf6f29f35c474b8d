/** Dense products on all threads; matmul.ts is that of one thread. */
import type { Engine } from "./engine.ts";
import { defineJob } from "./job.ts";

const rowsPerBlock = 32;

const job = defineJob(
  import.meta.url,
  "product",
  ["left", "right", "bias", "out", "rows", "inner", "columns"],
  ({ matmul, kernels }, block, a) => {
    const first = block * rowsPerBlock;
    const count = Math.min(rowsPerBlock, a.rows - first);
    const out = a.out + first * a.columns * 4;
    if (a.bias) kernels.fillRows(out, a.bias, count, a.columns);
    // biome-ignore format: sizes, then one matrix a line
    matmul.multiply("nn", count, a.columns, a.inner,
      a.left + first * a.inner * 4, a.inner,
      a.right, a.columns,
      out, a.columns, a.bias !== 0);
  },
);

/** Addresses of row-major float32 matrices. */
export interface Product {
  readonly left: number; // [rows, inner]
  readonly right: number; // [inner, columns]
  readonly bias?: number; // [columns]; left out or 0: there is none
  readonly out: number; // [rows, columns]
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** out = left · right + bias, dense, on all threads. */
export function multiply(engine: Engine, product: Product): void {
  engine.pool.run(job, Math.ceil(product.rows / rowsPerBlock), { bias: 0, ...product });
}
