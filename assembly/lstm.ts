/**
 * Element-wise parts of long short-term memory (Hochreiter & Schmidhuber 1997, with forget gates; as PyTorch's nn.LSTM has it), fused;
 * the products are in matmul.ts. Gates lie in the order input i, forget f, candidate g, output o.
 * Plain reference: tests/support/reference/lstm.ts. Activations phi of candidate and cell: 0 = ReLU, 1 = tanh.
 */
import { loadUnits, storeUnits } from "./lanes";
import { sigmoidF32x4, tanhF32x4 } from "./math";

/**
 * One step of `rows` rows. With the sums h · Whh in `gates` and x = scale * input:
 * i, o = sigmoid(x Wi + bi + h Wh + bh), f = sigmoid(the same + forgetBias), g = phi(the same),
 * c' = f * c + i * g, h' = o * phi(c'). sigmoid is within 2.49 ulp, tanh within 1.34. A unit's bits depend on its own row alone.
 * @param gates [rows, 4 * units] h · Whh, overwritten by i, f, g, o
 * @param input [rows, inputs]
 * @param inputWeights [inputs, 4 * units]
 * @param inputBias [4 * units], or 0: there is none; `recurrentBias` likewise
 * @param cellsBefore [rows, units] c
 * @param cellsAfter [rows, units] receives c', may be `cellsBefore`
 * @param squashed [rows, units] receives phi(c'), which the gradient needs
 * @param after [rows, units] receives h'
 */
export function lstmActivate(
  gates: usize,
  input: usize,
  inputWeights: usize,
  inputBias: usize,
  recurrentBias: usize,
  cellsBefore: usize,
  cellsAfter: usize,
  squashed: usize,
  after: usize,
  rows: i32,
  units: i32,
  inputs: i32,
  scale: f32,
  forgetBias: f32,
  activation: i32,
): void {
  const width = (<usize>units) << 2;
  const whole = width & ~15;
  for (let row = 0; row < rows; row++) {
    const end = input + ((<usize>inputs) << 2);
    for (let gate: usize = 0; gate < 4; gate++) {
      const first = gate * width;
      const extra: f32 = gate == 1 ? forgetBias : 0;
      const phi = gate == 2 ? activation : LOGISTIC;
      // biome-ignore format: a row's arrays, weights, numbers
      activateGate<v128>(gates, input, end, inputWeights, inputBias, recurrentBias,
        first, first + whole, width, scale, extra, phi);
      // biome-ignore format: a row's arrays, weights, numbers
      activateGate<f32>(gates, input, end, inputWeights, inputBias, recurrentBias,
        first + whole, first + width, width, scale, extra, phi);
    }
    // biome-ignore format: a row's arrays, numbers
    stepCells<v128>(gates, cellsBefore, cellsAfter, squashed, after, 0, whole, width, activation);
    // biome-ignore format: a row's arrays, numbers
    stepCells<f32>(gates, cellsBefore, cellsAfter, squashed, after, whole, width, width, activation);
    gates += 4 * width;
    input = end;
    cellsBefore += width;
    cellsAfter += width;
    squashed += width;
    after += width;
  }
}

/** Beside the two activations of cells. */
const LOGISTIC: i32 = 2;

/** One gate of one row, the bytes in [from, to). Apart from the cells, which wait for all four. */
function activateGate<Units>(
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
  extra: f32,
  phi: i32,
): void {
  for (let i = from; i < to; i += sizeof<Units>()) {
    let sum = loadUnits<Units>(gates + i);
    if (recurrentBias) sum = f32x4.add(sum, loadUnits<Units>(recurrentBias + i));
    if (inputBias) sum = f32x4.add(sum, loadUnits<Units>(inputBias + i));
    if (extra != 0) sum = f32x4.add(sum, f32x4.splat(extra));
    let weights = inputWeights + i;
    for (let at = input; at < inputEnd; at += 4) {
      const x = f32x4.splat(scale * load<f32>(at));
      sum = f32x4.add(sum, f32x4.mul(x, loadUnits<Units>(weights)));
      weights += 4 * width;
    }
    storeUnits<Units>(gates + i, phi == LOGISTIC ? sigmoidF32x4(sum) : squash(sum, phi));
  }
}

function squash(x: v128, activation: i32): v128 {
  return activation == 0 ? f32x4.pmax(x, f32x4.splat(0)) : tanhF32x4(x);
}

