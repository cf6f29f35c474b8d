/** Headings over steps, cut where they go once around. */

export interface HeadingPoint {
  /** From 1. */
  readonly step: number;
  /** rad in [-pi, pi]. */
  readonly heading: number;
}

/** Runs without a jump by more than half a turn, which is the short way around the other side; NaN ends one, too. */
export function headingRuns(headings: ArrayLike<number>): HeadingPoint[][] {
  const runs: HeadingPoint[][] = [];
  let before = Number.NaN;
  for (let i = 0; i < headings.length; i++) {
    const heading = headings[i]!;
    if (!Number.isNaN(heading)) {
      if (!(Math.abs(heading - before) <= Math.PI)) runs.push([]);
      runs.at(-1)!.push({ step: i + 1, heading });
    }
    before = heading;
  }
  return runs;
}
