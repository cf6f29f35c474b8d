/** A map in fewer bins than it has, by any factor. Averages over whole bins are grid.ts's. */
import type { Grid } from "./grid.ts";

/** How much of each bin falls into one place: first bin, and shares of it and of those that follow. */
interface Part {
  readonly first: number;
  readonly shares: readonly number[];
}

/**
 * The map in `columns` x `rows` equal places, each the mean of the bins in it by their area; NaN where none was visited.
 * @throws RangeError when there would be more places than bins
 */
export function shrink(grid: Grid, columns: number, rows: number): Grid {
  if (!(columns >= 1 && columns <= grid.columns && rows >= 1 && rows <= grid.rows)) {
    throw new RangeError(`${grid.columns} x ${grid.rows} bins do not shrink to ${columns} x ${rows}`);
  }
  if (columns === grid.columns && rows === grid.rows) return grid;
  const across = partsOf(grid.columns, columns);
  const up = partsOf(grid.rows, rows);
  const values = new Float64Array(rows * columns);
  up.forEach((vertical, row) => {
    across.forEach((horizontal, column) => {
      values[row * columns + column] = meanOf(grid, horizontal, vertical);
    });
  });
  return { values, rows, columns };
}

const partsOf = (bins: number, places: number): Part[] =>
  Array.from({ length: places }, (_, place) => {
    const [from, to] = [(place * bins) / places, ((place + 1) * bins) / places];
    const first = Math.floor(from);
    const last = Math.min(bins, Math.ceil(to - 1e-9));
    const shares = Array.from(
      { length: last - first },
      (_, i) => Math.min(to, first + i + 1) - Math.max(from, first + i),
    );
    return { first, shares };
  });

function meanOf({ values, columns }: Grid, across: Part, up: Part): number {
  let sum = 0;
  let area = 0;
  up.shares.forEach((high, i) => {
    across.shares.forEach((wide, j) => {
      const value = values[(up.first + i) * columns + across.first + j]!;
      if (Number.isNaN(value)) return;
      sum += value * high * wide;
      area += high * wide;
    });
  });
  return area > 0 ? sum / area : Number.NaN;
}
