/**
 * Inverted dropout (Srivastava et al. 2014): a value is kept with a probability and divided by it, or is 0. Whether it is kept is a
 * function of stream, item, time step and unit alone (rng.ts). Plain reference: tests/support/reference/dropout.ts.
 */
import { uniformColumns } from "./rng";

/** Draws of one pass; the scratch memory holds that many for four items. */
const PASS: i32 = 64;

/** Bytes of scratch memory `dropOut` needs. */
export function dropOutScratchBytes(): i32 {
  return PASS * 32;
}

/**
 * values [rows, units] *= factor, 1 / keep where the draw of the unit lies below keep, else 0. The rows are items first, first + 1, …
 * @param values 0: only the factors are wanted
 * @param factors [rows, units] receives the factors; 0: they are not wanted
 * @param keep float64 [units] in (0, 1]
 * @param step time step: unit u takes draw step * (units rounded up to even) + u
 */
export function dropOut(
  values: usize,
  factors: usize,
  scratch: usize,
  keep: usize,
  key0: i32,
  key1: i32,
  first: f64,
  rows: i32,
  units: i32,
  step: i32,
): void {
  const blocks = (units + 1) >> 1;
  const rowBytes = (<usize>units) << 2;
  for (let row = 0; row < rows; row += 4) {
    const together = min(4, rows - row);
    for (let unit = 0; unit < units; unit += PASS) {
      const count = min(PASS, units - unit);
      uniformColumns(key0, key1, first + <f64>row, step * blocks + (unit >> 1), count, scratch);
      for (let item = 0; item < together; item++) {
        const at = <usize>(row + item) * rowBytes + ((<usize>unit) << 2);
        const draws = scratch + ((<usize>item) << 3);
        const probabilities = keep + ((<usize>unit) << 3);
        keepSome(values ? values + at : 0, factors ? factors + at : 0, draws, probabilities, count);
      }
    }
  }
}

function keepSome(values: usize, factors: usize, draws: usize, keep: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const probability = load<f64>(keep + (i << 3));
    const factor = load<f64>(draws + (i << 5)) < probability ? <f32>(1 / probability) : 0;
    if (factors) store<f32>(factors + (i << 2), factor);
    if (values) store<f32>(values + (i << 2), load<f32>(values + (i << 2)) * factor);
  }
}
