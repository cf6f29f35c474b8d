/** Head-direction cells: headings to population codes. Plain reference: tests/support/reference/head-code.ts. */
import { largest } from "./largest";
import { cosF64x2, expF64x2 } from "./math";

/**
 * out [rows, cells] = the code of headings [rows] (rad), float32, rows being `stride` numbers apart. A cell's log density is
 * concentration * cos(heading - mean), von Mises; kind 0: softmax of it, which is the posterior of the cells; kind 2: its exponential
 * as it is. Computed in float64 and rounded once. A heading that is not finite gives a row of NaN.
 * Source: Banino et al. 2018.
 * @param means [cells] float32, preferred headings in rad
 */
export function headCode(
  headings: usize,
  rows: i32,
  means: usize,
  cells: i32,
  stride: i32,
  kind: i32,
  concentration: f64,
  out: usize,
): void {
  const factors = f64x2.splat(concentration);
  for (let row = 0; row < rows; row++) {
    const heading = <f64>load<f32>(headings);
    const top = f64x2.splat(kind == 0 ? largestCosine(heading, means, cells) : 0);
    let sum: f64 = 0;
    for (let cell = 0; cell < cells; cell += 2) {
      const density = densities(cosines(heading, means, cell, cells), top, factors);
      sum += f64x2.extract_lane(density, 0);
      if (cell + 1 < cells) sum += f64x2.extract_lane(density, 1);
    }
    const share = kind == 0 ? 1 / sum : 1;
    for (let cell = 0; cell < cells; cell += 2) {
      const density = densities(cosines(heading, means, cell, cells), top, factors);
      const at = out + ((<usize>cell) << 2);
      store<f32>(at, <f32>(f64x2.extract_lane(density, 0) * share));
      if (cell + 1 < cells) store<f32>(at, <f32>(f64x2.extract_lane(density, 1) * share), 4);
    }
    headings += 4;
    out += (<usize>stride) << 2;
  }
}

function largestCosine(heading: f64, means: usize, cells: i32): f64 {
  let largest: f64 = -1;
  for (let cell = 0; cell < cells; cell += 2) {
    const pair = cosines(heading, means, cell, cells);
    largest = max(largest, max(f64x2.extract_lane(pair, 0), f64x2.extract_lane(pair, 1)));
  }
  return largest;
}

/** Of the angles to the means of a cell and the next one; the last cell stands for both. */
function cosines(heading: f64, means: usize, cell: i32, cells: i32): v128 {
  const at = means + ((<usize>cell) << 2);
  const mean = <f64>load<f32>(at);
  const next = cell + 1 < cells ? <f64>load<f32>(at, 4) : mean;
  return cosF64x2(f64x2.sub(f64x2.splat(heading), f64x2.replace_lane(f64x2.splat(mean), 1, next)));
}

function densities(cosine: v128, top: v128, concentration: v128): v128 {
  return expF64x2(f64x2.mul(concentration, f64x2.sub(cosine, top)));
}

/**
 * Adds to `errors` float64 [rows] the angle, rad in [0, pi], between headings [rows] and the mean of the cell with the largest entry
 * of each row of `code`, rows being `stride` numbers apart. Of equal entries the one of the lowest index counts. A row with NaN in it
 * adds NaN.
 */
export function addHeadingErrors(
  code: usize,
  rows: i32,
  means: usize,
  cells: i32,
  stride: i32,
  headings: usize,
  errors: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const best = largest(code, cells);
    const mean = best < 0 ? NaN : <f64>load<f32>(means + ((<usize>best) << 2));
    const away = <f64>load<f32>(headings) - mean;
    const turns = nearest(away / (2 * Math.PI));
    store<f64>(errors, load<f64>(errors) + abs(away - turns * (2 * Math.PI)));
    code += (<usize>stride) << 2;
    headings += 4;
    errors += 8;
  }
}
