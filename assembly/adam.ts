/** The Adam update (Kingma & Ba 2015, in the form of PyTorch), fused over weights, gradient and both moments; AdamW with `keep` below 1. */
import { clipped, clippedLanes } from "./gradient";

/**
 * One step for `count` weights, in place.
 * g = gradientScale * gradient within ± limit; m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g²;
 * weight = keep * weight - rate * m / (sqrt(v) * inverseRoot + epsilon), with
 * rate = learningRate / (1 - b1^step) and inverseRoot = 1 / sqrt(1 - b2^step). The complements 1 - b1 and 1 - b2 come
 * rounded from float64: 1 - 0.999 taken in float32 would be 5e-5 off.
 * @param keep 1 - learningRate * decay (Loshchilov & Hutter 2019), 1 for none
 */
export function adam(
  weights: usize,
  gradient: usize,
  firstMoment: usize,
  secondMoment: usize,
  count: i32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  complement1: f32,
  complement2: f32,
  inverseRoot: f32,
  epsilon: f32,
  keep: f32,
  gradientScale: f32,
  limit: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(complement1);
  const c2 = f32x4.splat(complement2);
  const wideRate = f32x4.splat(rate);
  const wideRoot = f32x4.splat(inverseRoot);
  const wideEpsilon = f32x4.splat(epsilon);
  const wideKeep = f32x4.splat(keep);
  const wideScale = f32x4.splat(gradientScale);
  const wideLimit = f32x4.splat(limit);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const w = f32x4.mul(v128.load(weights + i), wideKeep);
    const g = clippedLanes(v128.load(gradient + i), wideScale, wideLimit);
    const m = f32x4.add(f32x4.mul(v128.load(firstMoment + i), b1), f32x4.mul(g, c1));
    const v = f32x4.add(f32x4.mul(v128.load(secondMoment + i), b2), f32x4.mul(f32x4.mul(g, g), c2));
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), wideRoot), wideEpsilon);
    v128.store(firstMoment + i, m);
    v128.store(secondMoment + i, v);
    v128.store(weights + i, f32x4.sub(w, f32x4.mul(wideRate, f32x4.div(m, root))));
  }
  for (; i < bytes; i += 4) {
    const w = load<f32>(weights + i) * keep;
    const g = clipped(load<f32>(gradient + i), gradientScale, limit);
    const m = load<f32>(firstMoment + i) * beta1 + g * complement1;
    const v = load<f32>(secondMoment + i) * beta2 + g * g * complement2;
    store<f32>(firstMoment + i, m);
    store<f32>(secondMoment + i, v);
    store<f32>(weights + i, w - (rate * m) / (<f32>Math.sqrt(<f64>v) * inverseRoot + epsilon));
  }
}
