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
      const at = <usize>row * rowBytes + ((<usize>unit) << 2);
      const probabilities = keep + ((<usize>unit) << 3);
      const whole = count & ~3;
      // biome-ignore format: where, whether
      keepTiles(values ? values + at : 0, factors ? factors + at : 0, rowBytes, together,
        scratch, probabilities, whole);
      for (let item = 0; item < together; item++) {
        const ofItem = at + <usize>item * rowBytes;
        // biome-ignore format: where, whether
        keepSome(values ? values + ofItem : 0, factors ? factors + ofItem : 0,
          scratch + ((<usize>item) << 3), probabilities, whole, count);
      }
    }
  }
}

/** Four units of up to four rows at a time; `draws` are float64 [units, 4 rows]. */
function keepTiles(
  values: usize,
  factors: usize,
  rowBytes: usize,
  rows: i32,
  draws: usize,
  keep: usize,
  units: i32,
): void {
  const last = rows - 1;
  for (let unit = 0; unit < units; unit += 4) {
    const a = factorsOf(draws, load<f64>(keep));
    const b = factorsOf(draws + 32, load<f64>(keep, 8));
    const c = factorsOf(draws + 64, load<f64>(keep, 16));
    const d = factorsOf(draws + 96, load<f64>(keep, 24));
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    applyFactors(values, factors, v128.shuffle<i64>(ab, cd, 0, 2));
    if (last > 0)
      applyFactors(rowOf(values, rowBytes), rowOf(factors, rowBytes), v128.shuffle<i64>(ab, cd, 1, 3));
    const abLate = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cdLate = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    if (last > 1) {
      const two = rowBytes << 1;
      applyFactors(rowOf(values, two), rowOf(factors, two), v128.shuffle<i64>(abLate, cdLate, 0, 2));
    }
    if (last > 2) {
      const three = (rowBytes << 1) + rowBytes;
      applyFactors(rowOf(values, three), rowOf(factors, three), v128.shuffle<i64>(abLate, cdLate, 1, 3));
    }
    draws += 128;
    keep += 32;
    if (values) values += 16;
    if (factors) factors += 16;
  }
}

/** Of one unit in four rows. */
function factorsOf(draws: usize, keep: f64): v128 {
  const wide = f64x2.splat(keep);
  const early = f64x2.lt(v128.load(draws), wide);
  const late = f64x2.lt(v128.load(draws, 16), wide);
  return v128.and(v128.shuffle<i32>(early, late, 0, 2, 4, 6), f32x4.splat(<f32>(1 / keep)));
}

/** An address further on, or 0: nothing is wanted there. */
function rowOf(base: usize, bytes: usize): usize {
  return base ? base + bytes : 0;
}

function applyFactors(values: usize, factors: usize, x: v128): void {
  if (factors) v128.store(factors, x);
  if (values) v128.store(values, f32x4.mul(v128.load(values), x));
}

/** Units from `unit` to `count` of one row. */
function keepSome(values: usize, factors: usize, draws: usize, keep: usize, unit: i32, count: i32): void {
  for (let i: usize = unit; i < <usize>count; i++) {
    const probability = load<f64>(keep + (i << 3));
    const factor = load<f64>(draws + (i << 5)) < probability ? <f32>(1 / probability) : 0;
    if (factors) store<f32>(factors + (i << 2), factor);
    if (values) store<f32>(values + (i << 2), load<f32>(values + (i << 2)) * factor);
  }
}
