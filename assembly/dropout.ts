/**
 * Inverted dropout (Srivastava et al. 2014): a value is kept with a probability and divided by it, or is 0. Whether it is kept is a
 * function of stream, item, time step and unit alone (rng.ts). Plain reference: tests/support/reference/dropout.ts.
 */
import { uniformColumns } from "./rng";
import { transposeTile } from "./transpose-tile";

/** Draws of one pass; the scratch memory holds that many for four items, and two tiles of four factors for each. */
const PASS: i32 = 64;

/** Bytes of scratch memory `dropOut` needs. */
export function dropOutScratchBytes(): i32 {
  return PASS * 32 + 128;
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
      const at = <usize>row * rowBytes + ((<usize>unit) << 2);
      const probabilities = keep + ((<usize>unit) << 3);
      keepSome(
        values ? values + at : 0,
        factors ? factors + at : 0,
        scratch,
        probabilities,
        count,
        together,
        rowBytes,
      );
    }
  }
}

/** Columns of draws for up to four rows. */
function keepSome(
  values: usize,
  factors: usize,
  draws: usize,
  keep: usize,
  count: i32,
  rows: i32,
  rowBytes: usize,
): void {
  const tile = draws + <usize>PASS * 32;
  let unit = 0;
  if (rows == 4) {
    for (; unit + 4 <= count; unit += 4) {
      for (let i: usize = 0; i < 4; i++) {
        v128.store(tile + (i << 4), factorsOfFour(draws + (i << 5), load<f64>(keep + (i << 3))));
      }
      const out = factors ? factors : tile + 64;
      const outBytes = factors ? rowBytes : 16;
      transposeTile(tile, 16, out, outBytes);
      if (values) {
        for (let row: usize = 0; row < 4; row++) {
          const at = values + row * rowBytes;
          v128.store(at, f32x4.mul(v128.load(at), v128.load(out + row * outBytes)));
        }
        values += 16;
      }
      if (factors) factors += 16;
      draws += 128;
      keep += 32;
    }
  }
  for (; unit < count; unit++) {
    const kept = factorsOfFour(draws, load<f64>(keep));
    v128.store(tile, kept);
    for (let row = 0; row < rows; row++) {
      const factor = load<f32>(tile + ((<usize>row) << 2));
      const at = <usize>row * rowBytes;
      if (factors) store<f32>(factors + at, factor);
      if (values) store<f32>(values + at, load<f32>(values + at) * factor);
    }
    if (factors) factors += 4;
    if (values) values += 4;
    draws += 32;
    keep += 8;
  }
}

/** 1 / keep, or 0, for the draws of four items. */
function factorsOfFour(draws: usize, keep: f64): v128 {
  const wide = f64x2.splat(keep);
  const low = f64x2.lt(v128.load(draws), wide);
  const high = f64x2.lt(v128.load(draws, 16), wide);
  return v128.and(v128.shuffle<i32>(low, high, 0, 2, 4, 6), f32x4.splat(<f32>(1 / keep)));
}
