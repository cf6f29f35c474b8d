/**
 * Sums over pairs of bins a shift apart when some bins are unvisited. Such a map has either few gaps or few visited bins:
 * only pairs with one of the few are summed here; with few gaps they are what to subtract from sums over all pairs.
 */
import { lagLength, lagStride } from "./cross-correlation";

/** Bytes of the sums over all shifts, and of the tables behind them. */
export function partnerSumsBytes(rows: i32, columns: i32): i32 {
  return (5 * lagLength(rows, columns) + 3 * rows * columns) << 3;
}

/** Address of (sum, sum of squares) of the earlier bins of the pairs with shift 0; one pair of float64 a shift. */
export function earlierSums(sums: usize): usize {
  return sums;
}

/** The same of the later bins. */
export function laterSums(sums: usize, rows: i32, columns: i32): usize {
  return sums + ((<usize>lagLength(rows, columns)) << 4);
}

/** Address of the numbers of pairs, float64. */
export function pairCounts(sums: usize, rows: i32, columns: i32): usize {
  return sums + ((<usize>lagLength(rows, columns)) << 5);
}

/**
 * For every shift d = (di, dj), di = 0 … rows - 1, at di * `lagStride` + dj + columns - 1. Let the few be the gaps if `ofGaps`,
 * else the visited bins. Sums run over the few f, in their order:
 * earlier = sum and sum of squares of image[f - d]; later = those of image[f + d];
 * count = number of pairs (i, i + d) inside the map, one or both of the few if `ofGaps`, else both.
 * Additions only, so that sums are as exact as float64 additions of their terms.
 * @param map [rows, columns] float64, NaN in the gaps @param image the same with 0 in the gaps
 * @param sums `partnerSumsBytes`
 */
export function sumPartners(
  map: usize,
  image: usize,
  sums: usize,
  rows: i32,
  columns: i32,
  ofGaps: bool,
): void {
  const stride = lagStride(columns);
  const later = laterSums(sums, rows, columns);
  const counts = pairCounts(sums, rows, columns);
  const lines = counts + ((<usize>lagLength(rows, columns)) << 3);
  const few = lines + ((<usize>(rows * columns)) << 4);
  memory.fill(sums, 0, lines - sums);
  tabulate(image, lines, rows * columns);
  const end = listFew(map, few, rows, columns, ofGaps);
  for (let f = few; f < end; f += 8) {
    const row = load<i32>(f);
    const column = load<i32>(f, 4);
    for (let other = 0; other <= row; other++) {
      const line = lines + ((<usize>(other * columns)) << 4);
      addBackwards(line, sums + ((<usize>((row - other) * stride + column + columns - 1)) << 4), columns);
    }
    for (let other = row; other < rows; other++) {
      const line = lines + ((<usize>(other * columns)) << 4);
      addForwards(line, later + ((<usize>((other - row) * stride - column + columns - 1)) << 4), columns);
    }
  }
  if (ofGaps) countInside(few, end, counts, rows, columns);
  countPairs(few, end, counts, columns, ofGaps ? -1 : 1);
}

/** table [bins] = (x, x^2). */
function tabulate(image: usize, table: usize, bins: i32): void {
  for (let i = 0; i < bins; i++) {
    const value = load<f64>(image + ((<usize>i) << 3));
    v128.store(table + ((<usize>i) << 4), f64x2.replace_lane(f64x2.splat(value), 1, value * value));
  }
}

/** few = (row, column) int32 of the gaps, or of the visited bins. Returns the end of the list. */
function listFew(map: usize, few: usize, rows: i32, columns: i32, gaps: bool): usize {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (isNaN(load<f64>(map)) == gaps) {
        store<i32>(few, row);
        store<i32>(few, column, 4);
        few += 8;
      }
      map += 8;
    }
  }
  return few;
}

/** A line of bins before one of the few: the further right, the smaller the shift. */
function addBackwards(line: usize, sums: usize, columns: i32): void {
  const end = line + ((<usize>columns) << 4);
  for (; line < end; line += 16) {
    v128.store(sums, f64x2.add(v128.load(sums), v128.load(line)));
    sums -= 16;
  }
}

/** A line of bins after one of the few. */
function addForwards(line: usize, sums: usize, columns: i32): void {
  const end = line + ((<usize>columns) << 4);
  for (; line < end; line += 16) {
    v128.store(sums, f64x2.add(v128.load(sums), v128.load(line)));
    sums += 16;
  }
}

/**
 * Adds to each shift the number of the few whose partner lies inside the map, before and after: a rectangle of shifts each.
 * Its corners are marked, then everything is summed along both axes.
 */
function countInside(few: usize, end: usize, counts: usize, rows: i32, columns: i32): void {
  const stride = lagStride(columns);
  for (; few < end; few += 8) {
    const row = load<i32>(few);
    const column = load<i32>(few, 4);
    markRectangle(counts, stride, column, columns, row + 1);
    markRectangle(counts, stride, columns - 1 - column, columns, rows - row);
  }
  for (let lag = 1; lag < rows * stride; lag++)
    add(counts, lag, load<f64>(counts + ((<usize>(lag - 1)) << 3)));
  for (let lag = stride; lag < rows * stride; lag++) {
    add(counts, lag, load<f64>(counts + ((<usize>(lag - stride)) << 3)));
  }
}

function markRectangle(counts: usize, stride: i32, left: i32, width: i32, height: i32): void {
  add(counts, left, 1);
  add(counts, left + width, -1);
  add(counts, height * stride + left, -1);
  add(counts, height * stride + left + width, 1);
}

/** Adds `sign` to a shift for each pair of the few that it joins. */
function countPairs(few: usize, end: usize, counts: usize, columns: i32, sign: f64): void {
  const stride = lagStride(columns);
  for (let f = few; f < end; f += 8) {
    const origin = columns - 1 - load<i32>(f) * stride - load<i32>(f, 4);
    for (let g = f; g < end; g += 8) {
      add(counts, load<i32>(g) * stride + load<i32>(g, 4) + origin, sign);
    }
  }
}

function add(counts: usize, lag: i32, addend: f64): void {
  const at = counts + ((<usize>lag) << 3);
  store<f64>(at, load<f64>(at) + addend);
}
