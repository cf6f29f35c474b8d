/** Where a code says that two agents are: the sum of the codes of both their places. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { UserError } from "../user-error.ts";
import type { PlaceCode } from "./place-code.ts";

/** All ways to cut so many cells in two are tried. */
export const mostCellsOfTwo = 10;

/** Where both are. */
export interface TwoPlaces {
  readonly one: SharedArray<"float32">; // [rows, 2] m
  readonly other: SharedArray<"float32">; // [rows, 2] m
}

const rowsPerBlock = 32;

const decodeBlock = defineJob(
  import.meta.url,
  "decode-two-places",
  ["code", "out", "rows", "cells", "stride", "centresX", "centresY", "k", "one", "other"],
  ({ kernels, scratch }, block, a) => {
    const row = block * rowsPerBlock;
    // biome-ignore format: the code, how to read it, what is true, where to
    kernels.decodeTwo(a.code + row * a.stride * 4, Math.min(rowsPerBlock, a.rows - row), a.cells, a.stride,
      a.centresX, a.centresY, a.k,
      a.one + row * 8, a.other + row * 8,
      a.out + row * 16, scratch);
  },
);

/**
 * out [rows, 4] = the places of one and of the other, m, as activity [rows, cells] says, which may be logits: means of the two clusters
 * of the centres of the k best cells, given to both as fits the true places better. Source: the dual-agent task of the repository of
 * Sorscher et al. 2019, which seeks the clusters by k-means from random starts; here they are the best there are.
 * @throws UserError when k is not in 2 … min(10, cells)
 */
export function decodeTwo(
  engine: Engine,
  { cells, centresX, centresY }: PlaceCode,
  activity: SharedArray<"float32">,
  { one, other }: TwoPlaces,
  out: SharedArray<"float32">,
  k: number,
): void {
  const rows = out.length / 4;
  const most = Math.min(mostCellsOfTwo, cells);
  if (!(Number.isInteger(k) && k >= 2 && k <= most)) {
    throw new UserError(`two places of the best ${k} cells`, `use a whole number from 2 to ${most}`, 2);
  }
  const values = {
    ...{ code: activity.pointer, out: out.pointer, rows, cells, stride: activity.shape.at(-1)!, k },
    ...{ centresX: centresX.pointer, centresY: centresY.pointer, one: one.pointer, other: other.pointer },
  };
  const scratch = engine.kernels.decodeScratchBytes(k);
  engine.pool.run(decodeBlock, Math.ceil(rows / rowsPerBlock), values, scratch);
}

/** Mean of the middle two where they are even in number. The values are sorted in place. */
export function median(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
}

export interface TwoErrors {
  /** Mean over samples and both agents, m. */
  readonly eachMean: number;
  /** [rows] distance of both places together, in four dimensions, m. */
  readonly both: Float64Array;
}

/** How far off decoded places [rows, 4] are. */
export function errorsOfTwo(
  engine: Engine,
  decoded: SharedArray<"float32">,
  { one, other }: TwoPlaces,
): TwoErrors {
  const rows = decoded.length / 4;
  return engine.memory.scope(() => {
    const means = engine.memory.zeros("float64", rows, "errors of each agent");
    const both = engine.memory.allocate("float64", rows, "errors of both agents");
    engine.kernels.addTwoDistances(
      ...([decoded.pointer, one.pointer, other.pointer, rows, means.pointer, both.pointer] as const),
    );
    return { eachMean: means.view.reduce((sum, mean) => sum + mean, 0) / rows, both: both.toArray() };
  });
}
