/** Place cells: positions to population codes. Plain reference: tests/reference/place-code.ts. */
import { expF32x4, expNormalF32x4 } from "./math";

const GAUSSIAN: i32 = 0;
/** e^-43.5 squared is still a normal float32, which are fast; smaller weights are below every rounding error of the sums. */
const LEAST_EXPONENT: f32 = -43.5;

/**
 * out [rows, cells] = the place code of positions [rows, 2] (m), float32; rows sum to 1.
 * centresX, centresY [cells] float32 (m). With n2 the squared distance of a cell,
 * kind 0 (gaussian): softmax(-n2 / (2 sigma^2));
 * kind 1 (difference of softmaxes, "DoG" in Sorscher et al. 2019): y = softmax(-n2 / (2 sigma^2))
 * - softmax(-n2 / (2 surround sigma^2)), plus |min y|, divided by the sum; the minimum is 0. It needs two cells.
 * surround is the ratio of the variances. periodicWidth, periodicHeight: sides of a periodic box (m), 0 when it has walls.
 * Relative error of an entry about 1e-6, from the rounding of positions and squared distances. A position that is not
 * finite gives a row of NaN.
 */
export function placeCode(
  positions: usize,
  rows: i32,
  centresX: usize,
  centresY: usize,
  cells: i32,
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
  for (let row = 0; row < rows; row++) {
    const x = load<f32>(positions);
    const y = load<f32>(positions, 4);
    const nearest = squaredDistances(x, y, centresX, centresY, bytes, periodicWidth, periodicHeight, out);
    if (!(nearest < Infinity)) addAndScale(out, bytes, NaN, 1);
    else if (kind == GAUSSIAN) softmax(out, bytes, nearest, narrow);
    else if (surround == 2) differenceOfSquare(out, bytes, nearest, wide);
    else differenceOfTwo(out, bytes, nearest, narrow, wide);
    positions += 8;
    out += bytes;
  }
}

/** out = squared distances; returns the smallest. */
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
  let least = f32x4.splat(Infinity);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    let dx = f32x4.abs(f32x4.sub(xs, loadPart(centresX + at, count)));
    let dy = f32x4.abs(f32x4.sub(ys, loadPart(centresY + at, count)));
    if (periodicWidth > 0) {
      dx = f32x4.pmin(dx, f32x4.sub(width, dx));
      dy = f32x4.pmin(dy, f32x4.sub(height, dy));
    }
    const squared = f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy));
    storePart(out + at, squared, count);
    least = f32x4.pmin(least, orInfinity(squared, count));
  }
  return leastLane(least);
}

/** In place: squared distances to softmax(scale n2). */
function softmax(out: usize, bytes: usize, nearest: f32, scale: f32): void {
  const shift = f32x4.splat(nearest);
  const factor = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    const e = expF32x4(f32x4.mul(factor, f32x4.sub(loadPart(out + at, count), shift)));
    storePart(out + at, e, count);
    sum = f32x4.add(sum, orZero(e, count));
  }
  addAndScale(out, bytes, 0, 1 / sumOfLanes(sum));
}

/** In place, for surround 2: the narrow Gaussian is the square of the wide one. */
function differenceOfSquare(out: usize, bytes: usize, nearest: f32, wide: f32): void {
  const shift = f32x4.splat(nearest);
  const factor = f32x4.splat(wide);
  let wideSum = f32x4.splat(0);
  let narrowSum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    const exponent = f32x4.mul(factor, f32x4.sub(loadPart(out + at, count), shift));
    const e = expNormalF32x4(f32x4.pmax(exponent, f32x4.splat(LEAST_EXPONENT)));
    storePart(out + at, e, count);
    const counted = orZero(e, count);
    wideSum = f32x4.add(wideSum, counted);
    narrowSum = f32x4.add(narrowSum, f32x4.mul(counted, counted));
  }
  const wideFactor = f32x4.splat(1 / sumOfLanes(wideSum));
  const narrowFactor = f32x4.splat(1 / sumOfLanes(narrowSum));
  let least = f32x4.splat(Infinity);
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    const e = loadPart(out + at, count);
    const y = f32x4.mul(e, f32x4.sub(f32x4.mul(e, narrowFactor), wideFactor));
    storePart(out + at, y, count);
    least = f32x4.pmin(least, orInfinity(y, count));
    sum = f32x4.add(sum, orZero(y, count));
  }
  raise(out, bytes, leastLane(least), sumOfLanes(sum));
}

