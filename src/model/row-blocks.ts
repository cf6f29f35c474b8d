/** How many rows (trajectories) one block of a job computes. */
export interface RowBlocks {
  readonly rows: number;
  readonly blocks: number;
}

const tileRows = 4;
const blocksWanted = 10;

/**
 * Cuts a batch so that results do not depend on the number of threads: about ten blocks of whole register tiles.
 * A native BLAS packs its operands at every call and promises no bits: it gets as few blocks as there are threads.
 */
export function cutRows(batch: number, nativeThreads: number | undefined): RowBlocks {
  const share = Math.ceil(batch / (nativeThreads ?? blocksWanted));
  const rows = Math.min(batch, Math.ceil(share / tileRows) * tileRows);
  return { rows, blocks: Math.ceil(batch / rows) };
}
