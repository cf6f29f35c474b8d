/** Gradient descent with momentum, in the form of PyTorch: the rate multiplies the running sum, not what goes into it. */
import { clipped, clippedLanes } from "./gradient";

/** One step for `count` weights, in place. g = gradientScale * gradient within ± limit; b = momentum b + g; weight -= rate b. */
export function sgd(
  weights: usize,
  gradient: usize,
  buffer: usize,
  count: i32,
  rate: f32,
  momentum: f32,
  gradientScale: f32,
  limit: f32,
): void {
  const wideRate = f32x4.splat(rate);
  const wideMomentum = f32x4.splat(momentum);
  const wideScale = f32x4.splat(gradientScale);
  const wideLimit = f32x4.splat(limit);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const g = clippedLanes(v128.load(gradient + i), wideScale, wideLimit);
    const b = f32x4.add(f32x4.mul(v128.load(buffer + i), wideMomentum), g);
    v128.store(buffer + i, b);
    v128.store(weights + i, f32x4.sub(v128.load(weights + i), f32x4.mul(wideRate, b)));
  }
  for (; i < bytes; i += 4) {
    const g = clipped(load<f32>(gradient + i), gradientScale, limit);
    const b = load<f32>(buffer + i) * momentum + g;
    store<f32>(buffer + i, b);
    store<f32>(weights + i, load<f32>(weights + i) - rate * b);
  }
}
