/** What the best possible network could reach with head-direction cells that are decoded by the largest. */

/** Mean distance (rad) between two headings drawn at random, which is that of knowing nothing. */
export const headingChance = Math.PI / 2;

/** Smallest angle between two headings, 0 to pi. */
export function headingDistance(a: number, b: number): number {
  const apart = Math.abs(a - b) % (2 * Math.PI);
  return Math.min(apart, 2 * Math.PI - apart);
}

/** Between neighbouring preferred headings, from one and counterclockwise to the next; rad. */
export interface HeadingGap {
  readonly from: number;
  readonly width: number;
}

/** All of them, in the order of where they begin; one cell has one gap, the full turn. */
export function headingGaps(means: ArrayLike<number>): HeadingGap[] {
  const sorted = Float64Array.from(means).sort();
  return Array.from(sorted, (from, i) => {
    const next = i + 1 < sorted.length ? sorted[i + 1]! : sorted[0]! + 2 * Math.PI;
    return { from, width: next - from };
  });
}

export const widestGap = (means: ArrayLike<number>): HeadingGap =>
  headingGaps(means).reduce((widest, gap) => (gap.width > widest.width ? gap : widest));

/** Mean distance (rad) of uniform headings to the nearest preferred one: a gap of width g has a mean of g / 4, and a share of g. */
export const headingFloor = (means: ArrayLike<number>): number =>
  headingGaps(means).reduce((sum, { width }) => sum + width ** 2, 0) / (8 * Math.PI);
