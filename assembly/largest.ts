/** Index of the largest of `cells` numbers, the lowest of equals; -1 when there is a NaN. */
export function largest(row: usize, cells: i32): i32 {
  let best = 0;
  let top: f32 = -Infinity;
  for (let cell = 0; cell < cells; cell++) {
    const value = load<f32>(row + ((<usize>cell) << 2));
    if (!(value >= -Infinity)) return -1;
    if (value > top) {
      top = value;
      best = cell;
    }
  }
  return best;
}
