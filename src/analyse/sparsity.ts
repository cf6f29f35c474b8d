/** Over how much of the arena a unit fires. */
import { isFiring, type VisitedRates } from "./visited-rates.ts";

/**
 * Sparsity: squared mean rate over mean squared rate, both over time. 1 for a flat map, and the share of the time spent in
 * the field for a unit that fires evenly in one field only. NaN for a silent unit and for a signed one.
 * Source: Skaggs, McNaughton, Wilson and Barnes 1996 (Hippocampus 6:149).
 */
export function sparsity(visited: VisitedRates): number {
  if (!isFiring(visited)) return Number.NaN;
  const { rates, shares, mean } = visited;
  return mean ** 2 / rates.reduce((sum, rate, i) => sum + shares[i]! * rate * rate, 0);
}
