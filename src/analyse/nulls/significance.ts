/** What a null says of each unit. */
import { adjustedPValues } from "../false-discovery.ts";
import { pValue, pValues } from "../p-values.ts";
import { quantile } from "../survival.ts";
import { nullPercentile } from "../thresholds.ts";
import { type NullScores, ownNull } from "./null-scores.ts";

/** One number a unit; NaN where it has no score. */
export interface Significance {
  /** The percentile of the unit's own null, or of the one for all. */
  readonly thresholds: Float64Array;
  /** Share of the null that reaches the score; see `pValue`. */
  readonly p: Float64Array;
  /** The same adjusted for the number of units, by Benjamini and Hochberg. */
  readonly adjusted: Float64Array;
}

type NullShape = Pick<NullScores, "pooled" | "shuffles">;

const known = new WeakMap<Float64Array, WeakMap<Float64Array, Significance>>();

/**
 * Threshold, p and adjusted p of each unit, worked out once for the same arrays.
 * @param scores [units] @param nullScores of the null, those of the same score
 */
export function significance(scores: Float64Array, shape: NullShape, nullScores: Float64Array): Significance {
  const ofNull = known.get(nullScores) ?? new WeakMap<Float64Array, Significance>();
  known.set(nullScores, ofNull);
  const before = ofNull.get(scores);
  if (before) return before;
  const made = significanceOf(scores, shape, nullScores);
  ofNull.set(scores, made);
  return made;
}

function significanceOf(scores: Float64Array, shape: NullShape, nullScores: Float64Array): Significance {
  const share = nullPercentile / 100;
  if (shape.pooled) {
    const p = pValues(scores, nullScores);
    const thresholds = new Float64Array(scores.length).fill(quantile(nullScores, share));
    return { thresholds, p, adjusted: adjustedPValues(p) };
  }
  const own = (unit: number) => ownNull(shape, nullScores, unit);
  const p = scores.map((score, unit) => pValue(score, own(unit)));
  const thresholds = scores.map((_, unit) => quantile(own(unit), share));
  return { thresholds, p, adjusted: adjustedPValues(p) };
}
