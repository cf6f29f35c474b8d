/** Maps as they are drawn: plain numbers in rows. How rates come into bins is not known here. */

/** A map to draw: row-major, row 0 at the bottom edge, NaN where there is no value. */
export interface Grid {
  values: ArrayLike<number>; // [rows, columns]
  rows: number;
  columns: number;
}

export type Range = readonly [lowest: number, highest: number];

/** Throws when the array does not hold rows x columns values. */
export function assertGrid({ values, rows, columns }: Grid): void {
  if (values.length === rows * columns && rows > 0 && columns > 0) return;
  throw new RangeError(`a map of ${rows} rows and ${columns} columns cannot have ${values.length} values`);
}

/** The values of one row; none below row 0. */
export function rowOf({ values, columns }: Grid, row: number): number[] {
  if (row < 0) return [];
  return Array.from({ length: columns }, (_, column) => values[row * columns + column]!);
}

/** Smallest and largest finite value; undefined when there is none. */
export function finiteRange(values: ArrayLike<number>): Range | undefined {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return lowest <= highest ? [lowest, highest] : undefined;
}

/** What doubles can still divide into rows and ticks. */
const smallestSpan = 1e-290;
const largest = Number.MAX_VALUE;

/** The range with room between its ends: a point, or what is as good as one, is opened on both sides. */
export function openedRange([lowest, highest]: Range): Range {
  if (highest - lowest > smallestSpan) return [lowest, highest];
  const tenth = Math.abs(lowest) / 10;
  const margin = tenth > smallestSpan ? tenth : 1;
  return [Math.max(-largest, lowest - margin), Math.min(largest, lowest + margin)];
}

/** Where a value lies in a range, as a share of the way: 0 at its lower end, 1 at the upper. */
export function shareOfRange(value: number, [lowest, highest]: Range): number {
  const span = highest - lowest;
  if (Number.isFinite(span)) return (value - lowest) / span;
  return (value / 2 - lowest / 2) / (highest / 2 - lowest / 2);
}

/** The value at a share of the way. */
export function valueInRange(share: number, [lowest, highest]: Range): number {
  const span = highest - lowest;
  return Number.isFinite(span) ? lowest + share * span : (1 - share) * lowest + share * highest;
}

/** Mean of the values that are numbers; NaN when none is. */
export function meanOfVisited(values: readonly number[]): number {
  const visited = values.filter((value) => !Number.isNaN(value));
  return visited.reduce((sum, value) => sum + value, 0) / visited.length;
}

/** Averages factor x factor bins, from the bottom left corner; what is over at the top and right makes smaller blocks. */
export function coarsen(grid: Grid, factor: number): Grid {
  const rows = Math.ceil(grid.rows / factor);
  const columns = Math.ceil(grid.columns / factor);
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = meanOfVisited(block(grid, row * factor, column * factor, factor));
    }
  }
  return { values, rows, columns };
}

function block(grid: Grid, bottom: number, left: number, size: number): number[] {
  const values: number[] = [];
  for (let row = bottom; row < Math.min(grid.rows, bottom + size); row++) {
    for (let column = left; column < Math.min(grid.columns, left + size); column++) {
      values.push(grid.values[row * grid.columns + column]!);
    }
  }
  return values;
}
