/**
 * Sums over the segments of an autocorrelogram and its turns, and what scores of a ring are made of them.
 *
 * An autocorrelogram looks the same turned by 180 degrees, and a quarter turn moves pixels onto pixels. So half the
 * pixels and three interpolated turns (30, 45, 150) are enough: 60 = 150 + 90, 120 = 30 + 90, 135 = 45 + 90.
 */
import { splineCoefficients, splineSample, splineScratchBytes, splineStride } from "./cubic-spline";

/** float64 sums of one segment: nine pairs, in the order `sumSegment` writes them. */
const SUMS: i32 = 18;
/** The published code adds this to the variance of a ring. */
const VARIANCE_OFFSET: f64 = 1e-5;

/** Bytes of scratch memory `sumSegments` needs; its sums are followed by room for those of one ring. */
export function ringSumsScratchBytes(bins: i32, segments: i32): i32 {
  const size = 2 * bins - 1;
  const coefficients = splineStride(size) * splineStride(size);
  return splineScratchBytes(size) + ((coefficients + (segments + 1) * SUMS) << 3);
}

/** Where the sums of one ring stand behind `sums` of all segments. */
export function ringBehind(sums: usize, segmentCount: i32): usize {
  return sums + ((<usize>(segmentCount * SUMS)) << 3);
}

/** Spline of the autocorrelogram and sums of the segments from `from` to before `to`. Returns the address of all sums. */
export function sumSegments(
  autocorrelogram: usize,
  scratch: usize,
  offsets: usize,
  weights: usize,
  segments: usize,
  segmentCount: i32,
  from: i32,
  to: i32,
  bins: i32,
): usize {
  const size = 2 * bins - 1;
  const stride = (<usize>splineStride(size)) << 3;
  const sums = scratch + <usize>splineScratchBytes(size);
  const coefficients = sums + ((<usize>((segmentCount + 1) * SUMS)) << 3);
  splineCoefficients(autocorrelogram, coefficients, scratch, size);
  for (let s = from; s < to; s++) {
    const first = load<i32>(segments + ((<usize>s) << 2));
    const end = load<i32>(segments + ((<usize>s) << 2), 4);
    sumSegment(autocorrelogram, coefficients, stride, offsets, weights, first, end, sums, s);
  }
  return sums;
}

/** Seven correlations of the ring made of the segments from `from` to before `to`, as `normalise` orders them. */
export function correlateRing(
  sums: usize,
  segments: usize,
  from: i32,
  to: i32,
  ring: usize,
  pearson: i32,
): void {
  const pixels = load<i32>(segments + ((<usize>to) << 2)) - load<i32>(segments + ((<usize>from) << 2));
  addSegments(sums, from, to, ring);
  normalise(ring, <f64>pixels, pearson);
}

/** Sums of one segment: s is the autocorrelogram, s' the same a quarter turn on, r30 … its interpolated turns. */
function sumSegment(
  autocorrelogram: usize,
  coefficients: usize,
  stride: usize,
  offsets: usize,
  weights: usize,
  first: i32,
  end: i32,
  sums: usize,
  segment: i32,
): void {
  let plain = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let with30 = f64x2.splat(0);
  let with150 = f64x2.splat(0);
  let with45 = f64x2.splat(0);
  let turned = f64x2.splat(0);
  let turnedSquares = f64x2.splat(0);
  let diagonal = f64x2.splat(0);
  let diagonalSquares = f64x2.splat(0);
  let at = offsets + <usize>first * 20;
  let w = weights + <usize>first * 192;
  for (let p = first; p < end; p++) {
    const s = load<f64>(autocorrelogram + <usize>load<i32>(at));
    const quarter = load<f64>(autocorrelogram + <usize>load<i32>(at, 4));
    const r30 = splineSample(coefficients + <usize>load<i32>(at, 8), stride, w);
    const r150 = splineSample(coefficients + <usize>load<i32>(at, 12), stride, w + 64);
    const r45 = splineSample(coefficients + <usize>load<i32>(at, 16), stride, w + 128);
    const pair = f64x2.replace_lane(f64x2.splat(s), 1, quarter);
    const turns = f64x2.replace_lane(f64x2.splat(r30), 1, r150);
    plain = f64x2.add(plain, pair);
    squares = f64x2.add(squares, f64x2.mul(pair, pair));
    with30 = f64x2.add(with30, f64x2.mul(pair, f64x2.splat(r30)));
    with150 = f64x2.add(with150, f64x2.mul(pair, f64x2.splat(r150)));
    with45 = f64x2.add(with45, f64x2.mul(pair, f64x2.splat(r45)));
    turned = f64x2.add(turned, turns);
    turnedSquares = f64x2.add(turnedSquares, f64x2.mul(turns, turns));
    diagonal = f64x2.add(diagonal, f64x2.replace_lane(f64x2.splat(r45), 1, s * quarter));
    diagonalSquares = f64x2.add(diagonalSquares, f64x2.splat(r45 * r45));
    at += 20;
    w += 192;
  }
  const out = sums + ((<usize>(segment * SUMS)) << 3);
  v128.store(out, plain);
  v128.store(out, squares, 16);
  v128.store(out, with30, 32);
  v128.store(out, with150, 48);
  v128.store(out, with45, 64);
  v128.store(out, turned, 80);
  v128.store(out, turnedSquares, 96);
  v128.store(out, diagonal, 112);
  v128.store(out, diagonalSquares, 128);
}

