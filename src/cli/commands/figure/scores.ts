import type { GridScores } from "../../../analyse/grid-score.ts";
import type { NullScores } from "../../../analyse/nulls/null-scores.ts";
import { defaultScorer } from "../../../analyse/scorer.ts";
import { publishedThreshold } from "../../../analyse/thresholds.ts";
import { type ScoreData, scoreFigure } from "../../../draw/figure/score-figure.ts";
import type { Evaluation } from "../../../session/analysis.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { describeNull, gridVerdict } from "../evaluate/verdict.ts";
import type { Picture } from "./picture.ts";
import { type FigureOptions, type FigureSource, figureLook, thousands } from "./source.ts";

/** Scores of the units beside those of matched noise. @throws UserError when no unit has a score */
export async function scoresPicture(source: FigureSource, options: FigureOptions): Promise<Picture> {
  const { subject, analysis } = source;
  const look = figureLook(source, options, options.scorer ?? defaultScorer);
  options.onObserved?.(await analysis.observation(look));
  return scoresOf(await analysis.evaluation(look), titleOf(subject));
}

/** The same of an evaluation that is there already. @param title such as "quick after 1300 steps" */
export function scoresOf({ nullScores, scores, units, observation }: Evaluation, title: string): Picture {
  if (!nullScores)
    throw new UserError("no unit has a score and a map that varies", "train the network longer");
  const data = scoreData(scores, nullScores);
  const heading = {
    title: `Hexagonal scores of the ${units} units of ${title}`,
    subtitle: [
      gridVerdict(scores, nullScores),
      `${thousands(observation.samples)} samples. Null: ${describeNull(nullScores)},`,
      "scored in the same way. Customary: Banino et al. 2018.",
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => scoreFigure(data, ...layout) };
}

/** The hexagonal scores beside those of the null, with both thresholds. */
export const scoreData = ({ grid60 }: GridScores, ofNull: NullScores): ScoreData => ({
  units: { label: "units", scores: grid60 },
  noise: { label: ofNull.kind === "smoothed-noise" ? "noise" : "null", scores: ofNull.grid60 },
  ...{ threshold: publishedThreshold, p95: ofNull.p95.grid60 },
});
