/** Lags that were chosen on one half of the trajectories, tested on the other. */

import { zeroRow } from "./best-lag.ts";
import type { LagChoice, LagEvidence } from "./lag-evidence.ts";
import type { LagNull } from "./lag-null.ts";
import { type LagSweep, valuesOf } from "./lag-sweep.ts";
import { scoresOfNull } from "./significance.ts";

export interface HeldOut {
  /** Units whose lag was chosen. */
  readonly units: readonly number[];
  /** 1: the lag is better than none by the estimator on the other half, too, and its score significant there. */
  readonly confirmed: Uint8Array; // as units
  readonly count: number;
  /** Chance that so many lags or more are confirmed when each is a toss of a coin. */
  readonly chance: number;
}

/**
 * @param units those to be tested: of a class by the first half
 * @param shuffles of the other half; undefined: the score is not tested
 */
export function heldOut(
  units: readonly number[],
  first: LagEvidence,
  other: LagSweep,
  { estimator }: Pick<LagChoice, "estimator">,
  shuffles?: LagNull,
): HeldOut {
  const values = valuesOf(other, estimator);
  const zero = zeroRow(other);
  const level = shuffles && scoresOfNull(shuffles).level;
  const isConfirmed = (unit: number): boolean => {
    const row = first.best.row[unit]!;
    const at = row * other.units + unit;
    if (!(values[at]! > values[zero * other.units + unit]!)) return false;
    return !level || other.hexagonal[at]! > level[at]!;
  };
  const confirmed = Uint8Array.from(units, (unit) => (isConfirmed(unit) ? 1 : 0));
  const count = confirmed.reduce((sum, one) => sum + one, 0);
  return { units, confirmed, count, chance: tossesAtLeast(count, units.length) };
}

/** Chance of `count` heads or more of `tosses`. */
export function tossesAtLeast(count: number, tosses: number): number {
  // In logarithms: the coefficients of many tosses are beyond doubles.
  let logarithm = -tosses * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads <= tosses; heads++) {
    if (heads >= count) sum += Math.exp(logarithm);
    logarithm += Math.log(tosses - heads) - Math.log(heads + 1);
  }
  return Math.min(1, sum);
}
