/**
 * Element-wise parts of the recurrent network, fused and in place; the products are in matmul.ts.
 * Plain reference: tests/support/reference/path-rnn.ts. Activations: 0 = ReLU, 1 = tanh.
 */
import { tanhF32x4 } from "./math";

/**
 * hidden [rows, units] = activation(hidden + scale * input [rows, inputs] · inputWeights [inputs, units]).
 * @returns how many of the new activities are not zero
 */
export function recurrentActivate(
  hidden: usize,
  input: usize,
  inputWeights: usize,
  rows: i32,
  units: i32,
  inputs: i32,
  scale: f32,
  activation: i32,
): i32 {
  const rowBytes = (<usize>units) << 2;
  const weightsX = inputWeights;
  const weightsY = inputs > 1 ? inputWeights + rowBytes : inputWeights;
  const zero = f32x4.splat(0);
  let active = i32x4.splat(0);
  let tailActive = 0;
  for (let row = 0; row < rows; row++) {
    addFurtherInputs(hidden, input, inputWeights, rowBytes, inputs, scale);
    const vx = scale * load<f32>(input);
    const vy = inputs > 1 ? scale * load<f32>(input, 4) : 0;
    const wideX = f32x4.splat(vx);
    const wideY = f32x4.splat(vy);
    let i: usize = 0;
    for (; i + 16 <= rowBytes; i += 16) {
      const drive = f32x4.add(
        f32x4.mul(wideX, v128.load(weightsX + i)),
        f32x4.mul(wideY, v128.load(weightsY + i)),
      );
      const sum = f32x4.add(v128.load(hidden + i), drive);
      const value = activation == 0 ? f32x4.pmax(sum, zero) : tanhF32x4(sum);
      active = i32x4.sub(active, f32x4.ne(value, zero));
      v128.store(hidden + i, value);
    }
    for (; i < rowBytes; i += 4) {
      const drive = vx * load<f32>(weightsX + i) + vy * load<f32>(weightsY + i);
      const sum = f32x4.splat(load<f32>(hidden + i) + drive);
      const value = activation == 0 ? f32x4.pmax(sum, zero) : tanhF32x4(sum);
      const first = f32x4.extract_lane(value, 0);
      tailActive += i32(first != 0);
      store<f32>(hidden + i, first);
    }
    hidden += rowBytes;
    input += (<usize>inputs) << 2;
  }
  return (
    tailActive +
    i32x4.extract_lane(active, 0) +
    i32x4.extract_lane(active, 1) +
    i32x4.extract_lane(active, 2) +
    i32x4.extract_lane(active, 3)
  );
}

/** row += scale * input · weights of the third input and those after it: the first two are met where the row is next read. */
export function addFurtherInputs(
  row: usize,
  input: usize,
  weights: usize,
  rowBytes: usize,
  inputs: i32,
  scale: f32,
): void {
  for (let k = 2; k < inputs; k++) {
    const x = scale * load<f32>(input + ((<usize>k) << 2));
    const wide = f32x4.splat(x);
    const from = weights + <usize>k * rowBytes;
    let i: usize = 0;
    for (; i + 16 <= rowBytes; i += 16) {
      const drive = f32x4.mul(wide, v128.load(from + i));
      v128.store(row + i, f32x4.add(v128.load(row + i), drive));
    }
    for (; i < rowBytes; i += 4) store<f32>(row + i, load<f32>(row + i) + x * load<f32>(from + i));
  }
}

/** delta *= activation'(…), with the derivative taken from the activity itself: h > 0, or 1 - h². */
export function recurrentDerivative(delta: usize, hidden: usize, count: i32, activation: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = delta + ((<usize>count) << 2);
  while (delta + 16 <= end) {
    const h = v128.load(hidden);
    const d = v128.load(delta);
    const masked = v128.and(d, f32x4.gt(h, zero));
    v128.store(delta, activation == 0 ? masked : f32x4.mul(d, f32x4.sub(one, f32x4.mul(h, h))));
    hidden += 16;
    delta += 16;
  }
  while (delta < end) {
    const h = load<f32>(hidden);
    const d = load<f32>(delta);
    store<f32>(delta, activation == 0 ? (h > 0 ? d : 0) : d * (1 - h * h));
    hidden += 4;
    delta += 4;
  }
}
