/** Which scores are beyond what shuffles have. */
import type { LagEvidence } from "./lag-evidence.ts";
import type { LagNull } from "./lag-null.ts";

/**
 * What a score at the best lag is compared with. `best-of-lags`: the best of each shuffle over all lags that may be the best.
 * `same-lag`: shuffles at that lag alone, as published, which forgets that the best of many was chosen.
 */
export type LagCorrection = "best-of-lags" | "same-lag";

/** 1: the hexagonal score is beyond what the shuffles allow. */
export interface LagSignificance {
  readonly atZero: Uint8Array; // [units]
  readonly atBest: Uint8Array; // [units]
}

export interface Judgement {
  readonly correction: LagCorrection;
  readonly zeroRow: number;
  /** The evidence is of one of the shuffles: a share alpha of them is beyond their quantile. */
  readonly ofShuffle?: boolean | undefined;
}

/**
 * By p values of at most alpha; with `same-lag`, as published, by the 1 - alpha quantile of the shuffles.
 * @throws Error when the null has no hexagonal scores
 */
export function lagSignificance(
  { units, best, atBest, atZero }: LagEvidence,
  shuffles: LagNull,
  { correction, zeroRow, ofShuffle = false }: Judgement,
): LagSignificance {
  const scores = scoresOfNull(shuffles);
  const byQuantile = correction === "same-lag" || ofShuffle;
  const threshold = byQuantile ? scores.threshold : scores.level;
  const bestThreshold = byQuantile ? scores.bestThreshold : scores.bestLevel;
  // Shuffles of a unit that hardly varies may all score the same: to score so is nothing. As published, it is enough.
  // Those of shuffles are kept in float32.
  const beyond = (score: number, level: number) =>
    (correction === "same-lag" ? score >= level : Math.fround(score) > level) ? 1 : 0;
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
