/** What to say of many scores instead of one percentage. */

export interface Survival {
  readonly units: number;
  /** Units with a score. */
  readonly scored: number;
  /** Units without one (NaN): silent or constant. */
  readonly silent: number;
  readonly thresholds: readonly number[];
  /** Share of all units, silent ones included, whose score lies above each threshold; NaN when there are no units. */
  readonly shares: readonly number[];
}

/** Share of units above each threshold. Units without score (NaN) are units, and above none. */
export function survival(scores: ArrayLike<number>, thresholds: readonly number[]): Survival {
  const above = thresholds.map(() => 0);
  let scored = 0;
  for (let unit = 0; unit < scores.length; unit++) {
    const score = scores[unit]!;
    if (Number.isNaN(score)) continue;
    scored++;
    for (let i = 0; i < thresholds.length; i++) if (score > thresholds[i]!) above[i]!++;
  }
  return {
    ...{ units: scores.length, scored, silent: scores.length - scored, thresholds },
    shares: above.map((count) => count / scores.length),
  };
}

/** The `share` quantile of the scores that are not NaN, interpolated linearly like numpy.quantile; NaN when none is. */
export function quantile(scores: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(scores)
    .filter((score) => !Number.isNaN(score))
    .sort();
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}
