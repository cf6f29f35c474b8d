/**
 * Products whose left side is mostly zeros (activities behind a ReLU and their gradients), over lists of what is not zero.
 * A list holds one entry of eight bytes for each non-zero of a segment, in ascending order: the byte offset of its row within a
 * panel (panels.ts), then the value. Lists lie `listBytes()` apart. Plain reference: tests/support/reference/matmul.ts.
 */
import { PANEL_BYTES, PANEL_COLUMNS, PANEL_ROW_BYTES, SEGMENT } from "./panels";

const ENTRY_BYTES: usize = 8;
/** A line longer than a full list: the heads of lists do not share cache sets. */
const LIST_BYTES: usize = <usize>SEGMENT * ENTRY_BYTES + 64;

/** Distance of two lists in memory. */
export function listBytes(): i32 {
  return <i32>LIST_BYTES;
}

/**
 * C [rows, columns] (+)= A [rows, depth] B: A as one list a row, B as packed panels of one segment.
 * Each sum runs in ascending order of the index: bit for bit the dense product.
 * @param counts int32 [rows]: entries of each list
 */
export function sparseTimesPanels(
  rows: i32,
  columns: i32,
  lists: usize,
  counts: usize,
  panels: usize,
  c: usize,
  ldc: i32,
  accumulate: i32,
): void {
  const step = (<usize>ldc) << 2;
  for (let first = 0; first < columns; first += PANEL_COLUMNS) {
    const width = min(PANEL_COLUMNS, columns - first);
    touch(panels);
    let list = lists;
    let to = c + ((<usize>first) << 2);
    for (let row = 0; row < rows; row++) {
      const entries = <usize>load<i32>(counts + ((<usize>row) << 2));
      const end = list + entries * ENTRY_BYTES;
      if (width == PANEL_COLUMNS) listTimesPanel(list, end, panels, to, accumulate);
      else listTimesPart(list, end, panels, to, width, accumulate);
      list += LIST_BYTES;
      to += step;
    }
    panels += PANEL_BYTES;
  }
}

/** Reads a panel line by line: lists read it in leaps, which no prefetcher follows. */
function touch(panel: usize): v128 {
  let all = v128.load(panel);
  for (let i: usize = 64; i < PANEL_BYTES; i += 64) all = v128.or(all, v128.load(panel + i));
  return all;
}

function listTimesPanel(entry: usize, end: usize, panel: usize, c: usize, add: i32): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  while (entry < end) {
    const b = panel + <usize>load<u32>(entry);
    const x = v128.load32_splat(entry, 4);
    c0 = f32x4.add(c0, f32x4.mul(x, v128.load(b)));
    c1 = f32x4.add(c1, f32x4.mul(x, v128.load(b, 16)));
    c2 = f32x4.add(c2, f32x4.mul(x, v128.load(b, 32)));
    c3 = f32x4.add(c3, f32x4.mul(x, v128.load(b, 48)));
    c4 = f32x4.add(c4, f32x4.mul(x, v128.load(b, 64)));
    c5 = f32x4.add(c5, f32x4.mul(x, v128.load(b, 80)));
    c6 = f32x4.add(c6, f32x4.mul(x, v128.load(b, 96)));
    c7 = f32x4.add(c7, f32x4.mul(x, v128.load(b, 112)));
    entry += ENTRY_BYTES;
  }
  if (add) {
    c0 = f32x4.add(c0, v128.load(c));
    c1 = f32x4.add(c1, v128.load(c, 16));
    c2 = f32x4.add(c2, v128.load(c, 32));
    c3 = f32x4.add(c3, v128.load(c, 48));
    c4 = f32x4.add(c4, v128.load(c, 64));
    c5 = f32x4.add(c5, v128.load(c, 80));
    c6 = f32x4.add(c6, v128.load(c, 96));
    c7 = f32x4.add(c7, v128.load(c, 112));
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

/** The last panel of a matrix whose columns do not fill it; in the function above it would cost the loop its registers. */
function listTimesPart(first: usize, end: usize, panel: usize, c: usize, width: i32, add: i32): void {
  for (let column = 0; column < width; column++) {
    let sum: f32 = 0;
    for (let entry = first; entry < end; entry += ENTRY_BYTES) {
      sum += load<f32>(entry, 4) * load<f32>(panel + <usize>load<u32>(entry));
    }
    store<f32>(c, add ? sum + load<f32>(c) : sum);
    panel += 4;
    c += 4;
  }
}

/**
 * out [row, index] = a [row] · b [index] for the listed indices only: the product with the transpose of B [depth, width],
 * where it is wanted. Rows of B are `width` floats. A sum runs over four lanes, then ((0 + 1) + (2 + 3)).
 */
export function listedDots(
  rows: i32,
  width: i32,
  a: usize,
  b: usize,
  lists: usize,
  counts: usize,
  out: usize,
  ldo: i32,
): void {
  const rowBytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    let entry = lists;
    let left = load<i32>(counts + ((<usize>row) << 2));
    for (; left >= 4; left -= 4) {
      fourDots(entry, a, b, rowBytes, out);
      entry += 4 * ENTRY_BYTES;
    }
    for (; left > 0; left--) {
      const index = indexOf(entry);
      store<f32>(out + (index << 2), dot(a, b + index * rowBytes, rowBytes));
      entry += ENTRY_BYTES;
    }
    lists += LIST_BYTES;
    a += rowBytes;
    out += (<usize>ldo) << 2;
  }
}

