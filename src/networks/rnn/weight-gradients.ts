import { defineJob, type JobContext } from "../../engine/job.ts";
import { segmentsOfSamples } from "./sample-segments.ts";
import { sparseTile, sparseTileRows } from "./sparse-gradients.ts";

/** Rows of a weight matrix whose gradient one block computes; the sum over all samples stays within the block. */
const denseTileRows = 64;

/** Gradient of one weight matrix [rows, columns] = sourceᵀ [rows, steps * batch] · delta [steps * batch, columns]. */
interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly source: number;
  readonly delta: number;
  readonly gradient: number;
}

export const gradientArguments = [
  "batch",
  "steps",
  "units",
  "cells",
  "startCode", // [B, cells]
  "velocity", // [T, B, 2] m/s
  "hidden", // [T + 1, B, units]
  "delta", // [T + 1, B, units]
  "logitGradient", // [T, B, cells]
  "deltaPanels", // packed samples: the recurrent and input products are sparse, or 0
  "logitPanels", // packed samples: the decoder's product is sparse, or 0
  "encoderGradient",
  "inputGradient",
  "recurrentGradient",
  "decoderGradient",
] as const;
export type GradientArguments = Readonly<Record<(typeof gradientArguments)[number], number>>;

/** The products that are computed densely, in the order of their blocks. */
function denseProducts(a: GradientArguments): readonly Product[] {
  const stateBytes = a.batch * a.units * 4;
  const afterFirst = a.delta + stateBytes;
  const { steps, units, cells } = a;
  // biome-ignore format: one product a line
  const products = [
    { rows: cells, columns: units, steps: 1, source: a.startCode, delta: a.delta, gradient: a.encoderGradient },
  ];
  // biome-ignore format: one product a line
  if (!a.deltaPanels) products.push(
    { rows: units, columns: units, steps, source: a.hidden, delta: afterFirst, gradient: a.recurrentGradient },
    { rows: 2, columns: units, steps, source: a.velocity, delta: afterFirst, gradient: a.inputGradient },
  );
  // biome-ignore format: one product a line
  if (!a.logitPanels) products.push(
    { rows: units, columns: cells, steps, source: a.hidden + stateBytes, delta: a.logitGradient, gradient: a.decoderGradient },
  );
  return products;
}

const denseTiles = (rows: number): number => Math.ceil(rows / denseTileRows);

/** Blocks of tiles of units first: they take longest. */
const sparseTiles = (a: GradientArguments): number =>
  a.deltaPanels || a.logitPanels ? Math.ceil(a.units / sparseTileRows) : 0;

export const gradientBlocks = (a: GradientArguments): number =>
  denseProducts(a).reduce((blocks, { rows }) => blocks + denseTiles(rows), sparseTiles(a));

export const gradientBlock = defineJob(
  import.meta.url,
  "model/weight-gradients",
  gradientArguments,
  (context, block, a) => {
    if (block < sparseTiles(a)) {
      sparseTile(context, a, block);
      return;
    }
    let tile = block - sparseTiles(a);
    for (const product of denseProducts(a)) {
      if (tile < denseTiles(product.rows)) {
        denseTile(context, a.batch, product, tile);
        return;
      }
      tile -= denseTiles(product.rows);
    }
  },
);

/**
 * The WASM kernel sums over one segment of samples after the other, as the sparse product does: the same bits.
 * A native BLAS promises none and gets all at once.
 */
function denseTile(context: JobContext, batch: number, product: Product, tile: number): void {
  const { columns, steps } = product;
  const first = tile * denseTileRows;
  const rows = Math.min(denseTileRows, product.rows - first);
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
