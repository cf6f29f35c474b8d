/** Dense float32 matrix product, register-blocked and packed. Plain reference: tests/support/reference/matmul.ts. */

import { transposeTile } from "./transpose-tile";

/** Rows and columns of C one call of the micro-kernel computes. */
const MR: i32 = 4;
const NR: i32 = 8;
/** Block sizes: the panels of one tile stay in the first cache, the packed blocks of A and B in the second. */
const KC: i32 = 256;
const MC: i32 = 32;
const NC: i32 = 512;
/** A packed element is stored four times, ready to multiply four columns: broadcasts would cost the arithmetic units. */
const SPLAT: i32 = 4;

/** Bytes of the packing buffer `matmul` needs, one per thread. */
export function matmulPackingBytes(): i32 {
  return (MC * KC * SPLAT + KC * NC + MR * NR) * 4;
}

/**
 * C [m,n] = op(A) [m,k] op(B) [k,n], added to C when `accumulate` is 1.
 * The order of summation depends on k alone: a row of C is the same however many rows are computed at once.
 */
export function matmul(
  transposeA: i32,
  transposeB: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  accumulate: i32,
  packing: usize,
): void {
  const packedA = packing;
  const packedB = packing + ((<usize>(MC * KC * SPLAT)) << 2);
  const edge = packedB + ((<usize>(KC * NC)) << 2);
  for (let j = 0; j < n; j += NC) {
    const columns = min(NC, n - j);
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      const add = accumulate | i32(p > 0);
      const bAt = transposeB ? b + at(j, ldb, p) : b + at(p, ldb, j);
      packB(transposeB, depth, columns, bAt, ldb, packedB);
      for (let i = 0; i < m; i += MC) {
        const rows = min(MC, m - i);
        const aAt = transposeA ? a + at(p, lda, i) : a + at(i, lda, p);
        packA(transposeA, rows, depth, aAt, lda, packedA);
        multiplyBlock(rows, columns, depth, packedA, packedB, c + at(i, ldc, j), ldc, add, edge);
      }
    }
  }
  if (k == 0 && !accumulate) {
    for (let i = 0; i < m; i++) memory.fill(c + at(i, ldc, 0), 0, (<usize>n) << 2);
  }
}

function at(row: i32, stride: i32, column: i32): usize {
  return (<usize>row * <usize>stride + <usize>column) << 2;
}

/** Packs B into panels of NR columns, [panel, depth, NR], zeros beyond the last column. */
function packB(transposed: i32, depth: i32, columns: i32, b: usize, ldb: i32, out: usize): void {
  for (let j = 0; j < columns; j += NR) {
    const width = min(NR, columns - j);
    if (transposed) packColumns(width, depth, b + at(j, ldb, 0), ldb, out);
    else packRows(width, depth, b + at(0, ldb, j), ldb, out);
    out += (<usize>(depth * NR)) << 2;
  }
}

/** Packs A into panels of MR rows, [panel, depth, MR, SPLAT], zeros beyond the last row. */
function packA(transposed: i32, rows: i32, depth: i32, a: usize, lda: i32, out: usize): void {
  const step = (<usize>lda) << 2;
  const panel = (<usize>(depth * MR * SPLAT)) << 2;
  const whole = rows & ~(MR - 1);
  if (transposed) {
    // Depth outside: each line of A is read once, however its rows fall into the cache.
    for (let p = 0; p < depth; p++) {
      for (let i = 0; i < whole; i += MR) {
        splatFour(a + at(p, lda, i), 4, out + <usize>(i >> 2) * panel + ((<usize>p) << 6));
      }
    }
  } else {
    for (let i = 0; i < whole; i += MR) {
      const to = out + <usize>(i >> 2) * panel;
      for (let p = 0; p < depth; p++) splatFour(a + at(i, lda, p), step, to + ((<usize>p) << 6));
    }
  }
  if (whole < rows) {
    const rowStep: usize = transposed ? 4 : step;
    const depthStep: usize = transposed ? step : 4;
    const to = out + <usize>(whole >> 2) * panel;
    packLastRows(rows - whole, depth, a + <usize>whole * rowStep, rowStep, depthStep, to);
  }
}

function splatFour(source: usize, step: usize, out: usize): void {
  v128.store(out, v128.load32_splat(source));
  v128.store(out, v128.load32_splat(source + step), 16);
  v128.store(out, v128.load32_splat(source + 2 * step), 32);
  v128.store(out, v128.load32_splat(source + 3 * step), 48);
}

function packLastRows(
  height: i32,
  depth: i32,
  source: usize,
  rowStep: usize,
  depthStep: usize,
  out: usize,
): void {
  const zero = f32x4.splat(0);
  for (let p = 0; p < depth; p++) {
    v128.store(out, v128.load32_splat(source));
    v128.store(out, height > 1 ? v128.load32_splat(source + rowStep) : zero, 16);
    v128.store(out, height > 2 ? v128.load32_splat(source + 2 * rowStep) : zero, 32);
    v128.store(out, zero, 48);
    source += depthStep;
    out += MR * SPLAT * 4;
  }
}

