/** Numbers and arrays as the published scripts write them. */
import { quantile } from "../../../analyse/survival.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";

/** Numbers of units, int64. */
export const indices = (units: readonly number[]): NpyArray => npyArray(BigInt64Array.from(units, BigInt));

/** Without NaN; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Without NaN; NaN of nothing. */
export const medianOf = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** As `repr` writes a float. */
export function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value);
}
