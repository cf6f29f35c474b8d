/** Lists of what is not zero in the rows [rows, width] of a block, as assembly/sparse.ts reads them. */
import type { JobContext } from "../../engine/job.ts";
import type { Kernels } from "../../engine/kernels.ts";
import { listBytes, segmentBytes, segmentRows, segmentsOf } from "../../engine/panels.ts";

export interface Lists {
  readonly entries: number; // [segment][row], listBytes apart
  readonly counts: number; // int32 [segment][row]
}

/** Bytes the lists of `rows` rows of `width` values may take. */
export const listsBytes = (rows: number, width: number): number => segmentsOf(width) * rows * (listBytes + 4);

export const listsAt = (address: number, rows: number, width: number): Lists => ({
  entries: address,
  counts: address + segmentsOf(width) * rows * listBytes,
});

/** The lists of one segment. */
const ofSegment = (lists: Lists, rows: number, segment: number): Lists => ({
  entries: lists.entries + segment * rows * listBytes,
  counts: lists.counts + segment * rows * 4,
});

/** Lists the rows of a matrix [rows, width]. */
export function listRows(kernels: Kernels, matrix: number, rows: number, width: number, lists: Lists): void {
  for (let segment = 0; segment < segmentsOf(width); segment++) {
    const first = segment * segmentRows;
    const { entries, counts } = ofSegment(lists, rows, segment);
    kernels.listRows(rows, Math.min(segmentRows, width - first), matrix + first * 4, width, entries, counts);
  }
}

/** out [rows, columns] (+)= what is listed [rows, width] · packed matrix [width, columns] */
export function timesPanels(
  { kernels }: JobContext,
  rows: number,
  columns: number,
  width: number,
  lists: Lists,
  panels: number,
  out: number,
  accumulate: boolean,
): void {
  for (let segment = 0; segment < segmentsOf(width); segment++) {
    const { entries, counts } = ofSegment(lists, rows, segment);
    const add = accumulate || segment > 0 ? 1 : 0;
    const from = panels + segment * segmentBytes(columns);
    kernels.sparseTimesPanels(rows, columns, entries, counts, from, out, columns, add);
  }
}

/** out [rows, width] = a [rows, columns] · matrix [width, columns]ᵀ where listed; the rest of `out` is left as it is. */
export function dotsWhereListed(
  { kernels }: JobContext,
  rows: number,
  columns: number,
  width: number,
  a: number,
  matrix: number,
  lists: Lists,
  out: number,
): void {
  for (let segment = 0; segment < segmentsOf(width); segment++) {
    const first = segment * segmentRows;
    const { entries, counts } = ofSegment(lists, rows, segment);
    kernels.listedDots(
      rows,
      columns,
      a,
      matrix + first * columns * 4,
      entries,
      counts,
      out + first * 4,
      width,
    );
  }
}