/** out[p, 0..NR) = source[p, 0..width), for p < depth. */
function packRows(width: i32, depth: i32, source: usize, stride: i32, out: usize): void {
  const step = (<usize>stride) << 2;
  for (let p = 0; p < depth; p++) {
    if (width == NR) {
      v128.store(out, v128.load(source));
      v128.store(out, v128.load(source, 16), 16);
    } else {
      for (let q = 0; q < NR; q++) {
        store<f32>(out + ((<usize>q) << 2), q < width ? load<f32>(source + ((<usize>q) << 2)) : 0);
      }
    }
    source += step;
    out += NR * 4;
  }
}

/** out[p, 0..NR) = source[0..width, p], for p < depth: 4 x 4 transposes where whole. */
function packColumns(width: i32, depth: i32, source: usize, stride: i32, out: usize): void {
  const step = (<usize>stride) << 2;
  for (let q = 0; q < NR; q += 4) {
    const whole = q + 4 <= width ? depth & ~3 : 0;
    const first = source + <usize>q * step;
    for (let p = 0; p < whole; p += 4) {
      transposeTile(first + ((<usize>p) << 2), step, out + at(p, NR, q), NR * 4);
    }
    for (let p = whole; p < depth; p++) {
      for (let r = q; r < q + 4; r++) {
        const value: f32 = r < width ? load<f32>(source + <usize>r * step + ((<usize>p) << 2)) : 0;
        store<f32>(out + at(p, NR, r), value);
      }
    }
  }
}

function multiplyBlock(
  rows: i32,
  columns: i32,
  depth: i32,
  packedA: usize,
  packedB: usize,
  c: usize,
  ldc: i32,
  add: i32,
  edge: usize,
): void {
  const panelA = (<usize>(depth * MR * SPLAT)) << 2;
  const panelB = (<usize>(depth * NR)) << 2;
  const step = (<usize>ldc) << 2;
  for (let j = 0; j < columns; j += NR) {
    const width = min(NR, columns - j);
    let panel = packedA;
    for (let i = 0; i < rows; i += MR) {
      const height = min(MR, rows - i);
      const to = c + at(i, ldc, j);
      if (height == MR && width == NR) {
        tile(depth, panel, packedB, to, step, add);
      } else {
        tile(depth, panel, packedB, edge, NR * 4, 0);
        storePart(edge, height, width, to, step, add);
      }
      panel += panelA;
    }
    packedB += panelB;
  }
}

/** The part of a whole tile that lies within C. */
function storePart(source: usize, height: i32, width: i32, c: usize, step: usize, add: i32): void {
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const value = load<f32>(source + at(i, NR, j));
      const to = c + ((<usize>j) << 2);
      store<f32>(to, add ? value + load<f32>(to) : value);
    }
    c += step;
  }
}

/** One MR x NR tile of C: eight accumulators, two loads of B and four of A a step, two steps a turn. */
function tile(depth: i32, a: usize, b: usize, c: usize, step: usize, add: i32): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + at(depth & ~1, NR, 0);
  while (b < end) {
    const p0 = v128.load(b, 0);
    const p1 = v128.load(b, 16);
    let x = v128.load(a, 0);
    c00 = f32x4.add(c00, f32x4.mul(x, p0));
    c01 = f32x4.add(c01, f32x4.mul(x, p1));
    x = v128.load(a, 16);
    c10 = f32x4.add(c10, f32x4.mul(x, p0));
    c11 = f32x4.add(c11, f32x4.mul(x, p1));
    x = v128.load(a, 32);
    c20 = f32x4.add(c20, f32x4.mul(x, p0));
    c21 = f32x4.add(c21, f32x4.mul(x, p1));
    x = v128.load(a, 48);
    c30 = f32x4.add(c30, f32x4.mul(x, p0));
    c31 = f32x4.add(c31, f32x4.mul(x, p1));
    const q0 = v128.load(b, 32);
    const q1 = v128.load(b, 48);
    x = v128.load(a, 64);
    c00 = f32x4.add(c00, f32x4.mul(x, q0));
    c01 = f32x4.add(c01, f32x4.mul(x, q1));
    x = v128.load(a, 80);
    c10 = f32x4.add(c10, f32x4.mul(x, q0));
    c11 = f32x4.add(c11, f32x4.mul(x, q1));
    x = v128.load(a, 96);
    c20 = f32x4.add(c20, f32x4.mul(x, q0));
    c21 = f32x4.add(c21, f32x4.mul(x, q1));
    x = v128.load(a, 112);
    c30 = f32x4.add(c30, f32x4.mul(x, q0));
    c31 = f32x4.add(c31, f32x4.mul(x, q1));
    a += 128;
    b += 64;
  }
  if (depth & 1) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load(a, 0);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load(a, 16);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load(a, 32);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load(a, 48);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
  }
  if (add) {
    c00 = f32x4.add(c00, v128.load(c));
    c01 = f32x4.add(c01, v128.load(c, 16));
    c10 = f32x4.add(c10, v128.load(c + step));
    c11 = f32x4.add(c11, v128.load(c + step, 16));
    c20 = f32x4.add(c20, v128.load(c + 2 * step));
    c21 = f32x4.add(c21, v128.load(c + 2 * step, 16));
    c30 = f32x4.add(c30, v128.load(c + 3 * step));
    c31 = f32x4.add(c31, v128.load(c + 3 * step, 16));
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + step, c10);
  v128.store(c + step, c11, 16);
  v128.store(c + 2 * step, c20);
  v128.store(c + 2 * step, c21, 16);
  v128.store(c + 3 * step, c30);
  v128.store(c + 3 * step, c31, 16);
}
