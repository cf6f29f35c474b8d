/** Which scores are beyond what shuffles have. */
import type { LagEvidence } from "./lag-evidence.ts";
import type { LagNull } from "./lag-null.ts";

/**
 * What a score at the best lag is compared with. `best-of-lags`: the best of each shuffle over all lags that may be the best.
 * `same-lag`: shuffles at that lag alone, as published, which forgets that the best of many was chosen.
 */
export type LagCorrection = "best-of-lags" | "same-lag";

/** 1: the hexagonal score is beyond the 1 - alpha quantile of the shuffles. */
export interface LagSignificance {
  readonly atZero: Uint8Array; // [units]
  readonly atBest: Uint8Array; // [units]
}

/** @throws Error when the null has no hexagonal scores */
export function lagSignificance(
  { units, best, atBest, atZero }: LagEvidence,
  shuffles: LagNull,
  { correction, zeroRow }: { readonly correction: LagCorrection; readonly zeroRow: number },
): LagSignificance {
  const { threshold, bestThreshold } = scoresOfNull(shuffles);
  // Shuffles of a unit that hardly varies may all score the same: to score so is nothing. As published, it is enough.
  const beyond = (score: number, level: number) =>
    (correction === "same-lag" ? score >= level : score > level) ? 1 : 0;
  const levelAt = (row: number, unit: number) => threshold[row * units + unit]!;
  return {
    atZero: Uint8Array.from(atZero, (score, unit) => beyond(score, levelAt(zeroRow, unit))),
    atBest: Uint8Array.from(atBest, (score, unit) => {
      if (best.row[unit]! < 0) return 0;
      const level = correction === "best-of-lags" ? bestThreshold[unit]! : levelAt(best.row[unit]!, unit);
      return beyond(score, level);
    }),
  };
}

/** Hexagonal scores of the shuffles. */
export function scoresOfNull({ of }: LagNull) {
  if (!of.gridness) throw new Error("a null without hexagonal scores");
  return of.gridness;
}

/** With fewer shuffles even the highest of them is no rarer than alpha. */
export const fewestShuffles = (alpha: number): number => Math.ceil(1 / alpha);
