/** Population codes back to two positions. Plain reference: tests/support/reference/two-places.ts. */
import { centreOf, selectLargest } from "./best-cells";

/**
 * out [rows, 4] = where the code [rows, cells], rows being `stride` numbers apart, says that one and the other are: the centres of the k
 * largest entries fall into two clusters, those with the least sum of squared distances from their means, and the places are the means. Which of them
 * is whose is the choice that is nearer to the true places one, other [rows, 2], in four dimensions. All ways to cut k centres in two are tried, so
 * that the clusters are the best ones, as k-means with restarts seeks them. 2 <= k <= 10, k <= cells. Of equal entries the one of the lowest
 * index counts. A row with NaN in it gives NaN.
 */
export function decodeTwo(
  code: usize,
  rows: i32,
  cells: i32,
  stride: i32,
  centresX: usize,
  centresY: usize,
  k: i32,
  one: usize,
  other: usize,
  out: usize,
  scratch: usize,
): void {
  for (let row = 0; row < rows; row++) {
    if (selectLargest(code, cells, k, scratch) == k) {
      cutInTwo(scratch, k, centresX, centresY, out);
      if (isSwapped(out, one, other)) {
        const first = load<i64>(out);
        store<i64>(out, load<i64>(out, 8));
        store<i64>(out, first, 8);
      }
    } else {
      store<f32>(out, NaN);
      store<f32>(out, NaN, 4);
      store<f32>(out, NaN, 8);
      store<f32>(out, NaN, 12);
    }
    code += (<usize>stride) << 2;
    one += 8;
    other += 8;
    out += 16;
  }
}

/**
 * Of decoded places [rows, 4] and true ones [rows, 2]: adds the mean of both distances to `means` float64 [rows], and writes the distance in four
 * dimensions to `both` float64 [rows].
 */
export function addTwoDistances(
  decoded: usize,
  one: usize,
  other: usize,
  rows: i32,
  means: usize,
  both: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const first = squaredDistance(decoded, one);
    const second = squaredDistance(decoded + 8, other);
    store<f64>(means, load<f64>(means) + (Math.sqrt(first) + Math.sqrt(second)) / 2);
    store<f64>(both, Math.sqrt(first + second));
    decoded += 16;
    one += 8;
    other += 8;
    means += 8;
    both += 8;
  }
}

/** The cut with the largest squared sums over counts has the least squares within. The best cell is always of the first cluster. */
function cutInTwo(best: usize, k: i32, centresX: usize, centresY: usize, out: usize): void {
  let top: f64 = -Infinity;
  const masks = 1 << (k - 1);
  for (let mask = 1; mask < masks; mask++) {
    let count = 0;
    let firstX: f64 = 0;
    let firstY: f64 = 0;
    let secondX: f64 = 0;
    let secondY: f64 = 0;
    for (let i = 0; i < k; i++) {
      const x = <f64>centreOf(best, i, centresX);
      const y = <f64>centreOf(best, i, centresY);
      if (i > 0 && (mask >> (i - 1)) & 1) {
        secondX += x;
        secondY += y;
        count++;
      } else {
        firstX += x;
        firstY += y;
      }
    }
    const others = k - count;
    const value =
      (firstX * firstX + firstY * firstY) / <f64>others +
      (secondX * secondX + secondY * secondY) / <f64>count;
    if (value > top) {
      top = value;
      store<f32>(out, <f32>(firstX / <f64>others));
      store<f32>(out, <f32>(firstY / <f64>others), 4);
      store<f32>(out, <f32>(secondX / <f64>count), 8);
      store<f32>(out, <f32>(secondY / <f64>count), 12);
    }
  }
}

function isSwapped(places: usize, one: usize, other: usize): bool {
  const straight = squaredDistance(places, one) + squaredDistance(places + 8, other);
  return squaredDistance(places, other) + squaredDistance(places + 8, one) < straight;
}

function squaredDistance(a: usize, b: usize): f64 {
  const dx = <f64>load<f32>(a) - <f64>load<f32>(b);
  const dy = <f64>load<f32>(a, 4) - <f64>load<f32>(b, 4);
  return dx * dx + dy * dy;
}
