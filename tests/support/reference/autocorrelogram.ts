/**
 * Autocorrelogram of a map [rows, columns], written to be read: at each shift, the Pearson correlation of the
 * bins that both copies have, about their means. Unvisited (NaN) bins are left out; 0 where a patch does not vary.
 * @returns [2 rows - 1, 2 columns - 1], shift (0, 0) in the middle
 */
export function referenceAutocorrelogram(
  map: ArrayLike<number>,
  rows: number,
  columns: number,
): Float64Array {
  const width = 2 * columns - 1;
  const result = new Float64Array((2 * rows - 1) * width);
  for (let di = 1 - rows; di < rows; di++) {
    for (let dj = 1 - columns; dj < columns; dj++) {
      const here: number[] = [];
      const there: number[] = [];
      for (let i = Math.max(0, -di); i < Math.min(rows, rows - di); i++) {
        for (let j = Math.max(0, -dj); j < Math.min(columns, columns - dj); j++) {
          const a = map[i * columns + j]!;
          const b = map[(i + di) * columns + j + dj]!;
          if (Number.isNaN(a) || Number.isNaN(b)) continue;
          here.push(a);
          there.push(b);
        }
      }
      result[(rows - 1 + di) * width + columns - 1 + dj] = pearson(here, there);
    }
  }
  return result;
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const constant = (values: readonly number[]) => values.every((value) => value === values[0]);
  if (constant(a) || constant(b)) return 0;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const sum = (term: (i: number) => number) => a.reduce((total, _, i) => total + term(i), 0);
  const covariance = sum((i) => (a[i]! - meanA) * (b[i]! - meanB));
  return covariance / Math.sqrt(sum((i) => (a[i]! - meanA) ** 2) * sum((i) => (b[i]! - meanB) ** 2));
}
