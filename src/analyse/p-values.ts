/** How often a null reaches what a unit has. */

/**
 * Share of a null that reaches `score`, the score itself counted with it: (1 + count of those >= score) / (1 + size), so that no p is 0
 * (Phipson and Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9:39). Members without a score (NaN) are no part of the null.
 * @returns NaN when the unit or all of its null has no score
 */
export function pValue(score: number, nullScores: ArrayLike<number>): number {
  let reaching = 0;
  let size = 0;
  for (let i = 0; i < nullScores.length; i++) {
    const member = nullScores[i]!;
    if (member >= score) reaching++;
    if (!Number.isNaN(member)) size++;
  }
  return Number.isNaN(score) || size === 0 ? Number.NaN : (1 + reaching) / (1 + size);
}

/** `pValue` of many scores by one null: sorts it once. */
export function pValues(scores: ArrayLike<number>, nullScores: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(nullScores)
    .filter((member) => !Number.isNaN(member))
    .sort();
  return Float64Array.from(scores, (score) => {
    if (Number.isNaN(score) || sorted.length === 0) return Number.NaN;
    return (1 + sorted.length - firstNotBelow(sorted, score)) / (1 + sorted.length);
  });
}

/** Where the members that are at least `score` begin. */
function firstNotBelow(sorted: Float64Array, score: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}
