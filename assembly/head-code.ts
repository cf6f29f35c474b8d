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
  for (let row = 0; row < rows; row++) {
    const heading = <f64>load<f32>(headings);
    const top = kind == 0 ? largestCosine(heading, means, cells) : 0;
    let sum: f64 = 0;
    for (let cell = 0; cell < cells; cell++) {
      const exponent = concentration * (cosineAt(heading, means, cell) - top);
      sum += f64x2.extract_lane(expF64x2(f64x2.splat(exponent)), 0);
    }
    const factor = kind == 0 ? 1 / sum : 1;
    for (let cell = 0; cell < cells; cell++) {
      const exponent = concentration * (cosineAt(heading, means, cell) - top);
      const density = f64x2.extract_lane(expF64x2(f64x2.splat(exponent)), 0);
      store<f32>(out + ((<usize>cell) << 2), <f32>(density * factor));
    }
    headings += 4;
    out += (<usize>stride) << 2;
  }
}

function largestCosine(heading: f64, means: usize, cells: i32): f64 {
  let largest: f64 = -1;
  for (let cell = 0; cell < cells; cell++) largest = max(largest, cosineAt(heading, means, cell));
  return largest;
}

function cosineAt(heading: f64, means: usize, cell: i32): f64 {
  const mean = <f64>load<f32>(means + ((<usize>cell) << 2));
  return f64x2.extract_lane(cosF64x2(f64x2.splat(heading - mean)), 0);
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
