/**
 * The packed form of the right-hand matrix B [k, n] of a product, read by dense (packed-matmul.ts) and sparse (sparse.ts) kernels.
 * k is cut into segments of at most SEGMENT; in each, columns go into panels, [segment][panel][SEGMENT][PANEL_COLUMNS],
 * zeros beyond the last column. What lies beyond the last row of a segment is never read.
 */

import { transposeTile } from "./transpose-tile";

/** Longest run of products that is summed before it is added to C: all kernels keep this order, and so the same bits. */
export const SEGMENT: i32 = 256;
export const PANEL_COLUMNS: i32 = 32;
export const PANEL_ROW_BYTES: usize = (<usize>PANEL_COLUMNS) << 2;
export const PANEL_BYTES: usize = <usize>SEGMENT * PANEL_ROW_BYTES;

/** Packs B [depth, columns], depth <= SEGMENT, row stride `stride` elements. */
export function packPanels(depth: i32, columns: i32, b: usize, stride: i32, panels: usize): void {
  const step = (<usize>stride) << 2;
  for (let first = 0; first < columns; first += PANEL_COLUMNS) {
    const source = b + ((<usize>first) << 2);
    const width = min(PANEL_COLUMNS, columns - first);
    if (width == PANEL_COLUMNS) packWhole(depth, source, step, panels);
    else packPart(depth, width, source, step, 4, panels);
    panels += PANEL_BYTES;
  }
}

/** The same for B stored as its transpose, [columns, depth]. */
export function packTransposedPanels(depth: i32, columns: i32, b: usize, stride: i32, panels: usize): void {
  const step = (<usize>stride) << 2;
  for (let first = 0; first < columns; first += PANEL_COLUMNS) {
    const source = b + <usize>first * step;
    const width = min(PANEL_COLUMNS, columns - first);
    if (width == PANEL_COLUMNS && (depth & 3) == 0) packTransposed(depth, source, step, panels);
    else packPart(depth, width, source, 4, step, panels);
    panels += PANEL_BYTES;
  }
}

function packWhole(depth: i32, source: usize, step: usize, out: usize): void {
  for (let p = 0; p < depth; p++) {
    v128.store(out, v128.load(source));
    v128.store(out, v128.load(source, 16), 16);
    v128.store(out, v128.load(source, 32), 32);
    v128.store(out, v128.load(source, 48), 48);
    v128.store(out, v128.load(source, 64), 64);
    v128.store(out, v128.load(source, 80), 80);
    v128.store(out, v128.load(source, 96), 96);
    v128.store(out, v128.load(source, 112), 112);
    source += step;
    out += PANEL_ROW_BYTES;
  }
}

function packTransposed(depth: i32, source: usize, step: usize, out: usize): void {
  for (let q = 0; q < PANEL_COLUMNS; q += 4) {
    let from = source + <usize>q * step;
    let to = out + ((<usize>q) << 2);
    for (let p = 0; p < depth; p += 4) {
      transposeTile(from, step, to, PANEL_ROW_BYTES);
      from += 16;
      to += 4 * PANEL_ROW_BYTES;
    }
  }
}

function packPart(
  depth: i32,
  width: i32,
  source: usize,
  depthStep: usize,
  columnStep: usize,
  out: usize,
): void {
  for (let p = 0; p < depth; p++) {
    for (let q = 0; q < PANEL_COLUMNS; q++) {
      const value: f32 = q < width ? load<f32>(source + <usize>q * columnStep) : 0;
      store<f32>(out + ((<usize>q) << 2), value);
    }
    source += depthStep;
    out += PANEL_ROW_BYTES;
  }
}