/** In place, for any surround: both exponentials, computed once for the sums and once for the values. */
function differenceOfTwo(out: usize, bytes: usize, nearest: f32, narrow: f32, wide: f32): void {
  const shift = f32x4.splat(nearest);
  let wideSum = f32x4.splat(0);
  let narrowSum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    const beyond = f32x4.sub(loadPart(out + at, count), shift);
    wideSum = f32x4.add(wideSum, orZero(gaussian(beyond, wide), count));
    narrowSum = f32x4.add(narrowSum, orZero(gaussian(beyond, narrow), count));
  }
  const wideFactor = f32x4.splat(1 / sumOfLanes(wideSum));
  const narrowFactor = f32x4.splat(1 / sumOfLanes(narrowSum));
  let least = f32x4.splat(Infinity);
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    const beyond = f32x4.sub(loadPart(out + at, count), shift);
    const centre = f32x4.mul(narrowFactor, gaussian(beyond, narrow));
    const y = f32x4.sub(centre, f32x4.mul(wideFactor, gaussian(beyond, wide)));
    storePart(out + at, y, count);
    least = f32x4.pmin(least, orInfinity(y, count));
    sum = f32x4.add(sum, orZero(y, count));
  }
  raise(out, bytes, leastLane(least), sumOfLanes(sum));
}

function gaussian(squared: v128, scale: f32): v128 {
  const exponent = f32x4.mul(squared, f32x4.splat(scale));
  return expNormalF32x4(f32x4.pmax(exponent, f32x4.splat(LEAST_EXPONENT)));
}

/** Adds |least| to all cells and divides by the new sum. */
function raise(out: usize, bytes: usize, least: f32, sum: f32): void {
  const pedestal = abs(least);
  addAndScale(out, bytes, pedestal, 1 / (sum + <f32>(bytes >> 2) * pedestal));
}

function addAndScale(out: usize, bytes: usize, addend: f32, factor: f32): void {
  const added = f32x4.splat(addend);
  const scale = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    const count = lanesFrom(at, bytes);
    storePart(out + at, f32x4.mul(f32x4.add(loadPart(out + at, count), added), scale), count);
  }
}

/** How many of the four cells at byte `at` of a row exist. */
function lanesFrom(at: usize, bytes: usize): usize {
  return min(bytes - at, 16) >> 2;
}

function orZero(x: v128, count: usize): v128 {
  return count == 4 ? x : v128.and(x, present(count));
}

function orInfinity(x: v128, count: usize): v128 {
  return count == 4 ? x : v128.bitselect(x, f32x4.splat(Infinity), present(count));
}

/** All ones in the first `count` lanes. */
function present(count: usize): v128 {
  return i32x4.gt_s(i32x4.splat(<i32>count), i32x4(0, 1, 2, 3));
}

function loadPart(from: usize, count: usize): v128 {
  if (count == 4) return v128.load(from);
  let x = v128.load32_zero(from);
  if (count > 1) x = v128.load_lane<f32>(from, x, 1, 4);
  if (count > 2) x = v128.load_lane<f32>(from, x, 2, 8);
  return x;
}

function storePart(to: usize, x: v128, count: usize): void {
  if (count == 4) {
    v128.store(to, x);
    return;
  }
  v128.store_lane<f32>(to, x, 0);
  if (count > 1) v128.store_lane<f32>(to, x, 1, 4);
  if (count > 2) v128.store_lane<f32>(to, x, 2, 8);
}

function sumOfLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

function leastLane(x: v128): f32 {
  const pairs = f32x4.pmin(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return min(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}
