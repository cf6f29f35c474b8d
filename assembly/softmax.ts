/** Softmax cross-entropy with its gradient, in place. Plain reference: tests/support/reference/path-rnn.ts. */
import { expBelowF32x4 } from "./math";

/**
 * For each of `rows` rows of `cells` logits, `stride` numbers apart as those of the targets: loss = -sum_i target_i ln softmax(logits)_i, and
 * logits are overwritten by scale * dloss/dlogits = scale * (softmax * sum(target) - target).
 * Pairs are added in float32, the rest of a sum in float64; exp is within 1 ulp.
 * @param losses float64 [rows]: the loss of each row, nats (unscaled), is added here
 */
export function softmaxCrossEntropy(
  logits: usize,
  targets: usize,
  rows: i32,
  cells: i32,
  stride: i32,
  scale: f32,
  losses: usize,
): void {
  const rowBytes = (<usize>cells) << 2;
  const step = (<usize>stride) << 2;
  for (let row = 0; row < rows; row++) {
    const top = rowMaximum(logits, rowBytes);
    const loss = rowLoss(logits, targets, rowBytes, top, scale);
    store<f64>(losses, load<f64>(losses) + loss);
    logits += step;
    targets += step;
    losses += 8;
  }
}

/** Of what is a number: NaN comes back with its exponential. */
function rowMaximum(row: usize, bytes: usize): f32 {
  let wide = f32x4.splat(-Infinity);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) wide = f32x4.pmax(wide, v128.load(row + i));
  let top = max(
    max(f32x4.extract_lane(wide, 0), f32x4.extract_lane(wide, 1)),
    max(f32x4.extract_lane(wide, 2), f32x4.extract_lane(wide, 3)),
  );
  for (; i < bytes; i += 4) top = max(top, load<f32>(row + i));
  return top;
}

function rowLoss(logits: usize, targets: usize, bytes: usize, top: f32, scale: f32): f64 {
  const wideTop = f32x4.splat(top);
  let exponentials = f64x2.splat(0);
  let weights = f64x2.splat(0);
  let products = f64x2.splat(0);
  let i: usize = 0;
  let expTail: f64 = 0;
  let weightTail: f64 = 0;
  let productTail: f64 = 0;
  for (; i + 32 <= bytes; i += 32) {
    const shifted = f32x4.sub(v128.load(logits + i), wideTop);
    const target = v128.load(targets + i);
    const e = expBelowF32x4(shifted);
    v128.store(logits + i, e);
    const nextShifted = f32x4.sub(v128.load(logits + i, 16), wideTop);
    const nextTarget = v128.load(targets + i, 16);
    const nextE = expBelowF32x4(nextShifted);
    v128.store(logits + i, nextE, 16);
    const product = f32x4.add(f32x4.mul(target, shifted), f32x4.mul(nextTarget, nextShifted));
    exponentials = f64x2.add(exponentials, widenedPair(f32x4.add(e, nextE)));
    weights = f64x2.add(weights, widenedPair(f32x4.add(target, nextTarget)));
    products = f64x2.add(products, widenedPair(product));
  }
  for (; i < bytes; i += 4) {
    const shifted = load<f32>(logits + i) - top;
    const target = load<f32>(targets + i);
    const e = f32x4.extract_lane(expBelowF32x4(f32x4.splat(shifted)), 0);
    expTail += <f64>e;
    weightTail += <f64>target;
    productTail += <f64>(target * shifted);
    store<f32>(logits + i, e);
  }
  const expSum = pairSum(exponentials) + expTail;
  const weight = pairSum(weights) + weightTail;
  const product = pairSum(products) + productTail;
  scaleRow(logits, targets, bytes, <f32>((<f64>scale * weight) / expSum), scale);
  return weight * Math.log(expSum) - product;
}

/** row = row * probability - target * scale */
function scaleRow(row: usize, targets: usize, bytes: usize, probability: f32, scale: f32): void {
  const wideProbability = f32x4.splat(probability);
  const wideScale = f32x4.splat(scale);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const p = f32x4.mul(v128.load(row + i), wideProbability);
    v128.store(row + i, f32x4.sub(p, f32x4.mul(v128.load(targets + i), wideScale)));
  }
  for (; i < bytes; i += 4) {
    store<f32>(row + i, load<f32>(row + i) * probability - load<f32>(targets + i) * scale);
  }
}

/** Lanes 0 + 2 and 1 + 3 of four float32, added in float64. */
function widenedPair(x: v128): v128 {
  const high = v128.shuffle<i32>(x, x, 2, 3, 2, 3);
  return f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(high));
}

function pairSum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
