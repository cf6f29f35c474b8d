/** Codes in which one cell is 1 and all others 0, made in place of probabilities. Plain reference: tests/support/reference/code-modes.ts. */
import { largest } from "./largest";

/** The likeliest cell of each row of code [rows, cells], rows being `stride` numbers apart; the lowest of equals. NaN stays. */
export function keepLargest(code: usize, rows: i32, cells: i32, stride: i32): void {
  for (let row = 0; row < rows; row++) {
    const best = largest(code, cells);
    if (best >= 0) keepOne(code, cells, best);
    code += (<usize>stride) << 2;
  }
}

/**
 * One cell of each row, drawn by the probabilities: the first up to which they add up, in float64, to more than draw * their sum.
 * NaN stays.
 * @param draws float64 [rows] in [0, 1), `drawStride` numbers apart
 */
export function keepDrawn(
  code: usize,
  rows: i32,
  cells: i32,
  stride: i32,
  draws: usize,
  drawStride: i32,
): void {
  for (let row = 0; row < rows; row++) {
    if (largest(code, cells) >= 0) keepOne(code, cells, drawn(code, cells, load<f64>(draws)));
    code += (<usize>stride) << 2;
    draws += (<usize>drawStride) << 3;
  }
}

function drawn(code: usize, cells: i32, draw: f64): i32 {
  let sum: f64 = 0;
  for (let cell = 0; cell < cells; cell++) sum += <f64>load<f32>(code + ((<usize>cell) << 2));
  const limit = draw * sum;
  let below: f64 = 0;
  let last = 0;
  for (let cell = 0; cell < cells; cell++) {
    const probability = <f64>load<f32>(code + ((<usize>cell) << 2));
    below += probability;
    if (below > limit) return cell;
    if (probability > 0) last = cell;
  }
  return last;
}

function keepOne(code: usize, cells: i32, kept: i32): void {
  memory.fill(code, 0, (<usize>cells) << 2);
  store<f32>(code + ((<usize>kept) << 2), 1);
}
