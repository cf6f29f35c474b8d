/**
 * Spatial autocorrelogram: the Pearson correlation of a map with itself at every shift, over the overlapping bins.
 * Plain reference: tests/support/reference/autocorrelogram.ts.
 */
import { correlateHalf, lagLength, lagStride, paddedLength, padImage } from "./cross-correlation";
import { earlierSums, laterSums, pairCounts, partnerSumsBytes, sumPartners } from "./partner-sums";

/** A patch whose standard deviation is below this share of its mean is constant up to rounding: no correlation, 0. */
const ROUND_OFF: f64 = 1e-12;
/** Variances below this share of the mean square, with what is to be subtracted from it, lack digits: sum again about the mean. */
const DELICATE: f64 = 1e-4;
/** The smallest rate is kept in front of the image. */
const HEADER: usize = 16;

/** Bytes of scratch memory `autocorrelogram` needs. */
export function autocorrelogramScratchBytes(rows: i32, columns: i32): i32 {
  const bins = rows * columns;
  const doubles = 9 * bins + paddedLength(rows, columns) + lagLength(rows, columns);
  return i32(HEADER) + (doubles << 3) + partnerSumsBytes(rows, columns);
}

/**
 * Autocorrelogram of one map, in float64. Values lie in [-1, 1] and are point-symmetric to the last bit; a shift
 * without variance in either patch, or with fewer than two common bins, has 0. Error below 1e-11.
 * The smallest rate is subtracted first, which changes nothing but the rounding.
 * @param map [rows, columns] float64, NaN where unvisited
 * @param autocorrelogram [2 rows - 1, 2 columns - 1] float64, shift 0 in the middle
 * @param masked 0: unvisited bins are rates of 0 (the published code); 1: they are left out
 * @returns 1, or 0 when the map is constant, silent or unvisited: then nothing is written
 */
export function autocorrelogram(
  map: usize,
  autocorrelogram: usize,
  scratch: usize,
  rows: i32,
  columns: i32,
  masked: i32,
): i32 {
  const image = scratch + HEADER;
  const valid = liftMap(map, image, rows * columns, masked);
  if (valid < 0) return 0;
  correlateShifts(map, image, autocorrelogram, rows, columns, valid);
  return 1;
}

/**
 * The same about the mean of the whole map and scaled to 1 at shift 0, whatever overlaps: shifts with little overlap
 * correlate little. Unvisited bins are left out. Error below 1e-12.
 * @param map, autocorrelogram, scratch, rows, columns and what is returned as in `autocorrelogram`
 */
export function wholeMapAutocorrelogram(
  map: usize,
  autocorrelogram: usize,
  scratch: usize,
  rows: i32,
  columns: i32,
): i32 {
  const image = scratch + HEADER;
  const bins = rows * columns;
  const valid = liftMap(map, image, bins, 1);
  if (valid < 0) return 0;
  let sum: f64 = 0;
  for (let i = 0; i < bins; i++) sum += load<f64>(image + ((<usize>i) << 3));
  const mean = sum / <f64>valid;
  for (let i = 0; i < bins; i++) {
    const at = (<usize>i) << 3;
    if (!isNaN(load<f64>(map + at))) store<f64>(image + at, load<f64>(image + at) - mean);
  }
  const padded = image + ((<usize>bins) << 3);
  const products = padded + ((<usize>paddedLength(rows, columns)) << 3);
  correlateHalf(image, padImage(image, padded, rows, columns), products, rows, columns);
  const whole = load<f64>(products + ((<usize>(columns - 1)) << 3));
  for (let di = 0; di < rows; di++) {
    for (let dj = di == 0 ? 0 : 1 - columns; dj < columns; dj++) {
      const lag = (<usize>(di * lagStride(columns) + dj + columns - 1)) << 3;
      storeShift(autocorrelogram, rows, columns, di, dj, load<f64>(products + lag) / whole);
    }
  }
  return 1;
}

/**
 * image = map - smallest rate, 0 where unvisited; the smallest rate goes in front of the image.
 * Returns the number of bins that count (all of them unless `masked`), or -1 when the map does not vary.
 */
