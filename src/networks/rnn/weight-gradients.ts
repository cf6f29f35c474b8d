import { defineJob } from "../../engine/job.ts";
import { type WeightProduct, weightTile, weightTiles } from "../../layers/weight-tile.ts";
import { type GradientArguments, gradientArguments } from "./gradient-arguments.ts";
import { sparseTile, sparseTileRows } from "./sparse-gradients.ts";

/** The products that are computed densely, in the order of their blocks. */
function denseProducts(a: GradientArguments): readonly WeightProduct[] {
  const stateBytes = a.batch * a.units * 4;
  const afterFirst = a.delta + stateBytes;
  const { steps, batch, units, cells, inputs } = a;
  // biome-ignore format: one product a line
  const products = [
    { rows: cells, columns: units, steps: 1, batch, source: a.startCode, delta: a.delta, gradient: a.encoderGradient },
  ];
  // biome-ignore format: one product a line
  if (!a.deltaPanels) products.push(
    { rows: units, columns: units, steps, batch, source: a.states, delta: afterFirst, gradient: a.recurrentGradient },
    { rows: inputs, columns: units, steps, batch, source: a.velocity, delta: afterFirst, gradient: a.inputGradient },
  );
  // biome-ignore format: one product a line
  if (!a.logitPanels) products.push(
    { rows: units, columns: cells, steps, batch, source: a.states + stateBytes, delta: a.logitGradient, gradient: a.decoderGradient },
  );
  return products;
}

/** Blocks of tiles of units first: they take longest. */
const sparseTiles = (a: GradientArguments): number =>
  a.deltaPanels || a.logitPanels ? Math.ceil(a.units / sparseTileRows) : 0;

export const gradientBlocks = (a: GradientArguments): number =>
  denseProducts(a).reduce((blocks, { rows }) => blocks + weightTiles(rows), sparseTiles(a));

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
      if (tile < weightTiles(product.rows)) {
        weightTile(context, product, tile);
        return;
      }
      tile -= weightTiles(product.rows);
    }
  },
);
