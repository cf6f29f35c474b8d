/** The axis of lags: each lag is a bin that reaches half-way to its neighbours, in curves and in heat maps alike. */
import type { Grid, Range } from "../grid.ts";
import type { Axis } from "./scale.ts";

/** Of a lag that stands alone, cm. */
const aloneWidth = 1;
const mostColumns = 720;

/** Edges of the bins, one more than there are lags. @throws RangeError without lags, or when they do not rise */
export function lagEdges(lagCm: ArrayLike<number>): number[] {
  const lags = Array.from(lagCm);
  if (lags.length === 0) throw new RangeError("no lags, no axis");
  if (lags.some((lag, i) => i > 0 && !(lag > lags[i - 1]!))) throw new RangeError("lags have to rise");
  if (lags.length === 1) return [lags[0]! - aloneWidth / 2, lags[0]! + aloneWidth / 2];
  const between = lags.slice(1).map((lag, i) => (lag + lags[i]!) / 2);
  return [2 * lags[0]! - between[0]!, ...between, 2 * lags.at(-1)! - between.at(-1)!];
}

/** @param label "shift (cm)" */
export function lagAxis(lagCm: ArrayLike<number>, label: string): Axis {
  const edges = lagEdges(lagCm);
  return { label, range: [edges[0]!, edges.at(-1)!] };
}

/** A row of values a unit, drawn over the whole axis: lags that are not even come as many even columns as show them. */
export function evenColumns(lagCm: ArrayLike<number>, rows: readonly Float64Array[]): Grid {
  const edges = lagEdges(lagCm);
  const widths = edges.slice(1).map((edge, i) => edge - edges[i]!);
  const narrowest = Math.min(...widths);
  const span = edges.at(-1)! - edges[0]!;
  const even = Math.max(...widths) - narrowest < 1e-6 * span;
  const columns = even ? widths.length : Math.min(mostColumns, Math.ceil((4 * span) / narrowest));
  const lagOf = Array.from({ length: columns }, (_, column) => {
    if (even) return column;
    const at = edges[0]! + (span * (column + 0.5)) / columns;
    return edges.findLastIndex((edge, i) => edge <= at && i < widths.length);
  });
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    lagOf.forEach((lag, column) => {
      values[i * columns + column] = row[lag]!;
    });
  });
  return { values, rows: rows.length, columns };
}

/** Neighbouring rows averaged to at most so many, and how many are one; NaN where none has a value. */
export function averagedRows(
  rows: readonly Float64Array[],
  most: number,
): { readonly rows: Float64Array[]; readonly together: number } {
  const together = Math.max(1, Math.ceil(rows.length / most));
  if (together === 1) return { rows: [...rows], together };
  const blocks = Array.from({ length: Math.ceil(rows.length / together) }, (_, i) =>
    meanRow(rows.slice(i * together, (i + 1) * together)),
  );
  return { rows: blocks, together };
}

const meanRow = (rows: readonly Float64Array[]): Float64Array =>
  Float64Array.from(rows[0]!, (_, lag) => moments(rows.map((row) => row[lag]!)).mean);

/** Mean of the values that are numbers, and its standard error; NaN where there are too few. */
export function moments(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = known.length > 1 ? Math.sqrt(squares / (known.length - 1) / known.length) : Number.NaN;
  return { mean, error };
}

/** From the lowest to the highest of the values and what has to be seen, with room at both ends. */
export function withRoom([lowest, highest]: Range, share = 0.06): Range {
  const room = share * (highest - lowest) || 0.1;
  return [lowest - room, highest + room];
}
