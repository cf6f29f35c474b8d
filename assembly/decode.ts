/** Population codes back to positions. Plain reference: tests/support/reference/place-code.ts. */

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

/** best [k] of (value float32, index int32), largest first; returns how many there are, 0 when there is a NaN. */
function selectLargest(code: usize, cells: i32, k: i32, best: usize): i32 {
  let found = 0;
  let threshold: f32 = -Infinity;
  for (let cell = 0; cell < cells; cell++) {
    if (found == k) {
      const limit = f32x4.splat(threshold);
      while (cell + 4 <= cells) {
        const next = v128.load(code + ((<usize>cell) << 2));
        if (!i32x4.all_true(f32x4.le(next, limit))) break;
        cell += 4;
      }
      if (cell == cells) break;
    }
    const value = load<f32>(code + ((<usize>cell) << 2));
    if (!(value >= -Infinity)) return 0;
    if (found < k || value > threshold) {
      insert(best, min(found, k - 1), value, cell);
      found = min(found + 1, k);
      threshold = load<f32>(best + ((<usize>(found - 1)) << 3));
    }
  }
  return found;
}

/** Moves smaller entries of best [at] down by one and puts the new one where it belongs; the last of k falls off. */
function insert(best: usize, at: i32, value: f32, cell: i32): void {
  let slot = best + ((<usize>at) << 3);
  while (slot > best && load<f32>(slot - 8) < value) {
    store<i64>(slot, load<i64>(slot - 8));
    slot -= 8;
  }
  store<f32>(slot, value);
  store<i32>(slot, cell, 4);
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

function centreOf(best: usize, i: i32, centres: usize): f32 {
  const cell = load<i32>(best + ((<usize>i) << 3), 4);
  return load<f32>(centres + ((<usize>cell) << 2));
}