function indexOf(entry: usize): usize {
  return <usize>load<u32>(entry) / PANEL_ROW_BYTES;
}

/** Four at a time: the row of A is loaded once for all. */
function fourDots(entry: usize, a: usize, b: usize, rowBytes: usize, out: usize): void {
  const i0 = indexOf(entry);
  const i1 = indexOf(entry + ENTRY_BYTES);
  const i2 = indexOf(entry + 2 * ENTRY_BYTES);
  const i3 = indexOf(entry + 3 * ENTRY_BYTES);
  const b0 = b + i0 * rowBytes;
  const b1 = b + i1 * rowBytes;
  const b2 = b + i2 * rowBytes;
  const b3 = b + i3 * rowBytes;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const whole = rowBytes & ~(<usize>31);
  let i: usize = 0;
  for (; i < whole; i += 32) {
    const x = v128.load(a + i);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b0 + i)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b1 + i)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b2 + i)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b3 + i)));
    const y = v128.load(a + i, 16);
    s0 = f32x4.add(s0, f32x4.mul(y, v128.load(b0 + i, 16)));
    s1 = f32x4.add(s1, f32x4.mul(y, v128.load(b1 + i, 16)));
    s2 = f32x4.add(s2, f32x4.mul(y, v128.load(b2 + i, 16)));
    s3 = f32x4.add(s3, f32x4.mul(y, v128.load(b3 + i, 16)));
  }
  store<f32>(out + (i0 << 2), sumOf(s0) + tailOf(a, b0, whole, rowBytes));
  store<f32>(out + (i1 << 2), sumOf(s1) + tailOf(a, b1, whole, rowBytes));
  store<f32>(out + (i2 << 2), sumOf(s2) + tailOf(a, b2, whole, rowBytes));
  store<f32>(out + (i3 << 2), sumOf(s3) + tailOf(a, b3, whole, rowBytes));
}

function dot(a: usize, b: usize, rowBytes: usize): f32 {
  let sum = f32x4.splat(0);
  const whole = rowBytes & ~(<usize>31);
  for (let i: usize = 0; i < whole; i += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + i), v128.load(b + i)));
  }
  return sumOf(sum) + tailOf(a, b, whole, rowBytes);
}

function sumOf(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}

function tailOf(a: usize, b: usize, from: usize, rowBytes: usize): f32 {
  let sum: f32 = 0;
  for (let i = from; i < rowBytes; i += 4) sum += load<f32>(a + i) * load<f32>(b + i);
  return sum;
}
