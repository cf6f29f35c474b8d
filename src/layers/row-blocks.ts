import type { Matmul } from "../engine/matmul.ts";

/** How many rows (trajectories) one block of a job computes. */
export interface RowBlocks {
  readonly rows: number;
  readonly blocks: number;
}

/** Rows of a register tile of the own kernel; a BLAS is fast with any. */
const tileRows = { wasm: 4, native: 1 } as const;
/** More than one a thread evens out what each gets of a shared core. A native BLAS packs its operands at every call: one. */
const blocksPerThread = { wasm: 2, native: 1 } as const;
/** In smaller ones, packing the weights for each would cost more than evening out gains. */
const leastRows = 16;
/** So that lists and codes of a block stay small. */
const mostRows = 256;

/** Cuts a batch into whole register tiles for each thread. A row of a result is the same in blocks of any size. */
export function cutRows(batch: number, threads: number, kind: Matmul["kind"]): RowBlocks {
  const many = batch >= threads * blocksPerThread[kind] * leastRows;
  const share = Math.ceil(batch / (threads * (many ? blocksPerThread[kind] : 1)));
  const rows = Math.min(batch, mostRows, Math.ceil(share / tileRows[kind]) * tileRows[kind]);
  return { rows, blocks: Math.ceil(batch / rows) };
}
