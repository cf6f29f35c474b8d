/** Half of the full 2-D cross-correlation of two small float64 images, by direct summation in registers. */

/** Column lags of one register tile. */
const TILE: i32 = 8;

/** Elements between rows of a padded image: zeros left and right keep every tile inside. */
export function paddedStride(columns: i32): i32 {
  return columns + TILE;
}

/** Elements of a padded image [rows, columns]: one zero row below and TILE zeros in front. */
export function paddedLength(rows: i32, columns: i32): i32 {
  return (rows + 1) * paddedStride(columns) + TILE;
}

/** Elements between rows of the lags: 2 columns - 1, rounded up to whole tiles. */
export function lagStride(columns: i32): i32 {
  return ((2 * columns - 1 + TILE - 1) / TILE) * TILE;
}

/** Elements of the lags: rows + 1, since row lags are computed in pairs. */
export function lagLength(rows: i32, columns: i32): i32 {
  return (rows + 1) * lagStride(columns);
}

/** Copies `image` [rows, columns] into `padded`, which is cleared first. Returns the address of its element (0, 0). */
export function padImage(image: usize, padded: usize, rows: i32, columns: i32): usize {
  memory.fill(padded, 0, (<usize>paddedLength(rows, columns)) << 3);
  const origin = padded + ((<usize>TILE) << 3);
  const stride = (<usize>paddedStride(columns)) << 3;
  const width = (<usize>columns) << 3;
  for (let i = 0; i < rows; i++) memory.copy(origin + <usize>i * stride, image + <usize>i * width, width);
  return origin;
}

/**
 * lags[di, dj + columns - 1] = sum over i, j of a[i, j] b[i + di, j + dj] for di = 0 … rows - 1 and every dj.
 * The sums run over rows, then columns. Error: that of (rows - di)(columns - |dj|) sequential float64 additions.
 * @param a [rows, columns] @param b from `padImage` @param lags `lagLength` elements
 */
export function correlateHalf(a: usize, b: usize, lags: usize, rows: i32, columns: i32): void {
  const outStride = (<usize>lagStride(columns)) << 3;
  const first = 1 - columns;
  for (let di = 0; di < rows; di += 2) {
    const out = lags + <usize>di * outStride;
    for (let dj = first; dj < columns; dj += TILE) {
      correlateTile(a, b, out + ((<usize>(dj - first)) << 3), outStride, rows, columns, di, dj);
    }
  }
}

/** Row lags di, di + 1 and TILE column lags from dj on. */
function correlateTile(
  a: usize,
  b: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  columns: i32,
  di: i32,
  dj: i32,
): void {
  const stride = (<usize>paddedStride(columns)) << 3;
  const from = max(0, 1 - TILE - dj);
  const to = min(columns, columns - dj);
  let p0 = f64x2.splat(0);
  let p1 = f64x2.splat(0);
  let p2 = f64x2.splat(0);
  let p3 = f64x2.splat(0);
  let q0 = f64x2.splat(0);
  let q1 = f64x2.splat(0);
  let q2 = f64x2.splat(0);
  let q3 = f64x2.splat(0);
  for (let i = 0; i < rows - di; i++) {
    let x = a + ((<usize>(i * columns + from)) << 3);
    const end = a + ((<usize>(i * columns + to)) << 3);
    let y = b + <usize>(i + di) * stride + ((<isize>(from + dj)) << 3);
    while (x < end) {
      const value = v128.load64_splat(x);
      p0 = f64x2.add(p0, f64x2.mul(value, v128.load(y)));
      p1 = f64x2.add(p1, f64x2.mul(value, v128.load(y, 16)));
      p2 = f64x2.add(p2, f64x2.mul(value, v128.load(y, 32)));
      p3 = f64x2.add(p3, f64x2.mul(value, v128.load(y, 48)));
      const below = y + stride;
      q0 = f64x2.add(q0, f64x2.mul(value, v128.load(below)));
      q1 = f64x2.add(q1, f64x2.mul(value, v128.load(below, 16)));
      q2 = f64x2.add(q2, f64x2.mul(value, v128.load(below, 32)));
      q3 = f64x2.add(q3, f64x2.mul(value, v128.load(below, 48)));
      x += 8;
      y += 8;
    }
  }
  v128.store(out, p0);
  v128.store(out, p1, 16);
  v128.store(out, p2, 32);
  v128.store(out, p3, 48);
  const next = out + outStride;
  v128.store(next, q0);
  v128.store(next, q1, 16);
  v128.store(next, q2, 32);
  v128.store(next, q3, 48);
}
