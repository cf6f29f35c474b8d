/** Gradients of dense layers, y = x · weights + bias, over all samples at once. */
import type { Engine } from "../engine/engine.ts";
import { defineJob, type JobContext } from "../engine/job.ts";
import { type WeightProduct, weightTile, weightTiles } from "./weight-tile.ts";

/** The gradient of one weight matrix, and of the bias beside it. */
export interface LinearProduct extends WeightProduct {
  readonly bias?: number; // [columns] receives the sum of delta over the samples; left out: there is none
}

/** How a product stands in the table that the blocks read: float64, in this order. */
const fields = ["rows", "columns", "steps", "batch", "source", "delta", "gradient", "bias"] as const;
type TableRow = Required<LinearProduct>;
const rowBytes = fields.length * 8;

/** Columns of a bias whose gradient one block sums over all samples. */
const biasColumns = 64;

const biasTiles = ({ columns, bias }: TableRow): number => (bias ? Math.ceil(columns / biasColumns) : 0);

const gradientBlock = defineJob(
  import.meta.url,
  "layers/linear-gradients",
  ["table", "products"],
  (context, block, a) => {
    let tile = block;
    for (let i = 0; i < a.products; i++) {
      const product = readRow(context, a.table + i * rowBytes);
      const ofWeights = weightTiles(product.rows);
      const all = ofWeights + biasTiles(product);
      if (tile < all) {
        if (tile < ofWeights) weightTile(context, product, tile);
        else biasTile(context, product, tile - ofWeights);
        return;
      }
      tile -= all;
    }
  },
);

function readRow({ kernels }: JobContext, at: number): TableRow {
  const read = (field: keyof TableRow) => kernels.loadFloat64(at + fields.indexOf(field) * 8);
  return {
    rows: read("rows"),
    columns: read("columns"),
    steps: read("steps"),
    batch: read("batch"),
    source: read("source"),
    delta: read("delta"),
    gradient: read("gradient"),
    bias: read("bias"),
  };
}

function biasTile({ kernels }: JobContext, product: TableRow, tile: number): void {
  const { columns, delta, bias } = product;
  const first = tile * biasColumns;
  const samples = product.steps * product.batch;
  const count = Math.min(biasColumns, columns - first);
  kernels.columnSums(delta + first * 4, samples, count, columns, bias + first * 4);
}

/**
 * Computes the gradients of all `products` in one run of the pool, overwriting what was there. Blocks are taken in their order: name
 * the largest first. With the WASM kernels the bits are the same for any number of workers.
 * @throws UserError when there is no memory for the table of products
 */
export function linearGradients(engine: Engine, products: readonly LinearProduct[]): void {
  const rows: readonly TableRow[] = products.map((product) => ({ bias: 0, ...product }));
  const blocks = rows.reduce((sum, row) => sum + weightTiles(row.rows) + biasTiles(row), 0);
  engine.memory.scope(() => {
    const table = engine.memory.from(
      "float64",
      rows.flatMap((row) => fields.map((field) => row[field])),
      "table of products",
    );
    engine.pool.run(gradientBlock, blocks, { table: table.pointer, products: rows.length });
  });
}
