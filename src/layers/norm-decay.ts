/** Decay by the Frobenius norms of the parts of a matrix, which are not squared: a pull of the same length whatever the size. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { sum } from "../engine/sum.ts";
import type { ArrayDecay } from "./array-decay.ts";

/** Rows a block takes. */
const rowsOfBlock = 64;

const sumPart = defineJob(
  import.meta.url,
  "layers/norm-decay/sum-part",
  ["weights", "rows", "columns", "first", "cells", "squares"],
  ({ kernels }, block, a) => {
    let squares = 0;
    for (let row = block * rowsOfBlock; row < Math.min(a.rows, (block + 1) * rowsOfBlock); row++) {
      squares += kernels.sumOfSquares(a.weights + (row * a.columns + a.first) * 4, a.cells);
    }
    kernels.storeFloat64(a.squares + block * 8, squares);
  },
);

const pullPart = defineJob(
  import.meta.url,
  "layers/norm-decay/pull-part",
  ["gradient", "weights", "rows", "columns", "first", "cells", "factor"],
  ({ kernels }, block, a) => {
    for (let row = block * rowsOfBlock; row < Math.min(a.rows, (block + 1) * rowsOfBlock); row++) {
      const offset = (row * a.columns + a.first) * 4;
      kernels.scaleAndAdd(a.gradient + offset, a.weights + offset, a.cells, 1, a.factor);
    }
  },
);

/**
 * Adds the gradient of strength * sum over the parts of |part|, which is strength * w / |part|; 0 where a part is all zero, as in PyTorch.
 * @param gradient [rows, columns], in place
 * @returns what is in the loss
 */
export function addNormDecay(
  engine: Engine,
  gradient: SharedArray<"float32">,
  weights: SharedArray<"float32">,
  { strength, parts }: Extract<ArrayDecay, { readonly form: "norm" }>,
): number {
  const [rows, columns] = weights.shape as [number, number];
  const blocks = Math.ceil(rows / rowsOfBlock);
  return parts.reduce((total, { first, cells }) => {
    const norm = engine.memory.scope(() => {
      const squares = engine.memory.allocate("float64", blocks, "squared weights of the blocks");
      const values = { weights: weights.pointer, rows, columns, first, cells, squares: squares.pointer };
      engine.pool.run(sumPart, blocks, values);
      return Math.sqrt(sum(squares.view));
    });
    const place = { gradient: gradient.pointer, weights: weights.pointer, rows, columns, first, cells };
    if (norm !== 0) engine.pool.run(pullPart, blocks, { ...place, factor: strength / norm });
    return total + strength * norm;
  }, 0);
}
