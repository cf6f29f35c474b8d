/** Population codes back to positions, every cell with its weight. Plain reference: tests/support/reference/place-code.ts. */
import { expBelowF32x4 } from "./math";

/**
 * out [rows, 2] = mean of the centres of all cells, weighted by each row of code [rows, cells], rows being `stride` numbers apart. The weights
 * are the numbers as they are, or, with `areLogits`, their softmax. In a periodic box (periodicWidth, periodicHeight > 0) the mean is taken around
 * the cell of the largest weight, across the seam, and brought back to [-side / 2, side / 2]. A row with NaN in it gives NaN.
 * Weights are float32, exp within 1 ulp; sums are float64.
 */
export function decodeWeighted(
  code: usize,
  rows: i32,
  cells: i32,
  stride: i32,
  areLogits: i32,
  centresX: usize,
  centresY: usize,
  periodicWidth: f32,
  periodicHeight: f32,
  out: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const best = largest(code, cells);
    const top: f32 = areLogits != 0 && best >= 0 ? load<f32>(code + ((<usize>best) << 2)) : 0;
    const first = max(best, 0);
    const originX = load<f32>(centresX + ((<usize>first) << 2));
    const originY = load<f32>(centresY + ((<usize>first) << 2));
    let weights = f64x2.splat(0);
    let x = f64x2.splat(0);
    let y = f64x2.splat(0);
    let cell: usize = 0;
    const end = (<usize>cells) << 2;
    for (; cell + 16 <= end; cell += 16) {
      const values = v128.load(code + cell);
      const w = areLogits != 0 ? expBelowF32x4(f32x4.sub(values, f32x4.splat(top))) : values;
      weights = plus(weights, w);
      x = plus(x, f32x4.mul(w, away(v128.load(centresX + cell), originX, periodicWidth)));
      y = plus(y, f32x4.mul(w, away(v128.load(centresY + cell), originY, periodicHeight)));
    }
    for (; cell < end; cell += 4) {
      const value = v128.load32_zero(code + cell);
      const e = areLogits != 0 ? expBelowF32x4(f32x4.sub(value, f32x4.splat(top))) : value;
      const w = f32x4.replace_lane(f32x4.splat(0), 0, f32x4.extract_lane(e, 0));
      weights = plus(weights, w);
      x = plus(x, f32x4.mul(w, away(v128.load32_zero(centresX + cell), originX, periodicWidth)));
      y = plus(y, f32x4.mul(w, away(v128.load32_zero(centresY + cell), originY, periodicHeight)));
    }
    const all = pairSum(weights);
    const known = best >= 0;
    store<f32>(out, known ? placed(originX, pairSum(x) / all, periodicWidth) : NaN);
    store<f32>(out, known ? placed(originY, pairSum(y) / all, periodicHeight) : NaN, 4);
    code += (<usize>stride) << 2;
    out += 8;
  }
}

/** Cell of the largest number, of equals the first; -1 when there is a NaN. */
function largest(code: usize, cells: i32): i32 {
  let best = 0;
  let value: f32 = -Infinity;
  for (let cell = 0; cell < cells; cell++) {
    const next = load<f32>(code + ((<usize>cell) << 2));
    if (isNaN(next)) return -1;
    if (next > value) {
      value = next;
      best = cell;
    }
  }
  return best;
}

function away(centres: v128, origin: f32, period: f32): v128 {
  const distance = f32x4.sub(centres, f32x4.splat(origin));
  if (!(period > 0)) return distance;
  const turns = f32x4.nearest(f32x4.div(distance, f32x4.splat(period)));
  return f32x4.sub(distance, f32x4.mul(turns, f32x4.splat(period)));
}

/** Two float64 sums and the lanes 0 and 2, 1 and 3 of four float32. */
function plus(sums: v128, x: v128): v128 {
  const high = v128.shuffle<i32>(x, x, 2, 3, 2, 3);
  return f64x2.add(f64x2.add(sums, f64x2.promote_low_f32x4(x)), f64x2.promote_low_f32x4(high));
}

function pairSum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

function placed(origin: f32, away: f64, period: f32): f32 {
  const mean = <f64>origin + away;
  return <f32>(period > 0 ? mean - period * floor(mean / period + 0.5) : mean);
}
