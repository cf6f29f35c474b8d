/** Distances between decoded and true positions. */

/**
 * Sum over `rows` of the distance between a and b [rows, 2], in float64.
 * `width`, `height` > 0 make the box periodic: the shorter way round counts.
 */
export function distanceSum(a: usize, b: usize, rows: i32, width: f64, height: f64): f64 {
  let total: f64 = 0;
  for (let row = 0; row < rows; row++) {
    let dx = abs(<f64>load<f32>(a) - <f64>load<f32>(b));
    let dy = abs(<f64>load<f32>(a, 4) - <f64>load<f32>(b, 4));
    if (width > 0) dx = min(dx, width - dx);
    if (height > 0) dy = min(dy, height - dy);
    total += Math.sqrt(dx * dx + dy * dy);
    a += 8;
    b += 8;
  }
  return total;
}
