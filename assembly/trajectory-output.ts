/** Stores a pair of rats into time-major arrays, float64 or float32; `both`, or the first of them alone. */
import {
  HALF_HEIGHT,
  HALF_WIDTH,
  LIMIT_X,
  PERIODIC,
  RULE,
  VELOCITY_X,
  VELOCITY_Y,
  WALKED,
  X,
  Y,
} from "./trajectory-layout";

/** The largest float32 below pi. */
const BELOW_PI: f32 = 3.1415925;

export function storePoints(motion: usize, rats: usize, wide: i32, both: bool, to: usize): void {
  let x = v128.load(rats, X);
  let y = v128.load(rats, Y);
  if (load<f64>(motion, RULE) == PERIODIC) {
    x = wrap(x, v128.load64_splat(motion, HALF_WIDTH));
    y = wrap(y, v128.load64_splat(motion, HALF_HEIGHT));
  }
  if (wide) {
    storeWide(x, y, both, to);
    return;
  }
  const limits = v128.load(motion, LIMIT_X);
  const narrow = f32x4.demote_f64x2_zero(limits);
  const limit = v128.shuffle<i64>(narrow, narrow, 0, 0);
  storeNarrow(clamped(interleaved(x, y), limit), both, to);
}

export function storeVelocities(rats: usize, wide: i32, both: bool, to: usize): void {
  const x = v128.load(rats, VELOCITY_X);
  const y = v128.load(rats, VELOCITY_Y);
  if (wide) storeWide(x, y, both, to);
  else storeNarrow(interleaved(x, y), both, to);
}

export function storeHeadings(rats: usize, wide: i32, both: bool, to: usize): void {
  const walked = v128.load(rats, WALKED);
  const turns = f64x2.floor(f64x2.mul(f64x2.add(walked, f64x2.splat(Math.PI)), f64x2.splat(0.5 / Math.PI)));
  const heading = f64x2.sub(walked, f64x2.mul(turns, f64x2.splat(2 * Math.PI)));
  if (wide) {
    if (both) v128.store(to, heading);
    else v128.store_lane<f64>(to, heading, 0);
    return;
  }
  const narrow = clamped(f32x4.demote_f64x2_zero(heading), f32x4.splat(BELOW_PI));
  if (both) v128.store_lane<f64>(to, narrow, 0);
  else v128.store_lane<f32>(to, narrow, 0);
}

/** Float32 brought to [-limit, limit]: rounding to float32 may have crossed a border that the float64 kept. NaN stays. */
function clamped(x: v128, limit: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, limit), f32x4.neg(limit));
}

/** Numbers brought to [-half, half). */
function wrap(x: v128, half: v128): v128 {
  const whole = f64x2.add(half, half);
  return f64x2.sub(x, f64x2.mul(whole, f64x2.floor(f64x2.div(f64x2.add(x, half), whole))));
}

/** x0 y0 x1 y1 as float32. */
function interleaved(x: v128, y: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(x), f32x4.demote_f64x2_zero(y), 0, 4, 1, 5);
}

function storeNarrow(points: v128, both: bool, to: usize): void {
  if (both) v128.store(to, points);
  else v128.store_lane<f64>(to, points, 0);
}

function storeWide(x: v128, y: v128, both: bool, to: usize): void {
  v128.store(to, v128.shuffle<i64>(x, y, 0, 2));
  if (both) v128.store(to, v128.shuffle<i64>(x, y, 1, 3), 16);
}
