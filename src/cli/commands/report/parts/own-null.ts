import { usualFalseDiscoveryRate } from "../../../../analyse/false-discovery.ts";
import { type NullScores, ownNull } from "../../../../analyse/nulls/null-scores.ts";
import { significance } from "../../../../analyse/nulls/significance.ts";
import { nullPercentile } from "../../../../analyse/thresholds.ts";
import { unitNullFigure } from "../../../../draw/figure/unit-null-figure.ts";
import type { ScenePicture } from "../../figure/picture.ts";

/** Each unit's hexagonal score beside its own null. */
export function unitNullPicture(
  grid60: Float64Array,
  ofNull: NullScores,
  title: string,
  scoredBy: string,
): ScenePicture {
  const { thresholds, adjusted } = significance(grid60, ofNull, ofNull.grid60);
  const data = {
    axis: "hexagonal score (60°)",
    scores: grid60,
    nullMean: grid60.map((_, unit) => meanOf(ownNull(ofNull, ofNull.grid60, unit))),
    threshold: thresholds,
    thresholdName: `${nullPercentile}th percentile`,
    passes: Uint8Array.from(adjusted, (q) => (q <= usualFalseDiscoveryRate ? 1 : 0)),
    passesName: `passes at a false discovery rate of ${100 * usualFalseDiscoveryRate} %`,
  };
  const heading = {
    title: `Scores beside each unit's own null: ${title}`,
    subtitle: `Null: ${ofNull.kind}, ${ofNull.shuffles} shuffles of each unit. ${scoredBy}.`,
  };
  return { kind: "scene", heading, draw: (...layout) => unitNullFigure(data, ...layout) };
}

/** Of what is not NaN. */
function meanOf(scores: Float64Array): number {
  const known = scores.filter((score) => !Number.isNaN(score));
  return known.reduce((sum, score) => sum + score, 0) / known.length;
}
