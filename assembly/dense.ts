/** Element-wise parts of dense layers; the products are in matmul.ts. Activations: 0 = ReLU, 1 = tanh, 2 = none. */
import { tanhF32x4 } from "./math";

const RELU: i32 = 0;
const TANH: i32 = 1;

/** out [rows, columns]: each row is `row` [columns], a bias before a product is added to it. */
export function fillRows(out: usize, row: usize, rows: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2;
  for (let i = 0; i < rows; i++) {
    memory.copy(out, row, bytes);
    out += bytes;
  }
}

/** values = activation(values), `count` of them. */
export function activate(values: usize, count: i32, activation: i32): void {
  const zero = f32x4.splat(0);
  const end = values + ((<usize>count) << 2);
  for (; values + 16 <= end; values += 16) {
    const x = v128.load(values);
    v128.store(values, activation == RELU ? f32x4.pmax(x, zero) : activation == TANH ? tanhF32x4(x) : x);
  }
  for (; values < end; values += 4) {
    const x = v128.load32_splat(values);
    const y = activation == RELU ? f32x4.pmax(x, zero) : activation == TANH ? tanhF32x4(x) : x;
    store<f32>(values, f32x4.extract_lane(y, 0));
  }
}

/**
 * Back through dropout and the activation before it: delta *= factor * activation'(…), the derivative taken from what was let
 * through, factor * y. Where the factor is 0 the result is.
 */
export function dropoutDerivative(
  delta: usize,
  through: usize,
  factors: usize,
  count: i32,
  activation: i32,
): void {
  const end = delta + ((<usize>count) << 2);
  for (; delta + 16 <= end; delta += 16) {
    v128.store(delta, derivative(v128.load(delta), v128.load(through), v128.load(factors), activation));
    through += 16;
    factors += 16;
  }
  for (; delta < end; delta += 4) {
    const d = v128.load32_splat(delta);
    const y = v128.load32_splat(through);
    const factor = v128.load32_splat(factors);
    v128.store_lane<f32>(delta, derivative(d, y, factor, activation), 0);
    through += 4;
    factors += 4;
  }
}

function derivative(delta: v128, through: v128, factor: v128, activation: i32): v128 {
  const zero = f32x4.splat(0);
  const d = f32x4.mul(delta, factor);
  if (activation == RELU) return v128.and(d, f32x4.gt(through, zero));
  if (activation != TANH) return d;
  const y = v128.and(f32x4.div(through, factor), f32x4.ne(factor, zero));
  return f32x4.mul(d, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
}
