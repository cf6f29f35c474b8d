/** How many of many tests may be believed: Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289. */

/** The share of discoveries that may be false, on average, unless somebody says otherwise. */
export const usualFalseDiscoveryRate = 0.05;

/**
 * p values adjusted by Benjamini and Hochberg: the smallest rate of false discoveries at which each test is one. What
 * scipy.stats.false_discovery_control gives. Units without a p (NaN) were not tested: they are not counted, and have none here.
 */
export function adjustedPValues(p: ArrayLike<number>): Float64Array {
  const tested = Array.from({ length: p.length }, (_, unit) => unit).filter(
    (unit) => !Number.isNaN(p[unit]!),
  );
  tested.sort((a, b) => p[a]! - p[b]! || a - b);
  const adjusted = new Float64Array(p.length).fill(Number.NaN);
  let least = 1;
  for (let rank = tested.length; rank > 0; rank--) {
    const unit = tested[rank - 1]!;
    least = Math.min(least, (p[unit]! * tested.length) / rank);
    adjusted[unit] = least;
  }
  return adjusted;
}

/** How many tests are discoveries at rate `q`. @param adjusted of `adjustedPValues` */
export function discoveries(adjusted: ArrayLike<number>, q: number = usualFalseDiscoveryRate): number {
  return Array.from(adjusted).filter((value) => value <= q).length;
}
