/** How many units score above each threshold, in a terminal. In a picture it is figure/score-figure.ts's. */
import { barTable } from "./bar-table.ts";
import { formatPercent, type ScoreSample, sampleTitle } from "./score-sample.ts";
import type { Terminal } from "./terminal.ts";

export interface SurvivalBarsOptions {
  /** A threshold of the list to point at, such as the published one. */
  mark?: number | undefined;
}

/** Share of all units of the sample with a score above each threshold; units without score (NaN) are above none. */
export function sharesAbove(scores: ArrayLike<number>, thresholds: readonly number[]): number[] {
  if (scores.length === 0) throw new RangeError("no scores, no shares");
  return thresholds.map(
    (threshold) => Array.from(scores).filter((score) => score > threshold).length / scores.length,
  );
}

/** Bars: which share of the units scores above each threshold, one column for each sample: the units and beside them their null. */
export function survivalBars(
  samples: readonly ScoreSample[],
  thresholds: readonly number[],
  terminal: Terminal,
  { mark }: SurvivalBarsOptions = {},
): string[] {
  const pointer = terminal.unicode ? "▸ " : "> ";
  const labels = thresholds.map((threshold) => (threshold === mark ? pointer : "") + threshold.toFixed(2));
  const columns = samples.map((sample) => {
    const values = sharesAbove(sample.scores, thresholds);
    return { title: sampleTitle(sample), values, texts: values.map(formatPercent) };
  });
  return barTable("score >", labels, columns, 1, terminal);
}
