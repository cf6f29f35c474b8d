/** What the same activity gives at all lags when it has been parted from the places: nulls of the sweep. */
import type { LagEstimator } from "./lag-sweep.ts";

/**
 * How activity and places are parted, anew in every shuffle and alike for all units.
 * `circular`: each trajectory's activity is rolled within itself by a number of steps of its own, never 0. It keeps how activity goes
 * on from one moment to the next; in trajectories no longer than a field is wide it keeps the map, too, only blurred.
 * `exchanged`: each trajectory gets the activity of another one: keeps how activity goes on, and parts it from places however short
 * the trajectories are.
 * `joint`: all samples are dealt out anew, as published (predictive_retrospective_summary.py), by our generator instead of NumPy's
 * PCG64: the same null, other draws. It keeps nothing of how activity goes on:
 * maps of noise without any smoothness, so this null is weak.
 */
export const lagNullKinds = ["circular", "exchanged", "joint"] as const;
export type LagNullKind = (typeof lagNullKinds)[number];

export interface LagNullOptions {
  readonly kind: LagNullKind;
  readonly shuffles: number;
  /** Of the shuffles; the trajectories have that of the sweep. */
  readonly shuffleSeed: number;
  /** Thresholds are the 100 (1 - alpha) percentiles of the shuffles. */
  readonly alpha: number;
  readonly estimators: readonly LagEstimator[];
  /** Indices of the lags among which the best is sought; default all. */
  readonly bestOf?: readonly number[] | undefined;
}

/** By one estimator. NaN where no shuffle has a value. */
export interface NullOfEstimator {
  readonly mean: Float64Array; // [L, units]
  readonly deviation: Float64Array; // [L, units], divisor n as published
  /** Of each lag by itself: what is chosen as the best of many passes it more often than alpha. */
  readonly threshold: Float64Array; // [L, units]
  /** Of the largest over the lags of `bestOf`: holds for the best of them. */
  readonly bestThreshold: Float64Array; // [units]
  /** Beyond it a value's p is at most alpha, counted as in `bestLagP`: above `threshold`, for shuffles are few. Infinite: they are too few. */
  readonly level: Float64Array; // [L, units]
  /** The same of the largest over the lags of `bestOf`. */
  readonly bestLevel: Float64Array; // [units]
  /** The largest over the lags of `bestOf`. */
  readonly best: Float32Array; // [shuffles, units]
}

export interface LagNull extends Omit<LagNullOptions, "bestOf"> {
  readonly units: number;
  readonly bestOf: readonly number[];
  readonly of: Readonly<Partial<Record<LagEstimator, NullOfEstimator>>>;
}

/**
 * Share of shuffles whose best lag does as well as the best lag of the unit, this one counted with them: (1 + n) / (1 + shuffles).
 * NaN for a unit without a value.
 * @param observed [units]
 */
export function bestLagP({ best }: NullOfEstimator, observed: ArrayLike<number>): Float64Array {
  const units = observed.length;
  const shuffles = best.length / units;
  return Float64Array.from({ length: units }, (_, unit) => {
    const value = Math.fround(observed[unit]!);
    if (Number.isNaN(value)) return Number.NaN;
    let asGood = 1;
    for (let shuffle = 0; shuffle < shuffles; shuffle++) if (best[shuffle * units + unit]! >= value) asGood++;
    return asGood / (1 + shuffles);
  });
}