function addSegments(sums: usize, from: i32, to: i32, ring: usize): void {
  memory.fill(ring, 0, SUMS << 3);
  for (let s = from; s < to; s++) {
    const segment = sums + ((<usize>(s * SUMS)) << 3);
    for (let i: usize = 0; i < <usize>(SUMS << 3); i += 16) {
      v128.store(ring + i, f64x2.add(v128.load(ring + i), v128.load(segment + i)));
    }
  }
}

/** Replaces the sums of a ring by seven correlations: rho at 30, 120, 150, 60, 45, 135, 90 degrees. */
function normalise(ring: usize, pixels: f64, pearson: i32): void {
  const mean = load<f64>(ring) / pixels;
  const variance = load<f64>(ring, 16) / pixels - mean * mean;
  const mean30 = load<f64>(ring, 80) / pixels;
  const mean150 = load<f64>(ring, 88) / pixels;
  const mean45 = load<f64>(ring, 112) / pixels;
  let scale30 = variance + VARIANCE_OFFSET;
  let scale150 = scale30;
  let scale45 = scale30;
  let scale90 = scale30;
  if (pearson) {
    scale30 = sqrt(variance * (load<f64>(ring, 96) / pixels - mean30 * mean30));
    scale150 = sqrt(variance * (load<f64>(ring, 104) / pixels - mean150 * mean150));
    scale45 = sqrt(variance * (load<f64>(ring, 128) / pixels - mean45 * mean45));
    scale90 = variance;
  }
  const rho30 = (load<f64>(ring, 32) / pixels - mean * mean30) / scale30;
  const rho120 = (load<f64>(ring, 40) / pixels - mean * mean30) / scale30;
  const rho150 = (load<f64>(ring, 48) / pixels - mean * mean150) / scale150;
  const rho60 = (load<f64>(ring, 56) / pixels - mean * mean150) / scale150;
  const rho45 = (load<f64>(ring, 64) / pixels - mean * mean45) / scale45;
  const rho135 = (load<f64>(ring, 72) / pixels - mean * mean45) / scale45;
  const rho90 = (load<f64>(ring, 120) / pixels - mean * mean) / scale90;
  store<f64>(ring, rho30);
  store<f64>(ring, rho120, 8);
  store<f64>(ring, rho150, 16);
  store<f64>(ring, rho60, 24);
  store<f64>(ring, rho45, 32);
  store<f64>(ring, rho135, 40);
  store<f64>(ring, rho90, 48);
}

export function grid60(rho: usize, minMax: i32): f64 {
  const rho30 = load<f64>(rho);
  const rho120 = load<f64>(rho, 8);
  const rho150 = load<f64>(rho, 16);
  const rho60 = load<f64>(rho, 24);
  const rho90 = load<f64>(rho, 48);
  if (minMax) return min(rho60, rho120) - max(rho30, max(rho90, rho150));
  return (rho60 + rho120) / 2 - (rho30 + rho90 + rho150) / 3;
}

export function grid90(rho: usize): f64 {
  return load<f64>(rho, 48) - (load<f64>(rho, 32) + load<f64>(rho, 40)) / 2;
}
