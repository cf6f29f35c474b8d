/** What every update makes of a gradient first: gradient * scale, and no entry beyond ± limit. NaN stays NaN; a limit of infinity is none. */

export function clippedLanes(gradient: v128, scale: v128, limit: v128): v128 {
  return f32x4.pmax(f32x4.pmin(f32x4.mul(gradient, scale), limit), f32x4.neg(limit));
}

export function clipped(gradient: f32, scale: f32, limit: f32): f32 {
  return max<f32>(min<f32>(gradient * scale, limit), -limit);
}
