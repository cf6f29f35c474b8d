/** How many units score what matched noise seldom does: the answer to whether grid cells are real. */
import type { NoiseNull } from "./null.ts";
import { quantile, survival } from "./survival.ts";
import { publishedThreshold } from "./thresholds.ts";

/** Percentile of the noise that a score has to exceed to speak for anything. */
export const nullPercentile = 95;

/** The units whose score exceeds the percentile of the noise. Of noise itself 5 % do. */
export interface BeyondNoise {
  /** The score below which 95 % of the noise stays. */
  readonly threshold: number;
  /** How many units score above it. */
  readonly units: number;
  /** Of all units, those without a score included; NaN when there are no units. */
  readonly share: number;
  /** Of the noise. */
  readonly nullShare: number;
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

/** Of the hexagonal and of the square score, as answers give it: by clear names, with the percentile that is meant. */
export const aboveNull = (scores: BothScores, noise: NoiseNull) => ({
  percentile: nullPercentile,
  hexagonal: beyondNoise(scores.grid60, noise.grid60),
  square: beyondNoise(scores.grid90, noise.grid90),
});

/** The two thresholds of the hexagonal score to be marked in a picture, and what each is. @param p95 of the null */
export const markedThresholds = (p95: number) => [
  { at: publishedThreshold, label: "is customary" },
  { at: p95, label: "the 95th percentile of the null" },
];
