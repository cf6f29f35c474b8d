/** What classes are made of: a few numbers of each unit of a sweep. */
import {
  type BestLags,
  bestLags,
  type CandidateRows,
  type EdgeLags,
  highestIn,
  type LagValues,
  zeroRow,
} from "./best-lag.ts";
import { type LagEstimator, type LagSweep, valuesOf } from "./lag-sweep.ts";

/** Where the best lag of a unit is looked for, and by what. */
export interface LagChoice {
  readonly estimator: LagEstimator;
  readonly edges: EdgeLags;
}

/** Numbers are hexagonal scores unless they say otherwise; NaN: there is none. */
export interface LagEvidence {
  readonly units: number;
  /** By the estimator. */
  readonly best: BestLags;
  /** The best lag as a length; NaN where there is none. */
  readonly bestCm: Float64Array; // [units]
  readonly atBest: Float64Array; // [units]
  readonly atZero: Float64Array; // [units]
  /** Of all lags. */
  readonly highest: Float64Array; // [units]
}

/** @param rows those of another sweep, where it shall be the same ones */
export function lagEvidence(
  sweep: LagSweep,
  { estimator, edges }: LagChoice,
  rows?: CandidateRows,
): LagEvidence {
  const { units, hexagonal, lagCm } = sweep;
  const values = valuesOf(sweep, estimator);
  const best = bestLags(values, units, edges, rows);
  const all = Array.from(lagCm.keys());
  const ofBest = <T>(of: (row: number, unit: number) => T, none: T) =>
    Array.from(best.row, (row, unit) => (row < 0 ? none : of(row, unit)));
  return {
    ...{ units, best },
    bestCm: Float64Array.from(ofBest((row) => lagCm[row]!, Number.NaN)),
    atBest: Float64Array.from(ofBest((row, unit) => hexagonal[row * units + unit]!, Number.NaN)),
    atZero: rowOf(hexagonal, units, zeroRow(sweep)),
    highest: highestIn(hexagonal, units, all),
  };
}

/** Of all units at one lag. */
export const rowOf = (values: LagValues, units: number, row: number): Float64Array =>
  Float64Array.from({ length: units }, (_, unit) => values[row * units + unit]!);
