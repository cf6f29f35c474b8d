/** Scores of a group of units, or of a null. NaN is a unit without score, such as a silent one. */
export interface ScoreSample {
  label: string;
  scores: ArrayLike<number>;
}

/** Label and size of a sample, and how many of it have no score: `units (512, 12 NaN)`. */
export function sampleTitle({ label, scores }: ScoreSample): string {
  const unscored = Array.from(scores).filter(Number.isNaN).length;
  return `${label} (${scores.length}${unscored > 0 ? `, ${unscored} NaN` : ""})`;
}

export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;
