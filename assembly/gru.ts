/**
 * Element-wise parts of gated recurrent units (Cho et al. 2014, as PyTorch's nn.GRU has them), fused; the products are in matmul.ts.
 * Gates lie in the order reset r, update z, candidate n. Plain reference: tests/support/reference/gru.ts.
 */
import { loadUnits, storeUnits } from "./lanes";
import { sigmoidF32x4, tanhF32x4 } from "./math";

/**
 * One step of `rows` rows. With the sums h · Whh in `gates` and x = scale * input:
 * r = sigmoid(x Wir + bir + h Whr + bhr), z = sigmoid(x Wiz + biz + h Whz + bhz), n = tanh(x Win + bin + r * (h Whn + bhn)),
 * after = (1 - z) * n + z * before. sigmoid is within 2.49 ulp, tanh within 1.34. A unit's bits depend on its own row alone.
 * @param gates [rows, 3 * units] h · Whh, overwritten by r, z, n
 * @param recurrentCandidate [rows, units] receives h Whn + bhn, which the gradient needs
 * @param input [rows, inputs]
 * @param inputWeights [inputs, 3 * units]
 * @param inputBias [3 * units], or 0: there is none; `recurrentBias` likewise
 * @param before [rows, units] h
 * @param after [rows, units], may be `before`
 */
export function gruActivate(
  gates: usize,
  recurrentCandidate: usize,
  input: usize,
  inputWeights: usize,
  inputBias: usize,
  recurrentBias: usize,
  before: usize,
  after: usize,
  rows: i32,
  units: i32,
  inputs: i32,
  scale: f32,
): void {
  const width = (<usize>units) << 2;
  const twice = width << 1;
  for (let row = 0; row < rows; row++) {
    const end = input + ((<usize>inputs) << 2);
    // biome-ignore format: a row's arrays, weights, numbers
    activateGates<v128>(gates, input, end,
      inputWeights, inputBias, recurrentBias,
      0, twice & ~15, width, scale);
    // biome-ignore format: a row's arrays, weights, numbers
    activateGates<f32>(gates, input, end,
      inputWeights, inputBias, recurrentBias,
      twice & ~15, twice, width, scale);
    // biome-ignore format: a row's arrays, weights, numbers
    activateCandidate<v128>(gates, input, end, recurrentCandidate, before, after,
      inputWeights, inputBias, recurrentBias,
      0, width & ~15, width, scale);
    // biome-ignore format: a row's arrays, weights, numbers
    activateCandidate<f32>(gates, input, end, recurrentCandidate, before, after,
      inputWeights, inputBias, recurrentBias,
      width & ~15, width, width, scale);
    gates += 3 * width;
    recurrentCandidate += width;
    input = end;
    before += width;
    after += width;
  }
}

/**
 * Reset and update gates of one row, the bytes in [from, to). Apart from the candidate, which waits for them: three exponentials
 * in a row would leave the arithmetic units idle.
 */
function activateGates<Units>(
  gates: usize,
  input: usize,
  inputEnd: usize,
  inputWeights: usize,
  inputBias: usize,
  recurrentBias: usize,
  from: usize,
  to: usize,
  width: usize,
  scale: f32,
): void {
  for (let i = from; i < to; i += sizeof<Units>()) {
    let sum = loadUnits<Units>(gates + i);
    if (recurrentBias) sum = f32x4.add(sum, loadUnits<Units>(recurrentBias + i));
    if (inputBias) sum = f32x4.add(sum, loadUnits<Units>(inputBias + i));
    let weights = inputWeights + i;
    for (let at = input; at < inputEnd; at += 4) {
      const x = f32x4.splat(scale * load<f32>(at));
      sum = f32x4.add(sum, f32x4.mul(x, loadUnits<Units>(weights)));
      weights += 3 * width;
    }
    storeUnits<Units>(gates + i, sigmoidF32x4(sum));
  }
}

