/** The sentence that answers whether grid cells are real, the same wherever it stands. */
import { type BeyondNoise, beyondNoise, nullPercentile } from "../../../analyse/beyond-noise.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { NoiseNull } from "../../../analyse/null.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import type { Evaluation } from "../../../session/analysis.ts";

/** "65 of 256 units (25.4 %) score hexagonally above 0.65, … (nan-aware, 20 x 20 bins)": share, threshold, null, scorer, bins. */
export const gridVerdict = (scores: GridScores, noise: NoiseNull): string =>
  `${countOf(beyondNoise(scores.grid60, noise.grid60), scores.grid60.length)} score hexagonally above ${noise.p95.grid60.toFixed(2)}, ` +
  `the ${nullPercentile}th percentile of matched noise (${scores.scorer}, ${scores.bins} x ${scores.bins} bins).`;

/** "1000 maps of noise, smoothed by 1.39 bins like the units" */
export const describeNull = ({ units, smoothing }: NoiseNull): string =>
  `${units} maps of noise, smoothed by ${smoothing.toFixed(2)} bins like the units`;

/** The verdict of an evaluation, which may have no null. */
export const evaluationVerdict = ({ scores, noise }: Evaluation): string =>
  noise
    ? gridVerdict(scores, noise)
    : "No unit has a score and a map that varies: there is no null, and no share of units.";

const countOf = ({ units, share }: BeyondNoise, all: number): string =>
  `${units} of ${all} units (${formatPercent(share)})`;
