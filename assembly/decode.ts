/** Population codes back to positions. Plain reference: tests/support/reference/place-code.ts. */
import { centreOf, selectLargest } from "./best-cells";

/** Bytes of scratch memory `decodeTopK` needs: values and cells of the best k. */
export function decodeScratchBytes(k: i32): i32 {
  return k * 8;
}

/**
 * out [rows, 2] = unweighted mean of the centres of the k largest entries of each row of code [rows, cells], rows being `stride`
 * numbers apart, which may be probabilities or logits (Sorscher et al. 2019, k = 3). Of equal entries the one of the lowest index counts. 1 <= k <= 16,
 * k <= cells. In a periodic box (periodicWidth, periodicHeight > 0) the mean is taken around the best cell, across the seam, and
 * brought back to [-side / 2, side / 2). A row with NaN in it gives NaN.
 */
export function decodeTopK(
  code: usize,
  rows: i32,
  cells: i32,
  stride: i32,
  centresX: usize,
  centresY: usize,
  k: i32,
  periodicWidth: f32,
  periodicHeight: f32,
  out: usize,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const found = selectLargest(code, cells, k, scratch);
    const complete = found == k;
    store<f32>(out, complete ? meanCentre(scratch, k, centresX, periodicWidth) : NaN);
    store<f32>(out, complete ? meanCentre(scratch, k, centresY, periodicHeight) : NaN, 4);
    code += (<usize>stride) << 2;
    out += 8;
  }
}

function meanCentre(best: usize, k: i32, centres: usize, period: f32): f32 {
  const origin = centreOf(best, 0, centres);
  let sum: f64 = 0;
  for (let i = 0; i < k; i++) {
    const away = centreOf(best, i, centres) - origin;
    sum += period > 0 ? away - period * nearest(away / period) : away;
  }
  const mean = <f64>origin + sum / <f64>k;
  return <f32>(period > 0 ? mean - period * floor(mean / period + 0.5) : mean);
}
