/** The rates of the bins of one map that were visited, and how the time was shared among them. */

export interface VisitedRates {
  readonly rates: readonly number[];
  /** Of all samples in visited bins; they sum to 1. */
  readonly shares: readonly number[];
  /** Mean rate over the samples; NaN without a visited bin. */
  readonly mean: number;
  /** Whether a rate is below zero: what is made for firing rates says nothing of such a unit. */
  readonly signed: boolean;
}

/**
 * @param map rates, NaN where unvisited
 * @param visits samples in each bin, or any measure of time; without them every bin that has a rate counts the same
 */
export function visitedRates(map: ArrayLike<number>, visits?: ArrayLike<number>): VisitedRates {
  const bins = Array.from(map, (_, bin) => bin).filter((bin) => !Number.isNaN(map[bin]!));
  const times = bins.map((bin) => visits?.[bin] ?? 1);
  const whole = times.reduce((sum, time) => sum + time, 0);
  const rates = bins.map((bin) => map[bin]!);
  const shares = times.map((time) => time / whole);
  const mean = whole > 0 ? rates.reduce((sum, rate, i) => sum + shares[i]! * rate, 0) : Number.NaN;
  return { rates, shares, mean, signed: rates.some((rate) => rate < 0) };
}

/** Whether measures of firing rates mean something: there is some rate, and none below zero. */
export const isFiring = ({ mean, signed }: VisitedRates): boolean => !signed && mean > 0;
