/** Distances between decoded and true positions. */

/**
 * Adds the distance between a and b [rows, 2] to `distances` float64 [rows].
 * `width`, `height` > 0 make the box periodic: the shorter way round counts.
 */
export function addDistances(a: usize, b: usize, rows: i32, width: f64, height: f64, distances: usize): void {
  for (let row = 0; row < rows; row++) {
    let dx = abs(<f64>load<f32>(a) - <f64>load<f32>(b));
    let dy = abs(<f64>load<f32>(a, 4) - <f64>load<f32>(b, 4));
    if (width > 0) dx = min(dx, width - dx);
    if (height > 0) dy = min(dy, height - dy);
    store<f64>(distances, load<f64>(distances) + Math.sqrt(dx * dx + dy * dy));
    distances += 8;
    a += 8;
    b += 8;
  }
}
