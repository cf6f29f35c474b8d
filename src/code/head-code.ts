/** Head-direction cells: from headings to their activity. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { UserError } from "../user-error.ts";
import { columnsOf } from "./columns.ts";

/** An ensemble of head-direction cells: log density concentration * cos(heading - mean), von Mises. Source: Banino et al. 2018. */
export interface HeadCode {
  readonly cells: number;
  readonly concentration: number;
  /** [cells] preferred headings, rad in [-pi, pi). */
  readonly means: SharedArray<"float32">;
}

/** @throws UserError when there is no cell, or the concentration is not positive */
export function openHeadCode(engine: Engine, means: ArrayLike<number>, concentration: number): HeadCode {
  if (means.length < 1) throw new UserError("0 head-direction cells", "use at least 1", 2);
  if (!(concentration > 0 && Number.isFinite(concentration))) {
    throw new UserError(
      `the concentration of the head-direction cells is ${concentration}`,
      "use a positive number, such as 20",
      2,
    );
  }
  return {
    cells: means.length,
    concentration,
    means: engine.memory.from("float32", means, "means of the head-direction cells"),
  };
}

/** Rows of one block of work. */
const rowsPerBlock = 128;

const encodeBlock = defineJob(
  import.meta.url,
  "encode-headings",
  ["headings", "out", "rows", "means", "cells", "stride", "kind", "concentration"],
  ({ kernels }, block, a) => {
    const row = block * rowsPerBlock;
    kernels.headCode(
      a.headings + row * 4,
      Math.min(rowsPerBlock, a.rows - row),
      a.means,
      ...([a.cells, a.stride, a.kind, a.concentration] as const),
      a.out + row * a.stride * 4,
    );
  },
);

/**
 * out [rows, cells] = probabilities of the cells at headings [rows] in rad, on all threads. A heading that is not finite gives NaN.
 * @param first column of the ensemble, where `out` holds what others say, too
 * @param density instead exp(concentration * cos(heading - mean)), which does not sum to 1
 */
export function encodeHeadings(
  engine: Engine,
  code: HeadCode,
  headings: SharedArray<"float32">,
  out: SharedArray<"float32">,
  first = 0,
  density = false,
): void {
  const rows = headings.length;
  const { cells, concentration, means } = code;
  engine.pool.run(encodeBlock, Math.ceil(rows / rowsPerBlock), {
    ...{ headings: headings.pointer, rows, cells, concentration, means: means.pointer },
    ...columnsOf(out, rows, first, cells),
    kind: density ? 2 : 0,
  });
}
