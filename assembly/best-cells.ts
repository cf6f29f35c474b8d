/** The cells that say most. */

/** best [k] of (value float32, index int32), largest first; returns how many there are, 0 when there is a NaN. */
export function selectLargest(code: usize, cells: i32, k: i32, best: usize): i32 {
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

/** A coordinate of the centre of the i-th of best [k]. */
export function centreOf(best: usize, i: i32, centres: usize): f32 {
  const cell = load<i32>(best + ((<usize>i) << 3), 4);
  return load<f32>(centres + ((<usize>cell) << 2));
}
