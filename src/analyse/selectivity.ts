/** How far the best place stands out. */
import { isFiring, type VisitedRates } from "./visited-rates.ts";

/**
 * Selectivity: highest rate of the map over the mean rate, 1 or more. One bin decides it, so it is as noisy as that. NaN for a
 * silent unit and for a signed one. Source: Skaggs, McNaughton, Wilson and Barnes 1996 (Hippocampus 6:149).
 */
export const selectivity = (visited: VisitedRates): number =>
  isFiring(visited) ? visited.rates.reduce((peak, rate) => Math.max(peak, rate)) / visited.mean : Number.NaN;
