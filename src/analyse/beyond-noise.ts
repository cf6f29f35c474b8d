/** How many units score what a null seldom does: the answer to whether grid cells are real. */
import { discoveries, usualFalseDiscoveryRate } from "./false-discovery.ts";
import { type NullScores, ownNull } from "./nulls/null-scores.ts";
import { significance } from "./nulls/significance.ts";
import { quantile, survival } from "./survival.ts";
import { nullPercentile, publishedThreshold } from "./thresholds.ts";

/** The units whose score exceeds the percentile of the noise. Of noise itself 5 % do. */
export interface BeyondNoise {
  /** The score below which 95 % of the noise stays; of nulls of each unit the mean over units. */
  readonly threshold: number;
  /** How many units score above it, or each above its own. */
  readonly units: number;
  /** Of all units, those without a score included; NaN when there are no units. */
  readonly share: number;
  /** Of the noise. */
  readonly nullShare: number;
}

/** What is said beside of nulls of any kind. */
export interface BeyondNull extends BeyondNoise {
  /** Share of units that would exceed it by chance. */
  readonly expectedShare: number;
  /** Units that are left when there may be so many false ones among them: Benjamini and Hochberg. */
  readonly discoveries: number;
  readonly falseDiscoveryRate: number;
}

/** Units above the 95th percentile of the scores of noise. Those without score (NaN) are above nothing. */
export function beyondNoise(scores: ArrayLike<number>, noise: ArrayLike<number>): BeyondNoise {
  const threshold = quantile(noise, nullPercentile / 100);
  const [share] = survival(scores, [threshold]).shares;
  const [nullShare] = survival(noise, [threshold]).shares;
  const units = scores.length === 0 ? 0 : Math.round(share! * scores.length);
  return { threshold, units, share: share!, nullShare: nullShare! };
}

/** Both scores of all units. */
export interface BothScores {
  readonly grid60: Float64Array;
  readonly grid90: Float64Array;
}

/** The same of a null, by each unit's own where it has one. @param nullScores of the null, those of the same score */
export function beyondNull(scores: Float64Array, shape: NullScores, nullScores: Float64Array): BeyondNull {
  const { thresholds, adjusted } = significance(scores, shape, nullScores);
  const found = {
    expectedShare: (100 - nullPercentile) / 100,
    discoveries: discoveries(adjusted),
    falseDiscoveryRate: usualFalseDiscoveryRate,
  };
  if (shape.pooled) return { ...beyondNoise(scores, nullScores), ...found };
  const units = scores.filter((score, unit) => score > thresholds[unit]!).length;
  const limits = thresholds.filter((limit) => !Number.isNaN(limit));
  let nullAbove = 0;
  thresholds.forEach((limit, unit) => {
    for (const member of ownNull(shape, nullScores, unit)) if (member > limit) nullAbove++;
  });
  return {
    threshold: limits.reduce((sum, limit) => sum + limit, 0) / limits.length,
    ...{ units, share: units / scores.length, nullShare: nullAbove / nullScores.length },
    ...found,
  };
}

/** Of the hexagonal and of the square score, as answers give it: by clear names, with the percentile that is meant. */
export const aboveNull = (scores: BothScores, ofNull: NullScores) => ({
  percentile: nullPercentile,
  hexagonal: beyondNull(scores.grid60, ofNull, ofNull.grid60),
  square: beyondNull(scores.grid90, ofNull, ofNull.grid90),
});

/** The two thresholds of the hexagonal score to be marked in a picture, and what each is. @param p95 of the null */
export const markedThresholds = (p95: number) => [
  { at: publishedThreshold, label: "is customary" },
  { at: p95, label: "the 95th percentile of the null" },
];