function liftMap(map: usize, image: usize, bins: i32, masked: i32): i32 {
  let low = f64.POSITIVE_INFINITY;
  let high = f64.NEGATIVE_INFINITY;
  let visited = 0;
  for (let i = 0; i < bins; i++) {
    const rate = load<f64>(map + ((<usize>i) << 3));
    if (isNaN(rate)) continue;
    low = min(low, rate);
    high = max(high, rate);
    visited++;
  }
  if (!masked && visited < bins) {
    low = min<f64>(low, 0);
    high = max<f64>(high, 0);
  }
  if (!(high - low > ROUND_OFF * max(abs(low), abs(high)))) return -1;
  store<f64>(image - HEADER, low);
  for (let i = 0; i < bins; i++) {
    const rate = load<f64>(map + ((<usize>i) << 3));
    const unvisited = masked ? 0 : -low;
    store<f64>(image + ((<usize>i) << 3), isNaN(rate) ? unvisited : rate - low);
  }
  return masked ? visited : bins;
}

/**
 * Correlation from sums over the common bins; NaN when they do not carry enough digits.
 * @param a, b (sum, sum of squares) of the two patches @param lostA, lostB what is to be subtracted from them
 */
function correlation(low: f64, count: f64, product: f64, a: v128, b: v128, lostA: v128, lostB: v128): f64 {
  const squaresA = f64x2.extract_lane(a, 1);
  const squaresB = f64x2.extract_lane(b, 1);
  if (count < 2 || squaresA == 0 || squaresB == 0) return 0;
  const meansA = f64x2.div(f64x2.sub(a, lostA), f64x2.splat(count));
  const meansB = f64x2.div(f64x2.sub(b, lostB), f64x2.splat(count));
  const meanA = f64x2.extract_lane(meansA, 0);
  const meanB = f64x2.extract_lane(meansB, 0);
  const varianceA = f64x2.extract_lane(meansA, 1) - meanA * meanA;
  const varianceB = f64x2.extract_lane(meansB, 1) - meanB * meanB;
  if (varianceA < (DELICATE * squaresA) / count || varianceB < (DELICATE * squaresB) / count) return f64.NaN;
  return correlationOf(low, meanA, meanB, product / count - meanA * meanB, varianceA, varianceB);
}

function correlationOf(
  low: f64,
  meanA: f64,
  meanB: f64,
  covariance: f64,
  varianceA: f64,
  varianceB: f64,
): f64 {
  const deviations = f64x2.sqrt(f64x2.replace_lane(f64x2.splat(varianceA), 1, varianceB));
  const deviationA = f64x2.extract_lane(deviations, 0);
  const deviationB = f64x2.extract_lane(deviations, 1);
  if (!(deviationA > ROUND_OFF * abs(low + meanA)) || !(deviationB > ROUND_OFF * abs(low + meanB))) return 0;
  return max<f64>(-1, min<f64>(1, covariance / (deviationA * deviationB)));
}

/** Correlation at shift (di, dj), slowly: bin by bin about the means. */
function carefulCorrelation(
  map: usize,
  image: usize,
  rows: i32,
  columns: i32,
  di: i32,
  dj: i32,
  masked: bool,
): f64 {
  let meanA: f64 = 0;
  let meanB: f64 = 0;
  let covariance: f64 = 0;
  let varianceA: f64 = 0;
  let varianceB: f64 = 0;
  for (let pass = 0; pass < 2; pass++) {
    let count: f64 = 0;
    let sumA: f64 = 0;
    let sumB: f64 = 0;
    for (let i = 0; i < rows - di; i++) {
      for (let j = max(0, -dj); j < min(columns, columns - dj); j++) {
        const at = (<usize>(i * columns + j)) << 3;
        const shifted = (<usize>((i + di) * columns + j + dj)) << 3;
        if (masked && (isNaN(load<f64>(map + at)) || isNaN(load<f64>(map + shifted)))) continue;
        const a = load<f64>(image + at) - meanA;
        const b = load<f64>(image + shifted) - meanB;
        count += 1;
        sumA += a;
        sumB += b;
        if (pass == 0) continue;
        covariance += a * b;
        varianceA += a * a;
        varianceB += b * b;
      }
    }
    if (pass == 0) {
      meanA = sumA / count;
      meanB = sumB / count;
    } else {
      covariance = (covariance - (sumA * sumB) / count) / count;
      varianceA = (varianceA - (sumA * sumA) / count) / count;
      varianceB = (varianceB - (sumB * sumB) / count) / count;
    }
  }
  return correlationOf(load<f64>(image - HEADER), meanA, meanB, covariance, varianceA, varianceB);
}

