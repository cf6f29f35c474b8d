/** Place cells: positions to population codes. Plain reference: tests/support/reference/place-code.ts. */
import { differenceOfTwo } from "./difference-of-two";
import { leastLane, loadPart, orInfinity, orZero, restOf, storePart, sumOfLanes } from "./lanes";
import { expF32x4, expNormalF32x4 } from "./math";
import { addAndScale, raise } from "./raise";

const GAUSSIAN: i32 = 0;
const DENSITY: i32 = 2;
/** Exponents of the wide Gaussian are cut here, so that it stays a normal float32. */
const LEAST_EXPONENT: f32 = -87;
/** It is cut here before it is squared, for the same reason; that changes no sum of squares, which is at least 1. */
const LEAST_TO_SQUARE: f32 = 1.2e-19;

/**
 * out [rows, cells] = the place code of positions [rows, 2] (m), float32, rows being `stride` numbers apart; rows sum to 1.
 * centresX, centresY [cells] float32 (m). With n2 the squared distance of a cell,
 * kind 0 (gaussian): softmax(-n2 / (2 sigma^2));
 * kind 1 (difference of softmaxes, "DoG" in Sorscher et al. 2019): y = softmax(-n2 / (2 sigma^2))
 * - softmax(-n2 / (2 surround sigma^2)), plus |min y|, divided by the sum; the minimum is 0. It needs two cells;
 * kind 2 (density): exp(-n2 / (2 sigma^2)) as it is, whatever the row sums to.
 * surround is the ratio of the variances. periodicWidth, periodicHeight: sides of a periodic box (m), 0 when it has walls.
 * Relative error of an entry about 1e-6, from the rounding of positions and squared distances, more far outside the box, where
 * exponents are large. A position that is not finite, and for kind 1 one equally far from all cells, gives a row of NaN.
 *
 * With N and W the exponentials of a cell, kind 1 is computed as N D - (W - N) sum N, where D = sum (W - N): in proportion to the
 * difference of the softmaxes, but exact also where one cell is so near that both softmaxes round to 1.
 */
export function placeCode(
  positions: usize,
  rows: i32,
  centresX: usize,
  centresY: usize,
  cells: i32,
  stride: i32,
  kind: i32,
  sigma: f32,
  surround: f32,
  periodicWidth: f32,
  periodicHeight: f32,
  out: usize,
): void {
  const narrow: f32 = -0.5 / (sigma * sigma);
  const wide = narrow / surround;
  const bytes = (<usize>cells) << 2;
  const step = (<usize>stride) << 2;
  for (let row = 0; row < rows; row++) {
    const x = load<f32>(positions);
    const y = load<f32>(positions, 4);
    const nearest = squaredDistances(x, y, centresX, centresY, bytes, periodicWidth, periodicHeight, out);
    if (!(nearest < Infinity)) addAndScale(out, bytes, NaN, 1);
    else if (kind == GAUSSIAN) softmax(out, bytes, nearest, narrow);
    else if (kind == DENSITY) densities(out, bytes, narrow);
    else if (surround == 2) differenceOfSquare(out, bytes, nearest, wide);
    else differenceOfTwo(out, row + 1 < rows ? out + step : 0, bytes, nearest, sigma, surround);
    positions += 8;
    out += step;
  }
}

/**
 * out = squared distances; returns the smallest. Here and below, whole vectors of four cells come first, then the `rest`, so that the
 * compiler can drop the treatment of missing lanes from the loops.
 */
function squaredDistances(
  x: f32,
  y: f32,
  centresX: usize,
  centresY: usize,
  bytes: usize,
  periodicWidth: f32,
  periodicHeight: f32,
  out: usize,
): f32 {
  const xs = f32x4.splat(x);
  const ys = f32x4.splat(y);
  const width = f32x4.splat(periodicWidth);
  const height = f32x4.splat(periodicHeight);
  const periodic = periodicWidth > 0;
  let least = f32x4.splat(Infinity);
  const whole = bytes & ~15;
  for (let at: usize = 0; at < whole; at += 16) {
    const squared = squaredDistance(xs, ys, centresX + at, centresY + at, 4, periodic, width, height);
    v128.store(out + at, squared);
    least = f32x4.pmin(least, squared);
  }
  const rest = restOf(bytes);
  if (rest) {
    const squared = squaredDistance(
      xs,
      ys,
      centresX + whole,
      centresY + whole,
      rest,
      periodic,
      width,
      height,
    );
    storePart(out + whole, squared, rest);
    least = f32x4.pmin(least, orInfinity(squared, rest));
  }
  return leastLane(least);
}

