/** How much a unit's rate tells of the place. */
import { isFiring, type VisitedRates } from "./visited-rates.ts";

export interface SpatialInformation {
  /** Bits per spike, or per unit of activity. */
  readonly perSpike: number;
  /** Bits per second where rates are spikes per second; otherwise bits times the unit of activity. */
  readonly rate: number;
}

/**
 * Spatial information: the sum over bins of p (r / m) log2(r / m), where p is the share of time in the bin, r its rate and m the
 * mean rate; times m it is a rate of information. From 0 for a flat map to log2 of the number of bins. Few samples make it
 * too large. NaN for a silent unit and for a signed one, whose rates are no rates.
 * Source: Skaggs, McNaughton, Gothard and Markus 1993 (NIPS 5:1030).
 */
export function spatialInformation(visited: VisitedRates): SpatialInformation {
  if (!isFiring(visited)) return { perSpike: Number.NaN, rate: Number.NaN };
  const { rates, shares, mean } = visited;
  const perSpike = rates.reduce(
    (sum, rate, i) => (rate > 0 ? sum + shares[i]! * (rate / mean) * Math.log2(rate / mean) : sum),
    0,
  );
  return { perSpike, rate: perSpike * mean };
}
