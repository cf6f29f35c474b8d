/** How many units score above each threshold, in a terminal. In a picture it is figure/score-figure.ts's. */
import { barTable } from "./bar-table.ts";
import { formatPercent, type ScoreSample, sampleTitle } from "./score-sample.ts";
import type { Terminal } from "./terminal.ts";

/** A threshold to point at, and what it is: "is customary". */
export interface ThresholdMark {
  readonly at: number;
  readonly label: string;
}

/** Fewest digits after the point that tell all thresholds apart, two at least. */
function digitsFor(thresholds: readonly number[]): number {
  const apart = (digits: number) =>
    new Set(thresholds.map((threshold) => threshold.toFixed(digits))).size === thresholds.length;
  return [2, 3, 4].find(apart) ?? 5;
}

/** Share of all units of the sample with a score above each threshold; units without score (NaN) are above none. */
export function sharesAbove(scores: ArrayLike<number>, thresholds: readonly number[]): number[] {
  if (scores.length === 0) throw new RangeError("no scores, no shares");
  return thresholds.map(
    (threshold) => Array.from(scores).filter((score) => score > threshold).length / scores.length,
  );
}

/**
 * Bars: which share of the units scores above each threshold, one column for each sample: the units and beside them their
 * null. Marks are thresholds, too; a line below says what they are.
 */
export function survivalBars(
  samples: readonly ScoreSample[],
  thresholds: readonly number[],
  terminal: Terminal,
  marks: readonly ThresholdMark[] = [],
): string[] {
  const pointer = terminal.unicode ? "▸" : ">";
  const all = [...new Set([...thresholds, ...marks.map(({ at }) => at)])].sort((a, b) => a - b);
  const digits = digitsFor(all);
  const isMarked = (threshold: number) => marks.some(({ at }) => at === threshold);
  const labels = all.map(
    (threshold) => (isMarked(threshold) ? `${pointer} ` : "") + threshold.toFixed(digits),
  );
  const columns = samples.map((sample) => {
    const values = sharesAbove(sample.scores, all);
    return { title: sampleTitle(sample), values, texts: values.map(formatPercent) };
  });
  const named = marks.map(({ at, label }) => `${at.toFixed(digits)} ${label}`).join(", ");
  return [
    ...barTable("score >", labels, columns, 1, terminal),
    ...(marks.length > 0 ? Bun.wrapAnsi(`${pointer} ${named}`, terminal.columns).split("\n") : []),
  ];
}
