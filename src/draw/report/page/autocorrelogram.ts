/** Autocorrelograms, computed where the page is looked at: the file holds maps only. */

/** Smallest variance that is more than round-off, as a share of the mean square. */
const roundOff = 1e-12;

/**
 * Pearson correlation of a map with itself at every shift, over the bins both have: what the engine's kernel computes, from
 * the map as the page has it.
 * @param map [rows, columns], NaN unvisited @param unvisited what those bins are: rates of zero, or nothing at all
 * @returns [2 rows - 1, 2 columns - 1], shift 0 in the middle; 0 where a patch does not vary; NaN throughout for a map that does not
 */
export function autocorrelogram(
  map: Float64Array,
  rows: number,
  columns: number,
  unvisited: "zero" | "excluded",
): Float64Array {
  const rates = unvisited === "zero" ? map.map((rate) => (Number.isNaN(rate) ? 0 : rate)) : map;
  const width = 2 * columns - 1;
  const image = new Float64Array((2 * rows - 1) * width);
  const last = image.length - 1;
  if (!varies(rates)) return image.fill(Number.NaN);
  for (let up = 0; up < rows; up++) {
    for (let right = 1 - columns; right < columns; right++) {
      const at = (up + rows - 1) * width + right + columns - 1;
      image[at] = correlation(rates, rows, columns, up, right);
      image[last - at] = image[at]!;
    }
  }
  return image;
}

function varies(rates: Float64Array): boolean {
  const visited = rates.filter((rate) => !Number.isNaN(rate));
  return visited.some((rate) => rate !== visited[0]);
}

/** Between the rates at (y, x) and at (y + up, x + right). */
function correlation(rates: Float64Array, rows: number, columns: number, up: number, right: number): number {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  const shift = up * columns + right;
  const [from, to] = [Math.max(0, -right), Math.min(columns, columns - right)];
  for (let y = 0; y < rows - up; y++) {
    for (let x = from; x < to; x++) {
      const a = rates[y * columns + x]!;
      const b = rates[y * columns + x + shift]!;
      if (Number.isNaN(a) || Number.isNaN(b)) continue;
      count++;
      sumA += a;
      sumB += b;
      sumAA += a * a;
      sumBB += b * b;
      sumAB += a * b;
    }
  }
  const varianceA = sumAA - (sumA * sumA) / count;
  const varianceB = sumBB - (sumB * sumB) / count;
  if (!(varianceA > roundOff * sumAA && varianceB > roundOff * sumBB)) return 0;
  const value = (sumAB - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB);
  return Math.max(-1, Math.min(1, value));
}
