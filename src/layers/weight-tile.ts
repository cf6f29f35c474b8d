import type { JobContext } from "../engine/job.ts";
import { segmentsOfSamples } from "./sample-segments.ts";

/** Rows of a weight matrix whose gradient one block computes; the sum over all samples stays within the block. */
const tileRows = 64;

/**
 * Gradient of one weight matrix: gradient [rows, columns] = sourceᵀ · delta over the samples [steps, batch].
 * Addresses of row-major float32 matrices.
 */
export interface WeightProduct {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly batch: number;
  readonly source: number; // [steps * batch, rows], what the weights were multiplied with
  readonly delta: number; // [steps * batch, columns], gradient at what came out
  readonly gradient: number; // [rows, columns], overwritten
}

/** Into how many tiles the gradient of a matrix of `rows` rows is cut. */
export const weightTiles = (rows: number): number => Math.ceil(rows / tileRows);

/**
 * Computes one tile of rows of a weight gradient. The WASM kernel sums over one segment of samples after the other, as the
 * sparse product does: the same bits. A native BLAS promises none and gets all at once.
 */
export function weightTile(context: JobContext, product: WeightProduct, tile: number): void {
  const { columns, steps, batch } = product;
  const first = tile * tileRows;
  const rows = Math.min(tileRows, product.rows - first);
  const segments =
    context.matmul.kind === "native" ? [{ first: 0, count: steps * batch }] : segmentsOfSamples(steps, batch);
  segments.forEach(({ first: sample, count }, segment) => {
    // biome-ignore format: sizes, then one matrix a line
    context.matmul.multiply("tn", rows, columns, count,
      product.source + (sample * product.rows + first) * 4, product.rows,
      product.delta + sample * columns * 4, columns,
      product.gradient + first * columns * 4, columns, segment > 0);
  });
}
