/** Firing fields: connected groups of bins with a high rate. */
import type { Box } from "./bin-assignment.ts";

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
  const free = new Uint8Array(rows * columns);
  for (let bin = 0; bin < free.length; bin++) if (map[bin]! > threshold) free[bin] = 1;
  const fields: FiringField[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      if (free[row * columns + column]) fields.push(takeField(free, rows, columns, row, column));
    }
  }
  return fields;
}

/** A field of a unit has rates above this share of the highest … */
const fieldThreshold = 0.3;
/** … and is larger than this, m^2. */
const smallestField = 0.02;

/**
 * Fields above 30 % of the highest rate and larger than 200 square centimetres; none where no rate is above zero.
 * Source: Solstad et al. 2008 (Science 322:1865).
 */
export function largeFields(map: ArrayLike<number>, rows: number, columns: number, box: Box): FiringField[] {
  let peak = 0;
  for (let bin = 0; bin < rows * columns; bin++) if (map[bin]! > peak) peak = map[bin]!;
  const area = binArea(rows, columns, box);
  return firingFields(map, rows, columns, fieldThreshold * peak).filter(
    (field) => field.length * area > smallestField,
  );
}

/** m^2. */
export const binArea = (rows: number, columns: number, box: Box): number =>
  (box.width / columns) * (box.height / rows);

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
