/** The difference of softmaxes of a place code with any surround; see place-code.ts. */
import { leastLane, loadPart, orInfinity, orZero, restOf, storePart, sumOfLanes } from "./lanes";
import { exp2NormalF32x4 } from "./math";
import { raise } from "./raise";

/** 2 to this is the smallest normal float32. */
const LEAST_EXPONENT: f32 = -126;

/**
 * In place: squared distances of one row to the code with this sigma and surround.
 * @param nearest the smallest squared distance
 * @param spare memory of another row, to keep the wide Gaussians in; 0: there is none, and both are computed twice
 */
export function differenceOfTwo(
  out: usize,
  spare: usize,
  bytes: usize,
  nearest: f32,
  sigma: f32,
  surround: f32,
): void {
  if (spare) difference<Kept>(out, spare, bytes, nearest, sigma, surround);
  else difference<void>(out, out, bytes, nearest, sigma, surround);
}

/** Marks the case that both Gaussians are kept: compiled apart, so that the loops have no branches. */
class Kept {}

function difference<Case>(
  out: usize,
  spare: usize,
  bytes: usize,
  nearest: f32,
  sigma: f32,
  surround: f32,
): void {
  const perVariance = (-0.5 * Math.LOG2E) / (<f64>sigma * <f64>sigma);
  const narrow = f32x4.splat(<f32>perVariance);
  const wide = f32x4.splat(<f32>(perVariance / <f64>surround));
  const shift = f32x4.splat(nearest);
  const whole = bytes & ~15;
  const rest = restOf(bytes);
  let narrowSum = f32x4.splat(0);
  let excess = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) {
    const beyond = f32x4.sub(v128.load(out + at), shift);
    const n = narrowGaussian(beyond, narrow);
    const w = wideGaussian(beyond, wide);
    if (!isVoid<Case>()) {
      v128.store(out + at, n);
      v128.store(spare + at, w);
    }
    narrowSum = f32x4.add(narrowSum, n);
    excess = f32x4.add(excess, f32x4.sub(w, n));
  }
  if (rest) {
    const beyond = f32x4.sub(loadPart(out + whole, rest), shift);
    const n = narrowGaussian(beyond, narrow);
    const w = wideGaussian(beyond, wide);
    if (!isVoid<Case>()) {
      storePart(out + whole, n, rest);
      storePart(spare + whole, w, rest);
    }
    narrowSum = f32x4.add(narrowSum, orZero(n, rest));
    excess = f32x4.add(excess, orZero(f32x4.sub(w, n), rest));
  }
  const total = f32x4.splat(sumOfLanes(narrowSum));
  const d = f32x4.splat(sumOfLanes(excess));
  let least = f32x4.splat(Infinity);
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) {
    const kept = v128.load(out + at);
    const y = isVoid<Case>()
      ? differenceAt(f32x4.sub(kept, shift), narrow, wide, total, d)
      : differenceOf(kept, v128.load(spare + at), total, d);
    v128.store(out + at, y);
    least = f32x4.pmin(least, y);
    sum = f32x4.add(sum, y);
  }
  if (rest) {
    const kept = loadPart(out + whole, rest);
    const y = isVoid<Case>()
      ? differenceAt(f32x4.sub(kept, shift), narrow, wide, total, d)
      : differenceOf(kept, loadPart(spare + whole, rest), total, d);
    storePart(out + whole, y, rest);
    least = f32x4.pmin(least, orInfinity(y, rest));
    sum = f32x4.add(sum, orZero(y, rest));
  }
  raise(out, bytes, leastLane(least), sumOfLanes(sum));
}

/** N D - (W - N) sum N. */
function differenceOf(n: v128, w: v128, total: v128, d: v128): v128 {
  return f32x4.sub(f32x4.mul(n, d), f32x4.mul(f32x4.sub(w, n), total));
}

function differenceAt(beyond: v128, narrow: v128, wide: v128, total: v128, d: v128): v128 {
  return differenceOf(narrowGaussian(beyond, narrow), wideGaussian(beyond, wide), total, d);
}

/** 2^(scale squared), 0 where that is not a normal number. */
function narrowGaussian(squared: v128, scale: v128): v128 {
  const exponent = f32x4.mul(squared, scale);
  return v128.andnot(exp2NormalF32x4(exponent), f32x4.lt(exponent, f32x4.splat(LEAST_EXPONENT)));
}

/** 2^(scale squared), cut so that it is never 0 and always a normal number. */
function wideGaussian(squared: v128, scale: v128): v128 {
  return exp2NormalF32x4(f32x4.pmax(f32x4.mul(squared, scale), f32x4.splat(LEAST_EXPONENT)));
}
