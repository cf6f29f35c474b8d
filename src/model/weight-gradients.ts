import { defineJob, type JobContext } from "../engine/job.ts";
import { sparseTile, sparseTileRows } from "./sparse-gradients.ts";

/** Rows of a weight matrix whose gradient one block computes; the sum over all samples stays within the block. */
const denseTileRows = 64;

/** Gradient of one weight matrix [rows, columns] = sourceᵀ [rows, samples] · delta [samples, columns]. */
interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
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
  const samples = a.batch * a.steps;
  const stateBytes = a.batch * a.units * 4;
  const afterFirst = a.delta + stateBytes;
  const { batch, units, cells } = a;
  // biome-ignore format: one product a line
  const products = [
    { rows: cells, columns: units, samples: batch, source: a.startCode, delta: a.delta, gradient: a.encoderGradient },
  ];
  // biome-ignore format: one product a line
  if (!a.deltaPanels) products.push(
    { rows: units, columns: units, samples, source: a.hidden, delta: afterFirst, gradient: a.recurrentGradient },
    { rows: 2, columns: units, samples, source: a.velocity, delta: afterFirst, gradient: a.inputGradient },
  );
  // biome-ignore format: one product a line
  if (!a.logitPanels) products.push(
    { rows: units, columns: cells, samples, source: a.hidden + stateBytes, delta: a.logitGradient, gradient: a.decoderGradient },
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
        denseTile(context, product, tile);
        return;
      }
      tile -= denseTiles(product.rows);
    }
  },
);

function denseTile(context: JobContext, product: Product, tile: number): void {
  const first = tile * denseTileRows;
  const rows = Math.min(denseTileRows, product.rows - first);
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("tn", rows, product.columns, product.samples,
    product.source + first * 4, product.rows,
    product.delta, product.columns,
    product.gradient + first * product.columns * 4, product.columns, false);
}