/** Writes the value of shift (di, dj) and of its opposite. */
function storeShift(autocorrelogram: usize, rows: i32, columns: i32, di: i32, dj: i32, value: f64): void {
  const width = 2 * columns - 1;
  const at = (rows - 1 + di) * width + columns - 1 + dj;
  const opposite = (rows - 1 - di) * width + columns - 1 - dj;
  store<f64>(autocorrelogram + ((<usize>at) << 3), value);
  store<f64>(autocorrelogram + ((<usize>opposite) << 3), value);
}

/**
 * The overlaps are rectangles at the corners, whose sums come from four cumulative tables. With gaps, what has no partner
 * is subtracted; with more gaps than visited bins, the sums are those over the partners of the visited ones instead.
 */
function correlateShifts(
  map: usize,
  image: usize,
  autocorrelogram: usize,
  rows: i32,
  columns: i32,
  valid: i32,
): void {
  const table = (<usize>(rows * columns)) << 4;
  const padded = image + (table >> 1);
  const products = padded + ((<usize>paddedLength(rows, columns)) << 3);
  const topLeft = products + ((<usize>lagLength(rows, columns)) << 3);
  const topRight = topLeft + table;
  const bottomLeft = topRight + table;
  const bottomRight = bottomLeft + table;
  const partners = bottomRight + table;
  cornerSums(image, topLeft, rows, columns, 0, 0);
  cornerSums(image, topRight, rows, columns, 0, 1);
  cornerSums(image, bottomLeft, rows, columns, 1, 0);
  cornerSums(image, bottomRight, rows, columns, 1, 1);
  correlateHalf(image, padImage(image, padded, rows, columns), products, rows, columns);
  const gaps = rows * columns - valid;
  const fewGaps = gaps <= valid;
  if (gaps) sumPartners(map, image, partners, rows, columns, fewGaps);
  const earlier = earlierSums(partners);
  const later = laterSums(partners, rows, columns);
  const counts = pairCounts(partners, rows, columns);

  const low = load<f64>(image - HEADER);
  const stride = lagStride(columns);
  const none = f64x2.splat(0);
  for (let di = 0; di < rows; di++) {
    for (let dj = di == 0 ? 0 : 1 - columns; dj < columns; dj++) {
      const height = rows - di;
      const width = columns - abs(dj);
      const at = (<usize>((height - 1) * columns + width - 1)) << 4;
      const lag = (<usize>(di * stride + dj + columns - 1)) << 3;
      let count = <f64>(height * width);
      let a = v128.load((dj < 0 ? topRight : topLeft) + at);
      let b = v128.load((dj < 0 ? bottomLeft : bottomRight) + at);
      let lostA = none;
      let lostB = none;
      if (gaps) {
        const pairs = load<f64>(counts + lag);
        const partnersA = v128.load(earlier + 2 * lag);
        const partnersB = v128.load(later + 2 * lag);
        if (fewGaps) {
          lostA = partnersA;
          lostB = partnersB;
          count -= pairs;
        } else {
          a = partnersA;
          b = partnersB;
          count = pairs;
        }
      }
      let value = correlation(low, count, load<f64>(products + lag), a, b, lostA, lostB);
      if (isNaN(value)) value = carefulCorrelation(map, image, rows, columns, di, dj, gaps > 0);
      storeShift(autocorrelogram, rows, columns, di, dj, value);
    }
  }
}

/**
 * sums[r, c] = (sum, sum of squares) of the (r + 1) x (c + 1) bins at one corner of the image.
 * Additions only, so that a faint corner keeps its digits beside a bright rest.
 */
function cornerSums(
  image: usize,
  sums: usize,
  rows: i32,
  columns: i32,
  fromBottom: i32,
  fromRight: i32,
): void {
  for (let r = 0; r < rows; r++) {
    const line = image + ((<usize>((fromBottom ? rows - 1 - r : r) * columns)) << 3);
    const out = sums + ((<usize>(r * columns)) << 4);
    const previous = out - ((<usize>columns) << 4);
    let along = f64x2.splat(0);
    for (let c = 0; c < columns; c++) {
      const value = load<f64>(line + ((<usize>(fromRight ? columns - 1 - c : c)) << 3));
      along = f64x2.add(along, f64x2.replace_lane(f64x2.splat(value), 1, value * value));
      const offset = (<usize>c) << 4;
      v128.store(out + offset, r == 0 ? along : f64x2.add(along, v128.load(previous + offset)));
    }
  }
}
