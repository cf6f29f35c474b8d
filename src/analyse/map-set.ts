/** Rate maps of many units in one array, on their way into the shared memory. */
import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { UserError } from "../user-error.ts";

/** [units, binsY, binsX], or square maps [units, bins, bins]; row 0 at the bottom edge, NaN where unvisited. */
export type MapShape =
  | { readonly units: number; readonly bins: number }
  | { readonly units: number; readonly binsX: number; readonly binsY: number };

export type Maps = Float64Array | Float32Array;

/** Squares of rates and their sums must stay finite. */
const largestRate = 1e100;

export const columnsOf = (shape: MapShape): number => ("bins" in shape ? shape.bins : shape.binsX);
export const rowsOf = (shape: MapShape): number => ("bins" in shape ? shape.bins : shape.binsY);

/** @throws UserError when `maps` does not hold what `shape` says */
export function checkMaps(maps: Maps, shape: MapShape): void {
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  const whole = [shape.units, rows, columns].every((size) => Number.isSafeInteger(size) && size >= 0);
  if (whole && maps.length === shape.units * rows * columns) return;
  throw new UserError(
    `${maps.length} values are not rate maps of shape [${shape.units}, ${rows}, ${columns}]`,
    "give units, bins along y, bins along x",
  );
}

/** Bins along a side at most: to correlate a map with itself is work that grows with their fourth power, seconds for these. */
export const mostBins = 500;

/** @throws UserError when the maps have too many bins to be correlated */
export function checkBins(shape: MapShape): void {
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  if (Math.max(rows, columns) <= mostBins) return;
  throw new UserError(
    `maps of ${rows} x ${columns} bins are too fine to be correlated`,
    `bin them more coarsely: at most ${mostBins} x ${mostBins}`,
  );
}

/** Number of bins of square maps. @throws UserError when they are not square, too small for a ring, or too fine */
export function squareBins(shape: MapShape): number {
  const [rows, columns] = [rowsOf(shape), columnsOf(shape)];
  checkBins(shape);
  if (rows !== columns) {
    throw new UserError(
      `grid scores need square maps, these have ${rows} x ${columns} bins`,
      "bin the arena into as many rows as columns",
    );
  }
  if (rows < 3)
    throw new UserError(`maps of ${rows} x ${rows} bins are too small to score`, "use at least 3 x 3 bins");
  return rows;
}

/** @param first number of the first unit @throws UserError naming the unit that has an infinite rate */
export function checkRates(maps: Maps, size: number, first: number): void {
  for (let i = 0; i < maps.length; i++) {
    if (!(Math.abs(maps[i]!) > largestRate)) continue;
    throw new UserError(
      `the rate map of unit ${first + Math.floor(i / size)} holds ${maps[i]}`,
      "rates must be finite; NaN marks unvisited bins",
    );
  }
}

/**
 * Copies the maps of units `first` … `first + count - 1` into `target` [count, rows, columns].
 * @throws UserError when a rate is infinite
 */
export function loadMaps(
  maps: Maps,
  shape: MapShape,
  first: number,
  count: number,
  target: SharedArray<"float64">,
): void {
  const size = rowsOf(shape) * columnsOf(shape);
  const wanted = maps.subarray(first * size, (first + count) * size);
  checkRates(wanted, size, first);
  target.view.set(wanted);
}

const mostUnitsAtOnce = 4096;
const bytesAtOnce = 8 * 2 ** 20;

/** Units taken together: bounds the memory, not the result. @param bytesPerUnit that each takes */
export const unitsAtOnce = (bytesPerUnit: number, most = mostUnitsAtOnce): number =>
  Math.max(1, Math.min(most, Math.floor(bytesAtOnce / bytesPerUnit)));

/** Calls `body` for one run of units after the other, with what it allocates freed in between. */
export function inRunsOfUnits(
  engine: Engine,
  units: number,
  bytesPerUnit: number,
  body: (first: number, count: number) => void,
): void {
  const most = unitsAtOnce(bytesPerUnit);
  for (let first = 0; first < units; first += most) {
    engine.memory.scope(() => body(first, Math.min(most, units - first)));
  }
}
