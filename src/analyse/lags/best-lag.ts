/** At which lag a unit's activity fits the position best. */
import type { LagSweep } from "./lag-sweep.ts";

/** Whether the outermost lags may be the best: a score that still rises there has its peak elsewhere. */
export type EdgeLags = "excluded" | "included";

export interface BestLags {
  /** Row of the best lag, of the most negative one where several are equal; -1: none has a score. */
  readonly row: Int32Array; // [units]
  /** What it was found by there; NaN where there is none. */
  readonly value: Float64Array; // [units]
  /** 1: a lag that was excluded has more, so that where the peak lies is not known. */
  readonly beyond: Uint8Array; // [units]
}

/** Of all units at each lag. */
export type LagValues = ArrayLike<number>; // [L, units]

/** Rows that have any value. */
export function rowsWithValues(values: LagValues, units: number): number[] {
  const rows = Array.from({ length: units === 0 ? 0 : values.length / units }, (_, row) => row);
  return rows.filter((row) => {
    for (let unit = 0; unit < units; unit++) if (!Number.isNaN(values[row * units + unit])) return true;
    return false;
  });
}

/** Rows among which the best is looked for, and those that are left out. */
export type CandidateRows = readonly [inside: readonly number[], outside: readonly number[]];

export function candidateRows(values: LagValues, units: number, edges: EdgeLags): CandidateRows {
  const rows = rowsWithValues(values, units);
  if (edges === "included") return [rows, []];
  return [rows.slice(1, -1), rows.length > 1 ? [rows[0]!, rows.at(-1)!] : rows];
}

/** The lag of the highest value of each unit. @param rows those of another sweep, where it shall be the same ones */
export function bestLags(
  values: LagValues,
  units: number,
  edges: EdgeLags,
  [inside, outside]: CandidateRows = candidateRows(values, units, edges),
): BestLags {
  const row = new Int32Array(units).fill(-1);
  const value = new Float64Array(units).fill(Number.NaN);
  const beyond = new Uint8Array(units);
  for (let unit = 0; unit < units; unit++) {
    for (const each of inside) {
      const here = values[each * units + unit]!;
      if (Number.isNaN(here) || here <= value[unit]!) continue;
      row[unit] = each;
      value[unit] = here;
    }
    if (outside.some((each) => values[each * units + unit]! > value[unit]!)) beyond[unit] = 1;
  }
  return { row, value, beyond };
}

/** The highest value of each unit in some rows; NaN where there is none. */
export function highestIn(values: LagValues, units: number, rows: readonly number[]): Float64Array {
  const highest = new Float64Array(units).fill(Number.NaN);
  for (let unit = 0; unit < units; unit++) {
    for (const row of rows) {
      const here = values[row * units + unit]!;
      if (!Number.isNaN(here) && !(here <= highest[unit]!)) highest[unit] = here;
    }
  }
  return highest;
}

/** The row without a shift. @throws Error when there is none */
export function zeroRow({ lags }: Pick<LagSweep, "lags">): number {
  const row = lags.indexOf(0);
  if (row < 0) throw new Error("no lag of 0");
  return row;
}
