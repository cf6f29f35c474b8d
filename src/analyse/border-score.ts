/** Border score: how much of a wall a field covers against how far from the walls the unit fires. */
import type { Box } from "./bin-assignment.ts";
import { type FiringField, largeFields } from "./firing-field.ts";
import { checkMaps, columnsOf, type MapShape, type Maps, rowsOf } from "./map-set.ts";

export interface BorderScore {
  /** (coverage - distance) / (coverage + distance), from -1 to 1; NaN without a field. */
  readonly score: number;
  /** Largest share of one wall that one field covers. */
  readonly coverage: number;
  /** Mean distance of the fields to the nearest wall, 1 = half the shorter side; NaN without a field. */
  readonly distance: number;
}

export interface BorderOptions {
  /** `first-field`: only the first field can cover a wall, as in the published code; default `all-fields`. */
  readonly coverage?: "all-fields" | "first-field" | undefined;
}

/**
 * Border score of each map after Solstad et al. 2008 (Science 322:1865). Source: border_score in scores.py of
 * ganguli-lab/grid-pattern-formation. A bin at the wall is one bin away from it, as there.
 * Units that are silent or have no field above 200 square centimetres have no score (NaN).
 * @param maps [units, y, x], NaN where unvisited @param box size in m
 * @throws UserError when the length of `maps` does not fit
 */
export function borderScores(
  maps: Maps,
  shape: MapShape,
  box: Box,
  options: BorderOptions = {},
): BorderScore[] {
  checkMaps(maps, shape);
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const size = rows * columns;
  return Array.from({ length: shape.units }, (_, unit) =>
    borderScore(maps.subarray(unit * size, (unit + 1) * size), rows, columns, box, options),
  );
}

function borderScore(
  map: Maps,
  rows: number,
  columns: number,
  box: Box,
  options: BorderOptions,
): BorderScore {
  const fields = largeFields(map, rows, columns, box);
  if (fields.length === 0) return { score: Number.NaN, coverage: 0, distance: Number.NaN };
  const covering = options.coverage === "first-field" ? fields.slice(0, 1) : fields;
  const coverage = Math.max(...covering.map((field) => wallShare(field, rows, columns)));
  const distances = fields.map((field) => meanDistance(field, map, rows, columns, box));
  const distance = distances.reduce((sum, value) => sum + value, 0) / fields.length;
  return { score: (coverage - distance) / (coverage + distance), coverage, distance };
}

/** Share of the wall that the field covers most of. */
function wallShare(field: FiringField, rows: number, columns: number): number {
  let [south, north, west, east] = [0, 0, 0, 0];
  for (const { row, column } of field) {
    if (row === 0) south++;
    if (row === rows - 1) north++;
    if (column === 0) west++;
    if (column === columns - 1) east++;
  }
  return Math.max(south / columns, north / columns, west / rows, east / rows);
}

/** Distance to the nearest wall, weighted by rate, in halves of the shorter side. */
function meanDistance(field: FiringField, map: Maps, rows: number, columns: number, box: Box): number {
  let weights = 0;
  let sum = 0;
  for (const { row, column } of field) {
    const rate = map[row * columns + column]!;
    const across = Math.min(column + 1, columns - column) * (box.width / columns);
    const up = Math.min(row + 1, rows - row) * (box.height / rows);
    weights += rate;
    sum += rate * Math.min(across, up);
  }
  return sum / weights / (Math.min(box.width, box.height) / 2);
}
