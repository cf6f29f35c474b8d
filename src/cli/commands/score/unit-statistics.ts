/** What the null says of each unit, by the names of arrays. */
import { significance } from "../../../analyse/nulls/significance.ts";
import type { ScoredMaps } from "./score-answer.ts";

/**
 * Of the hexagonal (60), the square (90) and, where the null has one, the border score: the 95th percentile of the unit's null, p, and
 * q, which is p adjusted by Benjamini and Hochberg. Arrays [units].
 */
export function unitStatistics({
  grid,
  border,
  ofNull,
}: Pick<ScoredMaps, "grid" | "ofNull"> & Partial<Pick<ScoredMaps, "border">>): Record<string, Float64Array> {
  if (!ofNull) return {};
  const named = (suffix: string, scores: Float64Array, nullScores: Float64Array) => {
    const { thresholds, p, adjusted } = significance(scores, ofNull, nullScores);
    return { [`threshold${suffix}`]: thresholds, [`p${suffix}`]: p, [`q${suffix}`]: adjusted };
  };
  return {
    ...named("60", grid.grid60, ofNull.grid60),
    ...named("90", grid.grid90, ofNull.grid90),
    ...(ofNull.border && border ? named("_border", border, ofNull.border) : {}),
  };
}

/** "thresholdBorder" of "threshold_border": arrays have names as in Python, JSON as in JavaScript. */
export const jsonNameOf = (array: string): string =>
  array.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