/** Candidates and states of one row, the bytes in [from, to), from its gates. */
function activateCandidate<Units>(
  gates: usize,
  input: usize,
  inputEnd: usize,
  recurrentCandidate: usize,
  before: usize,
  after: usize,
  inputWeights: usize,
  inputBias: usize,
  recurrentBias: usize,
  from: usize,
  to: usize,
  width: usize,
  scale: f32,
): void {
  const one = f32x4.splat(1);
  const columns = width << 1;
  for (let i = from; i < to; i += sizeof<Units>()) {
    let recurrent = loadUnits<Units>(gates + columns + i);
    if (recurrentBias) recurrent = f32x4.add(recurrent, loadUnits<Units>(recurrentBias + columns + i));
    let sum = f32x4.mul(loadUnits<Units>(gates + i), recurrent);
    if (inputBias) sum = f32x4.add(sum, loadUnits<Units>(inputBias + columns + i));
    let weights = inputWeights + columns + i;
    for (let at = input; at < inputEnd; at += 4) {
      const x = f32x4.splat(scale * load<f32>(at));
      sum = f32x4.add(sum, f32x4.mul(x, loadUnits<Units>(weights)));
      weights += 3 * width;
    }
    const n = tanhF32x4(sum);
    const z = loadUnits<Units>(gates + width + i);
    const kept = f32x4.mul(z, loadUnits<Units>(before + i));
    storeUnits<Units>(recurrentCandidate + i, recurrent);
    storeUnits<Units>(gates + columns + i, n);
    storeUnits<Units>(after + i, f32x4.add(f32x4.mul(f32x4.sub(one, z), n), kept));
  }
}

/**
 * One step back for `rows` rows: from the gradient at the state after a step to those at the sums of both sides and, but for
 * the way through the sums, at the state before. At most nine roundings for each result.
 * @param gradient [rows, units] at the state after
 * @param gates [rows, 3 * units], `recurrentCandidate` [rows, units], `before` [rows, units]: what gruActivate left and had
 * @param inputDelta [rows, 3 * units] receives the gradient at x Wi + bi
 * @param recurrentDelta [rows, 3 * units] receives the gradient at h Wh + bh: the same but for the candidate's, which is r times it
 * @param gradientBefore [rows, units] receives gradient * z, added when `accumulate` is 1; may be `gradient` when it is 0
 */
export function gruDerivative(
  gradient: usize,
  gates: usize,
  recurrentCandidate: usize,
  before: usize,
  inputDelta: usize,
  recurrentDelta: usize,
  gradientBefore: usize,
  rows: i32,
  units: i32,
  accumulate: i32,
): void {
  const width = (<usize>units) << 2;
  const whole = width & ~15;
  for (let row = 0; row < rows; row++) {
    // biome-ignore format: what there is, what comes, numbers
    deriveUnits<v128>(gradient, gates, recurrentCandidate, before,
      inputDelta, recurrentDelta, gradientBefore,
      0, whole, width, accumulate);
    // biome-ignore format: what there is, what comes, numbers
    deriveUnits<f32>(gradient, gates, recurrentCandidate, before,
      inputDelta, recurrentDelta, gradientBefore,
      whole, width, width, accumulate);
    gradient += width;
    gates += 3 * width;
    recurrentCandidate += width;
    before += width;
    inputDelta += 3 * width;
    recurrentDelta += 3 * width;
    gradientBefore += width;
  }
}

function deriveUnits<Units>(
  gradient: usize,
  gates: usize,
  recurrentCandidate: usize,
  before: usize,
  inputDelta: usize,
  recurrentDelta: usize,
  gradientBefore: usize,
  from: usize,
  to: usize,
  width: usize,
  accumulate: i32,
): void {
  const one = f32x4.splat(1);
  for (let i = from; i < to; i += sizeof<Units>()) {
    const d = loadUnits<Units>(gradient + i);
    const r = loadUnits<Units>(gates + i);
    const z = loadUnits<Units>(gates + i + width);
    const n = loadUnits<Units>(gates + i + 2 * width);
    const rest = f32x4.mul(d, f32x4.sub(one, z));
    const atN = f32x4.mul(rest, f32x4.sub(one, f32x4.mul(n, n)));
    const atZ = f32x4.mul(f32x4.mul(rest, z), f32x4.sub(loadUnits<Units>(before + i), n));
    const throughR = f32x4.mul(atN, loadUnits<Units>(recurrentCandidate + i));
    const atR = f32x4.mul(throughR, f32x4.mul(r, f32x4.sub(one, r)));
    storeUnits<Units>(inputDelta + i, atR);
    storeUnits<Units>(inputDelta + i + width, atZ);
    storeUnits<Units>(inputDelta + i + 2 * width, atN);
    storeUnits<Units>(recurrentDelta + i, atR);
    storeUnits<Units>(recurrentDelta + i + width, atZ);
    storeUnits<Units>(recurrentDelta + i + 2 * width, f32x4.mul(atN, r));
    let direct = f32x4.mul(d, z);
    if (accumulate) direct = f32x4.add(direct, loadUnits<Units>(gradientBefore + i));
    storeUnits<Units>(gradientBefore + i, direct);
  }
}
