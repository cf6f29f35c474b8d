/** Dense float32 matrix product, register-blocked and packed. Plain reference: tests/reference/matmul.ts. */

/** Rows and columns of C one call of the micro-kernel computes. */
const MR: i32 = 4;
const NR: i32 = 8;
/** Block sizes: KC x NR panel of B stays in the first cache, MC x KC of A in the second. */
const KC: i32 = 512;
const MC: i32 = 64;
const NC: i32 = 512;

/** Bytes of the packing buffer `matmul` needs, one per thread. */
export function matmulPackingBytes(): i32 {
  return (MC * KC + KC * NC) * 4 + 64;
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
  const packedB = packing + ((<usize>(MC * KC)) << 2);
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
        multiplyBlock(rows, columns, depth, packedA, packedB, c + at(i, ldc, j), ldc, add);
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
    if (transposed) packTransposed(width, NR, depth, b + at(j, ldb, 0), ldb, out);
    else packRows(width, NR, depth, b + at(0, ldb, j), ldb, out);
    out += (<usize>(depth * NR)) << 2;
  }
}

/** Packs A into panels of MR rows, [panel, depth, MR], zeros beyond the last row. */
function packA(transposed: i32, rows: i32, depth: i32, a: usize, lda: i32, out: usize): void {
  for (let i = 0; i < rows; i += MR) {
    const height = min(MR, rows - i);
    if (transposed) packRows(height, MR, depth, a + at(0, lda, i), lda, out);
    else packTransposed(height, MR, depth, a + at(i, lda, 0), lda, out);
    out += (<usize>(depth * MR)) << 2;
  }
}

/** out[p, 0..size) = source[p, 0..width), for p < depth. */
function packRows(width: i32, size: i32, depth: i32, source: usize, stride: i32, out: usize): void {
  const step = (<usize>stride) << 2;
  if (width == size) {
    for (let p = 0; p < depth; p++) {
      for (let q = 0; q < size; q += 4)
        v128.store(out + ((<usize>q) << 2), v128.load(source + ((<usize>q) << 2)));
      source += step;
      out += (<usize>size) << 2;
    }
    return;
  }
  for (let p = 0; p < depth; p++) {
    for (let q = 0; q < size; q++) {
      store<f32>(out + ((<usize>q) << 2), q < width ? load<f32>(source + ((<usize>q) << 2)) : 0);
    }
    source += step;
    out += (<usize>size) << 2;
  }
}

/** out[p, 0..size) = source[0..width, p], for p < depth: 4 x 4 transposes where whole. */
function packTransposed(width: i32, size: i32, depth: i32, source: usize, stride: i32, out: usize): void {
  const step = (<usize>stride) << 2;
  const outStep = (<usize>size) << 2;
  for (let q = 0; q < size; q += 4) {
    const column = out + ((<usize>q) << 2);
    if (q + 4 <= width) {
      const r0 = source + <usize>q * step;
      const r1 = r0 + step;
      const r2 = r1 + step;
      const r3 = r2 + step;
      let p = 0;
      for (; p + 4 <= depth; p += 4) {
        const o = (<usize>p) << 2;
        const x0 = v128.load(r0 + o);
        const x1 = v128.load(r1 + o);
        const x2 = v128.load(r2 + o);
        const x3 = v128.load(r3 + o);
        const lo01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
        const hi01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
        const lo23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
        const hi23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
        const to = column + <usize>p * outStep;
        v128.store(to, v128.shuffle<i64>(lo01, lo23, 0, 2));
        v128.store(to + outStep, v128.shuffle<i64>(lo01, lo23, 1, 3));
        v128.store(to + 2 * outStep, v128.shuffle<i64>(hi01, hi23, 0, 2));
        v128.store(to + 3 * outStep, v128.shuffle<i64>(hi01, hi23, 1, 3));
      }
      for (; p < depth; p++) {
        const o = (<usize>p) << 2;
        const to = column + <usize>p * outStep;
        store<f32>(to, load<f32>(r0 + o));
        store<f32>(to + 4, load<f32>(r1 + o));
        store<f32>(to + 8, load<f32>(r2 + o));
        store<f32>(to + 12, load<f32>(r3 + o));
      }
      continue;
    }
    for (let p = 0; p < depth; p++) {
      for (let r = q; r < q + 4; r++) {
        const value: f32 = r < width ? load<f32>(source + <usize>r * step + ((<usize>p) << 2)) : 0;
        store<f32>(out + <usize>p * outStep + ((<usize>r) << 2), value);
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
): void {
  const panelA = (<usize>(depth * MR)) << 2;
  const panelB = (<usize>(depth * NR)) << 2;
  const step = (<usize>ldc) << 2;
  for (let j = 0; j < columns; j += NR) {
    const width = min(NR, columns - j);
    let panel = packedA;
    for (let i = 0; i < rows; i += MR) {
      const height = min(MR, rows - i);
      tile(depth, panel, packedB, c + at(i, ldc, j), step, height, width, add);
      panel += panelA;
    }
    packedB += panelB;
  }
}

/** One MR x NR tile of C: eight accumulators, two loads of B and four broadcasts of A a step. */
function tile(
  depth: i32,
  a: usize,
  b: usize,
  c: usize,
  step: usize,
  height: i32,
  width: i32,
  add: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + ((<usize>(depth * NR)) << 2);
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(x, b0));
    c01 = f32x4.add(c01, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 4);
    c10 = f32x4.add(c10, f32x4.mul(x, b0));
    c11 = f32x4.add(c11, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 8);
    c20 = f32x4.add(c20, f32x4.mul(x, b0));
    c21 = f32x4.add(c21, f32x4.mul(x, b1));
    x = v128.load32_splat(a, 12);
    c30 = f32x4.add(c30, f32x4.mul(x, b0));
    c31 = f32x4.add(c31, f32x4.mul(x, b1));
    a += 16;
    b += 32;
  }
  if (width == NR && height == MR) {
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
    return;
  }
  storeEdge(c, c00, c01, width, add);
  if (height > 1) storeEdge(c + step, c10, c11, width, add);
  if (height > 2) storeEdge(c + 2 * step, c20, c21, width, add);
  if (height > 3) storeEdge(c + 3 * step, c30, c31, width, add);
}

function storeEdge(c: usize, low: v128, high: v128, width: i32, add: i32): void {
  for (let j = 0; j < width; j++) {
    const half = j < 4 ? low : high;
    const lane = j & 3;
    let value = f32x4.extract_lane(half, 0);
    if (lane == 1) value = f32x4.extract_lane(half, 1);
    if (lane == 2) value = f32x4.extract_lane(half, 2);
    if (lane == 3) value = f32x4.extract_lane(half, 3);
    const to = c + ((<usize>j) << 2);
    store<f32>(to, add ? value + load<f32>(to) : value);
  }
}
