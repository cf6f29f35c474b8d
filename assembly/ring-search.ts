/**
 * Where the rings of one autocorrelogram lie: from its own peaks, or around its own middle field.
 * Plain reference: tests/support/reference/ring-search.ts.
 */

/** Pixels of the middle field correlate above this. */
const FIELD_THRESHOLD: f64 = 0.2;

/** Bytes of scratch memory `middleRadius` needs. */
export function middleRadiusScratchBytes(bins: i32): i32 {
  const size = 2 * bins - 1;
  return size * size * 5;
}

/**
 * Squared distances (bins) of the nearest and of the third nearest pair of peaks from the middle, into `out` as float64; false when
 * there are fewer than three. A peak is a pixel above its eight neighbours; of equal neighbours the first one counts.
 * @param image [2 bins - 1, 2 bins - 1] float64, point-symmetric
 */
export function peakDistances(image: usize, bins: i32, out: usize): bool {
  const size = 2 * bins - 1;
  let first: f64 = Infinity;
  let second: f64 = Infinity;
  let third: f64 = Infinity;
  for (let y = 0; y < bins - 1; y++) {
    for (let x = y == 0 ? 1 : 2 - bins; x < bins - 1; x++) {
      const squared = <f64>(x * x + y * y);
      if (squared >= third || !isPeak(image + ((<usize>((bins - 1 + y) * size + bins - 1 + x)) << 3), size))
        continue;
      if (squared < first) {
        third = second;
        second = first;
        first = squared;
      } else if (squared < second) {
        third = second;
        second = squared;
      } else {
        third = squared;
      }
    }
  }
  store<f64>(out, first);
  store<f64>(out, third, 8);
  return third < Infinity;
}

function isPeak(at: usize, size: i32): bool {
  const value = load<f64>(at);
  const above = at - ((<usize>size) << 3);
  const below = at + ((<usize>size) << 3);
  return (
    value > load<f64>(above - 8) &&
    value > load<f64>(above) &&
    value > load<f64>(above, 8) &&
    value > load<f64>(at - 8) &&
    value >= load<f64>(at, 8) &&
    value >= load<f64>(below - 8) &&
    value >= load<f64>(below) &&
    value >= load<f64>(below, 8)
  );
}

/**
 * Radius (bins) of the disc that is as large as the middle field: the pixels above the threshold that hang together with the middle by
 * their sides.
 * @param image [2 bins - 1, 2 bins - 1] float64
 */
export function middleRadius(image: usize, scratch: usize, bins: i32): f64 {
  const size = 2 * bins - 1;
  const seen = scratch + ((<usize>(size * size)) << 2);
  memory.fill(seen, 0, <usize>(size * size));
  const middle = (bins - 1) * size + bins - 1;
  store<i32>(scratch, middle);
  store<u8>(seen + <usize>middle, 1);
  let found = 1;
  for (let next = 0; next < found; next++) {
    const at = load<i32>(scratch + ((<usize>next) << 2));
    const column = at % size;
    if (column > 0) found = visit(image, scratch, seen, at - 1, found);
    if (column < size - 1) found = visit(image, scratch, seen, at + 1, found);
    if (at >= size) found = visit(image, scratch, seen, at - size, found);
    if (at < size * (size - 1)) found = visit(image, scratch, seen, at + size, found);
  }
  return sqrt(<f64>found / Math.PI);
}

/** Puts a pixel of the field behind the last one found. Returns how many there are then. */
function visit(image: usize, list: usize, seen: usize, at: i32, found: i32): i32 {
  if (load<u8>(seen + <usize>at) || !(load<f64>(image + ((<usize>at) << 3)) > FIELD_THRESHOLD)) return found;
  store<u8>(seen + <usize>at, 1);
  store<i32>(list + ((<usize>found) << 2), at);
  return found + 1;
}
