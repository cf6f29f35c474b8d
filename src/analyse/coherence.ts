/** How smooth a rate map is. */

/** Fewer pairs say nothing, and a correlation this near to 1 is one of round-off. */
const fewestPairs = 3;
const certain = 1 - 1e-12;

/**
 * Spatial coherence: correlation, over the visited bins, of a rate with the mean of its neighbours (eight, fewer at walls and
 * beside unvisited bins), as Fisher's z = atanh(r). About 0 for white noise. Only maps that were not smoothed can be compared.
 * NaN for a map that does not vary or has fewer than three bins with neighbours; defined for signed units, too.
 * Source: Muller and Kubie 1989 (J. Neurosci. 9:4101); z as in Kubie, Muller and Bostock 1990 (J. Neurosci. 10:1110).
 * @param map [rows, columns], NaN where unvisited
 */
export function coherence(map: ArrayLike<number>, rows: number, columns: number): number {
  const [own, around]: [number[], number[]] = [[], []];
  for (let bin = 0; bin < rows * columns; bin++) {
    if (Number.isNaN(map[bin]!)) continue;
    const mean = meanOfNeighbours(map, rows, columns, bin);
    if (Number.isNaN(mean)) continue;
    own.push(map[bin]!);
    around.push(mean);
  }
  const r = own.length < fewestPairs ? Number.NaN : correlation(own, around);
  return Math.abs(r) < certain ? Math.atanh(r) : Number.NaN;
}

/** NaN when none of them was visited. */
function meanOfNeighbours(map: ArrayLike<number>, rows: number, columns: number, bin: number): number {
  const [row, column] = [Math.floor(bin / columns), bin % columns];
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const rate = map[y * columns + x]!;
      if ((y === row && x === column) || Number.isNaN(rate)) continue;
      sum += rate;
      count++;
    }
  }
  return sum / count;
}

/** Variances below this share of the mean square are round-off. */
const leastVariance = 1e-20;

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    both += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const flat = (square: number, level: number) => !(square > leastVariance * a.length * level ** 2);
  return flat(squareA, meanA) || flat(squareB, meanB) ? Number.NaN : both / Math.sqrt(squareA * squareB);
}
