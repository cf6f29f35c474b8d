/** Firing fields: connected groups of bins with a high rate. */

/** Bins [y, x] of one map in which a unit fires, in the order in which they were found. */
export type FiringField = readonly { readonly row: number; readonly column: number }[];

/**
 * Groups of bins, joined by their sides, whose rate exceeds `threshold`. NaN bins belong to none.
 * Fields are ordered by their first bin, column by column from the left: the order of the references, whose
 * first axis is x.
 * @param map [rows, columns]
 */
export function firingFields(
  map: ArrayLike<number>,
  rows: number,
  columns: number,
  threshold: number,
): FiringField[] {
  const free = Uint8Array.from({ length: rows * columns }, (_, i) => (map[i]! > threshold ? 1 : 0));
  const fields: FiringField[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      if (free[row * columns + column]) fields.push(takeField(free, rows, columns, row, column));
    }
  }
  return fields;
}

/** Collects the field around one bin and removes it from `free`. */
function takeField(
  free: Uint8Array,
  rows: number,
  columns: number,
  row: number,
  column: number,
): FiringField {
  const field: { row: number; column: number }[] = [];
  const take = (r: number, c: number) => {
    if (r < 0 || r >= rows || c < 0 || c >= columns || !free[r * columns + c]) return;
    free[r * columns + c] = 0;
    field.push({ row: r, column: c });
  };
  take(row, column);
  for (let i = 0; i < field.length; i++) {
    const bin = field[i]!;
    take(bin.row - 1, bin.column);
    take(bin.row + 1, bin.column);
    take(bin.row, bin.column - 1);
    take(bin.row, bin.column + 1);
  }
  return field;
}