function squaredDistance(
  x: v128,
  y: v128,
  centresX: usize,
  centresY: usize,
  count: usize,
  periodic: bool,
  width: v128,
  height: v128,
): v128 {
  let dx = f32x4.sub(x, loadPart(centresX, count));
  let dy = f32x4.sub(y, loadPart(centresY, count));
  if (periodic) {
    dx = f32x4.abs(dx);
    dy = f32x4.abs(dy);
    dx = f32x4.pmin(dx, f32x4.sub(width, dx));
    dy = f32x4.pmin(dy, f32x4.sub(height, dy));
  }
  return f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
}

/** In place: squared distances to softmax(scale n2). */
function softmax(out: usize, bytes: usize, nearest: f32, scale: f32): void {
  const shift = f32x4.splat(nearest);
  let sum = f32x4.splat(0);
  const whole = bytes & ~15;
  for (let at: usize = 0; at < whole; at += 16) {
    const e = gaussian(f32x4.sub(v128.load(out + at), shift), scale);
    v128.store(out + at, e);
    sum = f32x4.add(sum, e);
  }
  const rest = restOf(bytes);
  if (rest) {
    const e = gaussian(f32x4.sub(loadPart(out + whole, rest), shift), scale);
    storePart(out + whole, e, rest);
    sum = f32x4.add(sum, orZero(e, rest));
  }
  addAndScale(out, bytes, 0, 1 / sumOfLanes(sum));
}

/** In place: squared distances to exp(scale n2). */
function densities(out: usize, bytes: usize, scale: f32): void {
  const whole = bytes & ~15;
  for (let at: usize = 0; at < whole; at += 16) v128.store(out + at, gaussian(v128.load(out + at), scale));
  const rest = restOf(bytes);
  if (rest) storePart(out + whole, gaussian(loadPart(out + whole, rest), scale), rest);
}

/** In place, for surround 2: N is the square of W. */
function differenceOfSquare(out: usize, bytes: usize, nearest: f32, wide: f32): void {
  const shift = f32x4.splat(nearest);
  const one = f32x4.splat(1);
  let narrowSum = f32x4.splat(0);
  let excess = f32x4.splat(0);
  const whole = bytes & ~15;
  const rest = restOf(bytes);
  for (let at: usize = 0; at < whole; at += 16) {
    const w = wideGaussian(f32x4.sub(v128.load(out + at), shift), wide);
    v128.store(out + at, w);
    narrowSum = f32x4.add(narrowSum, safeSquare(w));
    excess = f32x4.add(excess, f32x4.mul(w, f32x4.sub(one, w)));
  }
  if (rest) {
    const w = wideGaussian(f32x4.sub(loadPart(out + whole, rest), shift), wide);
    storePart(out + whole, w, rest);
    narrowSum = f32x4.add(narrowSum, orZero(safeSquare(w), rest));
    excess = f32x4.add(excess, orZero(f32x4.mul(w, f32x4.sub(one, w)), rest));
  }
  const total = f32x4.splat(sumOfLanes(narrowSum));
  const d = f32x4.splat(sumOfLanes(excess));
  let least = f32x4.splat(Infinity);
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) {
    const y = differenceFromWide(v128.load(out + at), d, total);
    v128.store(out + at, y);
    least = f32x4.pmin(least, y);
    sum = f32x4.add(sum, y);
  }
  if (rest) {
    const y = differenceFromWide(loadPart(out + whole, rest), d, total);
    storePart(out + whole, y, rest);
    least = f32x4.pmin(least, orInfinity(y, rest));
    sum = f32x4.add(sum, orZero(y, rest));
  }
  raise(out, bytes, leastLane(least), sumOfLanes(sum));
}

/** W (W D - (1 - W) sum N) = N D - (W - N) sum N. */
function differenceFromWide(w: v128, d: v128, total: v128): v128 {
  return f32x4.mul(w, f32x4.sub(f32x4.mul(w, d), f32x4.mul(f32x4.sub(f32x4.splat(1), w), total)));
}

/** e^(scale squared). */
function gaussian(squared: v128, scale: f32): v128 {
  return expF32x4(f32x4.mul(squared, f32x4.splat(scale)));
}

/** e^(scale squared), never 0. */
function wideGaussian(squared: v128, scale: f32): v128 {
  const exponent = f32x4.mul(squared, f32x4.splat(scale));
  return expNormalF32x4(f32x4.pmax(exponent, f32x4.splat(LEAST_EXPONENT)));
}

function safeSquare(w: v128): v128 {
  const squarable = f32x4.pmax(w, f32x4.splat(LEAST_TO_SQUARE));
  return f32x4.mul(squarable, squarable);
}
