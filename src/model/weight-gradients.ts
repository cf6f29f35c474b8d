import { defineJob, type JobContext } from "../engine/job.ts";

/** Rows of a weight matrix whose gradient one block computes; the sum over all samples stays within the block. */
const tileRows = 64;

/** Gradient of one weight matrix [rows, columns] = sourceᵀ [rows, samples] · delta [samples, columns]. */
interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly source: number;
  readonly delta: number;
  readonly gradient: number;
  readonly scale: number;
  /** Weights under L2 decay, or 0. */
  readonly decaying: number;
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
  "encoderGradient",
  "inputGradient",
  "recurrentGradient",
  "decoderGradient",
  "velocityScale",
  "recurrent",
  "weightDecay",
  "gradientSquares", // [blocks] float64: sum of squared gradients
  "decaySquares", // [blocks] float64: sum of squared decaying weights
] as const;
type GradientArguments = Readonly<Record<(typeof gradientArguments)[number], number>>;

/** The four products in the order of their blocks. */
function products(a: GradientArguments): readonly Product[] {
  const samples = a.batch * a.steps;
  const stateBytes = a.batch * a.units * 4;
  const afterFirst = a.delta + stateBytes;
  // biome-ignore format: one product a line
  return [
    { rows: a.cells, columns: a.units, samples: a.batch, source: a.startCode, delta: a.delta, gradient: a.encoderGradient, scale: 1, decaying: 0 },
    { rows: a.units, columns: a.units, samples, source: a.hidden, delta: afterFirst, gradient: a.recurrentGradient, scale: 1, decaying: a.recurrent },
    { rows: a.units, columns: a.cells, samples, source: a.hidden + stateBytes, delta: a.logitGradient, gradient: a.decoderGradient, scale: 1, decaying: 0 },
    { rows: 2, columns: a.units, samples, source: a.velocity, delta: afterFirst, gradient: a.inputGradient, scale: a.velocityScale, decaying: 0 },
  ];
}

const tiles = (rows: number): number => Math.ceil(rows / tileRows);

export const gradientBlocks = (units: number, cells: number): number =>
  tiles(cells) + 2 * tiles(units) + tiles(2);

export const gradientBlock = defineJob(
  import.meta.url,
  "model/weight-gradients",
  gradientArguments,
  (context, block, a) => {
    let tile = block;
    for (const product of products(a)) {
      if (tile < tiles(product.rows)) {
        gradientTile(context, a, product, tile, block);
        return;
      }
      tile -= tiles(product.rows);
    }
  },
);

function gradientTile(
  context: JobContext,
  a: GradientArguments,
  product: Product,
  tile: number,
  block: number,
): void {
  const { kernels } = context;
  const first = tile * tileRows;
  const rows = Math.min(tileRows, product.rows - first);
  const offset = first * product.columns * 4;
  const gradient = product.gradient + offset;
  // biome-ignore format: sizes, then one matrix a line
  context.matmul.multiply("tn", rows, product.columns, product.samples,
    product.source + first * 4, product.rows,
    product.delta, product.columns,
    gradient, product.columns, false);
  const count = rows * product.columns;
  const decaying = product.decaying ? product.decaying + offset : 0;
  const decay = decaying ? 2 * a.weightDecay : 0;
  if (product.scale !== 1 || decay !== 0) {
    kernels.scaleAndAdd(gradient, decaying, count, product.scale, decay);
  }
  kernels.storeFloat64(a.gradientSquares + block * 8, kernels.sumOfSquares(gradient, count));
  kernels.storeFloat64(a.decaySquares + block * 8, decaying ? kernels.sumOfSquares(decaying, count) : 0);
}
