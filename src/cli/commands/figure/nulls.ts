/** Scores of the units, each beside its own null. */
import { beyondNull } from "../../../analyse/beyond-noise.ts";
import { type NullScores, ownNull } from "../../../analyse/nulls/null-scores.ts";
import { significance } from "../../../analyse/nulls/significance.ts";
import { defaultScorer } from "../../../analyse/scorer.ts";
import { nullPercentile } from "../../../analyse/thresholds.ts";
import { unitNullFigure } from "../../../draw/figure/unit-null-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { chanceSentence, describeNull, gridVerdict } from "../evaluate/verdict.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, figureLook, thousands } from "./source.ts";

/** One that every unit has for itself, that needs nothing but its map, and that asks for a lattice. */
const usualKind = "field-shuffle";

/** @throws UserError when no unit has a score, or the source has no such null */
export async function nullsPicture(source: FigureSource, options: FigureOptions): Promise<Picture> {
  const { analysis, subject } = source;
  const chosen = { ...options, null: options.null ?? usualKind };
  const look = figureLook(source, chosen, options.scorer ?? defaultScorer);
  const observation = await analysis.observation(look);
  options.onObserved?.(observation);
  const { scores, nullScores } = await analysis.evaluation(look);
  if (!nullScores)
    throw new UserError("no unit has a score and a map that varies", "train the network longer");
  const { thresholds, adjusted } = significance(scores.grid60, nullScores, nullScores.grid60);
  const { falseDiscoveryRate: rate } = beyondNull(scores.grid60, nullScores, nullScores.grid60);
  const data = {
    ...{ axis: "hexagonal score (60°)", scores: scores.grid60, threshold: thresholds },
    nullMean: scores.grid60.map((_, unit) => meanOf(nullScores, unit)),
    thresholdName: `${nullPercentile}th percentile`,
    passes: Uint8Array.from(adjusted, (p) => (p <= rate ? 1 : 0)),
    passesName: `told from its null, Benjamini-Hochberg at q = ${rate}`,
  };
  const heading = {
    title: `Hexagonal scores of ${titleOf(subject)}, each beside its null`,
    subtitle: [
      gridVerdict(scores, nullScores),
      chanceSentence(scores, nullScores),
      `${thousands(observation.samples)} samples. Null: ${describeNull(nullScores)}.`,
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => unitNullFigure(data, ...layout) };
}

/** Of the members that have a score; NaN: none has. */
function meanOf(ofNull: NullScores, unit: number): number {
  const known = ownNull(ofNull, ofNull.grid60, unit).filter((score) => !Number.isNaN(score));
  return known.reduce((sum, score) => sum + score, 0) / known.length;
}
