/**
 * RMSProp (Tieleman & Hinton 2012) as three programs have it, fused over weights, gradient, running squares and momentum. Where epsilon stands,
 * and whether the rate goes into the momentum or multiplies it, differs. In all of them g = gradientScale * gradient within ± limit, and s is the
 * running average of g²; `complement` is 1 - squareDecay, rounded from float64.
 */
import { clipped, clippedLanes } from "./gradient";

/** TensorFlow's: b = momentum b + rate g / sqrt(s + epsilon); weight -= b. s is to begin at 1. */
export function rmspropTf(
  weights: usize,
  gradient: usize,
  squares: usize,
  buffer: usize,
  count: i32,
  rate: f32,
  squareDecay: f32,
  complement: f32,
  momentum: f32,
  epsilon: f32,
  gradientScale: f32,
  limit: f32,
): void {
  const wideRate = f32x4.splat(rate);
  const wideDecay = f32x4.splat(squareDecay);
  const wideComplement = f32x4.splat(complement);
  const wideMomentum = f32x4.splat(momentum);
  const wideEpsilon = f32x4.splat(epsilon);
  const wideScale = f32x4.splat(gradientScale);
  const wideLimit = f32x4.splat(limit);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const g = clippedLanes(v128.load(gradient + i), wideScale, wideLimit);
    const s = f32x4.add(
      f32x4.mul(v128.load(squares + i), wideDecay),
      f32x4.mul(f32x4.mul(g, g), wideComplement),
    );
    const pull = f32x4.mul(wideRate, f32x4.div(g, f32x4.sqrt(f32x4.add(s, wideEpsilon))));
    const b = f32x4.add(f32x4.mul(v128.load(buffer + i), wideMomentum), pull);
    v128.store(squares + i, s);
    v128.store(buffer + i, b);
    v128.store(weights + i, f32x4.sub(v128.load(weights + i), b));
  }
  for (; i < bytes; i += 4) {
    const g = clipped(load<f32>(gradient + i), gradientScale, limit);
    const s = load<f32>(squares + i) * squareDecay + g * g * complement;
    const b = load<f32>(buffer + i) * momentum + rate * (g / sqrt<f32>(s + epsilon));
    store<f32>(squares + i, s);
    store<f32>(buffer + i, b);
    store<f32>(weights + i, load<f32>(weights + i) - b);
  }
}

/** PyTorch's: b = momentum b + g / (sqrt(s) + epsilon); weight -= rate b. */
export function rmspropTorch(
  weights: usize,
  gradient: usize,
  squares: usize,
  buffer: usize,
  count: i32,
  rate: f32,
  squareDecay: f32,
  complement: f32,
  momentum: f32,
  epsilon: f32,
  gradientScale: f32,
  limit: f32,
): void {
  const wideRate = f32x4.splat(rate);
  const wideDecay = f32x4.splat(squareDecay);
  const wideComplement = f32x4.splat(complement);
  const wideMomentum = f32x4.splat(momentum);
  const wideEpsilon = f32x4.splat(epsilon);
  const wideScale = f32x4.splat(gradientScale);
  const wideLimit = f32x4.splat(limit);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const g = clippedLanes(v128.load(gradient + i), wideScale, wideLimit);
    const s = f32x4.add(
      f32x4.mul(v128.load(squares + i), wideDecay),
      f32x4.mul(f32x4.mul(g, g), wideComplement),
    );
    const pull = f32x4.div(g, f32x4.add(f32x4.sqrt(s), wideEpsilon));
    const b = f32x4.add(f32x4.mul(v128.load(buffer + i), wideMomentum), pull);
    v128.store(squares + i, s);
    v128.store(buffer + i, b);
    v128.store(weights + i, f32x4.sub(v128.load(weights + i), f32x4.mul(wideRate, b)));
  }
  for (; i < bytes; i += 4) {
    const g = clipped(load<f32>(gradient + i), gradientScale, limit);
    const s = load<f32>(squares + i) * squareDecay + g * g * complement;
    const b = load<f32>(buffer + i) * momentum + g / (sqrt<f32>(s) + epsilon);
    store<f32>(squares + i, s);
    store<f32>(buffer + i, b);
    store<f32>(weights + i, load<f32>(weights + i) - rate * b);
  }
}

/**
 * jtoy's, defects included: epsilon is added to s itself and stays there; b = momentum b + push g / sqrt(s); weight += b.
 * @param push -rate; with a momentum of 0 that program has 1 instead: uphill, whatever the rate
 */
export function rmspropJtoy(
  weights: usize,
  gradient: usize,
  squares: usize,
  buffer: usize,
  count: i32,
  push: f32,
  squareDecay: f32,
  complement: f32,
  momentum: f32,
  epsilon: f32,
  gradientScale: f32,
  limit: f32,
): void {
  const widePush = f32x4.splat(push);
  const wideDecay = f32x4.splat(squareDecay);
  const wideComplement = f32x4.splat(complement);
  const wideMomentum = f32x4.splat(momentum);
  const wideEpsilon = f32x4.splat(epsilon);
  const wideScale = f32x4.splat(gradientScale);
  const wideLimit = f32x4.splat(limit);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const g = clippedLanes(v128.load(gradient + i), wideScale, wideLimit);
    const mean = f32x4.add(
      f32x4.mul(v128.load(squares + i), wideDecay),
      f32x4.mul(f32x4.mul(g, g), wideComplement),
    );
    const s = f32x4.add(mean, wideEpsilon);
    const b = f32x4.add(
      f32x4.mul(v128.load(buffer + i), wideMomentum),
      f32x4.mul(widePush, f32x4.div(g, f32x4.sqrt(s))),
    );
    v128.store(squares + i, s);
    v128.store(buffer + i, b);
    v128.store(weights + i, f32x4.add(v128.load(weights + i), b));
  }
  for (; i < bytes; i += 4) {
    const g = clipped(load<f32>(gradient + i), gradientScale, limit);
    const s = load<f32>(squares + i) * squareDecay + g * g * complement + epsilon;
    const b = load<f32>(buffer + i) * momentum + push * (g / sqrt<f32>(s));
    store<f32>(squares + i, s);
    store<f32>(buffer + i, b);
    store<f32>(weights + i, load<f32>(weights + i) + b);
  }
}