/** Cells and states of one row, the bytes in [from, to), from its gates. */
function stepCells<Units>(
  gates: usize,
  before: usize,
  cells: usize,
  squashed: usize,
  after: usize,
  from: usize,
  to: usize,
  width: usize,
  activation: i32,
): void {
  for (let i = from; i < to; i += sizeof<Units>()) {
    const kept = f32x4.mul(loadUnits<Units>(gates + width + i), loadUnits<Units>(before + i));
    const added = f32x4.mul(loadUnits<Units>(gates + i), loadUnits<Units>(gates + 2 * width + i));
    const cell = f32x4.add(kept, added);
    const shown = squash(cell, activation);
    storeUnits<Units>(cells + i, cell);
    storeUnits<Units>(squashed + i, shown);
    storeUnits<Units>(after + i, f32x4.mul(loadUnits<Units>(gates + 3 * width + i), shown));
  }
}

/**
 * One step back for `rows` rows: from the gradients at state and cells after a step to those at the gates' sums, and at the cells
 * before. At most nine roundings for each result.
 * @param gradient [rows, units] at the state after
 * @param cellGradient [rows, units] at the cells after, as later steps say; receives that at the cells before
 * @param gates [rows, 4 * units], `squashed` [rows, units], `cellsBefore` [rows, units]: what lstmActivate left and had
 * @param gateDelta [rows, 4 * units] receives the gradient at x Wi + bi + h Wh + bh
 */
export function lstmDerivative(
  gradient: usize,
  cellGradient: usize,
  gates: usize,
  squashed: usize,
  cellsBefore: usize,
  gateDelta: usize,
  rows: i32,
  units: i32,
  activation: i32,
): void {
  const width = (<usize>units) << 2;
  const whole = width & ~15;
  for (let row = 0; row < rows; row++) {
    // biome-ignore format: what there is, what comes, numbers
    deriveUnits<v128>(gradient, cellGradient, gates, squashed, cellsBefore, gateDelta,
      0, whole, width, activation);
    // biome-ignore format: what there is, what comes, numbers
    deriveUnits<f32>(gradient, cellGradient, gates, squashed, cellsBefore, gateDelta,
      whole, width, width, activation);
    gradient += width;
    cellGradient += width;
    gates += 4 * width;
    squashed += width;
    cellsBefore += width;
    gateDelta += 4 * width;
  }
}

function deriveUnits<Units>(
  gradient: usize,
  cellGradient: usize,
  gates: usize,
  squashed: usize,
  cellsBefore: usize,
  gateDelta: usize,
  from: usize,
  to: usize,
  width: usize,
  activation: i32,
): void {
  const one = f32x4.splat(1);
  for (let at = from; at < to; at += sizeof<Units>()) {
    const d = loadUnits<Units>(gradient + at);
    const i = loadUnits<Units>(gates + at);
    const f = loadUnits<Units>(gates + at + width);
    const g = loadUnits<Units>(gates + at + 2 * width);
    const o = loadUnits<Units>(gates + at + 3 * width);
    const shown = loadUnits<Units>(squashed + at);
    const throughState = throughSquash(f32x4.mul(d, o), shown, activation);
    const atCell = f32x4.add(throughState, loadUnits<Units>(cellGradient + at));
    const atInput = f32x4.mul(f32x4.mul(atCell, g), f32x4.mul(i, f32x4.sub(one, i)));
    const forgotten = f32x4.mul(atCell, loadUnits<Units>(cellsBefore + at));
    const atForget = f32x4.mul(forgotten, f32x4.mul(f, f32x4.sub(one, f)));
    const atCandidate = throughSquash(f32x4.mul(atCell, i), g, activation);
    const atOutput = f32x4.mul(f32x4.mul(d, shown), f32x4.mul(o, f32x4.sub(one, o)));
    storeUnits<Units>(gateDelta + at, atInput);
    storeUnits<Units>(gateDelta + at + width, atForget);
    storeUnits<Units>(gateDelta + at + 2 * width, atCandidate);
    storeUnits<Units>(gateDelta + at + 3 * width, atOutput);
    storeUnits<Units>(cellGradient + at, f32x4.mul(atCell, f));
  }
}

/** d times the derivative of phi, taken from what phi gave: value > 0, or 1 - value². */
function throughSquash(d: v128, value: v128, activation: i32): v128 {
  if (activation == 0) return v128.and(d, f32x4.gt(value, f32x4.splat(0)));
  return f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(value, value)));
}
