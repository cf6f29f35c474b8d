/** How scores spread, as bars in a terminal. figure/score-figure.ts counts in the same bins for a picture. */
import { barTable } from "./bar-table.ts";
import { finiteRange, type Range } from "./grid.ts";
import { formatPercent, type ScoreSample, sampleTitle } from "./score-sample.ts";
import type { Terminal } from "./terminal.ts";

export interface HistogramOptions {
  /** Default 12. */
  bins?: number | undefined;
  /** First and last edge; default: smallest and largest score of all samples. Scores outside throw. */
  range?: Range | undefined;
  /** What the lower edges are of; default "score from". */
  title?: string | undefined;
}

/**
 * Counts in equal bins; the last one includes its upper edge. NaN is not counted; a value outside the range throws.
 */
export function countInBins(values: ArrayLike<number>, [first, last]: Range, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (value < first || value > last) throw new RangeError(`${value} lies outside ${first}..${last}`);
    const along = last > first ? (value - first) / (last - first) : 0;
    counts[Math.min(bins - 1, Math.floor(along * bins))]!++;
  }
  return counts;
}

/** How the scores spread, as the share of each sample in common bins, one column for each sample: the units and their null. */
export function histogram(
  samples: readonly ScoreSample[],
  terminal: Terminal,
  { bins = 12, range, title = "score from" }: HistogramOptions = {},
): string[] {
  const common = range ?? finiteRange(samples.flatMap(({ scores }) => Array.from(scores)));
  if (!common) return ["no scores to draw"];
  const columns = samples.map((sample) => {
    const values = countInBins(sample.scores, common, bins).map((count) => count / sample.scores.length);
    return { title: sampleTitle(sample), values, texts: values.map(formatPercent) };
  });
  const longest = Math.max(...columns.flatMap(({ values }) => values));
  return barTable(title, lowerEdges(common, bins), columns, longest, terminal);
}

function lowerEdges([first, last]: Range, bins: number): string[] {
  const width = (last - first) / bins;
  const decimals = width > 0 ? Math.max(0, 1 - Math.floor(Math.log10(width))) : 2;
  return Array.from({ length: bins }, (_, i) => (first + i * width).toFixed(decimals));
}
