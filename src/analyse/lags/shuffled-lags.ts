/** What shuffled activity scores at the same lags, and how far a score is beyond it. */
import { type LagChoice, type LagEvidence, lagEvidence } from "./lag-evidence.ts";
import type { LagSweep } from "./lag-sweep.ts";

/**
 * What a score at the best lag is compared with. `best-of-lags`: the highest of all lags that may be the best, in each shuffle.
 * `same-lag`: shuffles at that lag alone, as published, which forgets that the best of many was chosen.
 */
export type LagCorrection = "best-of-lags" | "same-lag";

export interface ShuffledLags {
  readonly evidence: LagEvidence;
  /** Hexagonal scores, in single precision: there may be many of them. */
  readonly scores: Float32Array; // [L, units]
}

export const shuffledLags = (sweep: LagSweep, choice: LagChoice): ShuffledLags => ({
  evidence: lagEvidence(sweep, choice),
  scores: Float32Array.from(sweep.hexagonal),
});

/** Bytes that are kept of each shuffle. */
export const shuffleBytes = (units: number, lags: number): number => units * (4 * lags + 8 * 5 + 5);

/** Chance of a score as high by the shuffles: (1 + shuffles that reach it) / (1 + shuffles); NaN: no score. */
export interface LagChances {
  readonly atZero: Float64Array; // [units]
  readonly atBest: Float64Array; // [units]
}

/**
 * @param self the shuffle that `evidence` is itself one of: it is not compared with itself
 */
export function lagChances(
  evidence: LagEvidence,
  shuffles: readonly ShuffledLags[],
  { correction, zeroRow }: { readonly correction: LagCorrection; readonly zeroRow: number },
  self?: ShuffledLags,
): LagChances {
  const { units, best, atBest, atZero } = evidence;
  const others = shuffles.filter((one) => one !== self);
  const chances = (of: (shuffle: ShuffledLags, unit: number) => number, scores: Float64Array) =>
    Float64Array.from(scores, (score, unit) => {
      if (Number.isNaN(score)) return Number.NaN;
      // As it would be among the shuffles.
      const rounded = Math.fround(score);
      const reaching = others.filter((shuffle) => of(shuffle, unit) >= rounded).length;
      return (1 + reaching) / (1 + others.length);
    });
  const atRow = ({ scores }: ShuffledLags, row: number, unit: number) => scores[row * units + unit]!;
  return {
    atZero: chances((shuffle, unit) => atRow(shuffle, zeroRow, unit), atZero),
    atBest: chances(
      (shuffle, unit) =>
        correction === "best-of-lags" ? shuffle.evidence.peak[unit]! : atRow(shuffle, best.row[unit]!, unit),
      atBest,
    ),
  };
}

/** With fewer shuffles not even the shuffles themselves, each judged by the others, can be significant. */
export const fewestShuffles = (alpha: number): number => Math.ceil(1 / alpha);

export interface ShuffleLevels {
  /** NaN where no shuffle has a score. */
  readonly mean: Float64Array; // [L, units]
  readonly deviation: Float64Array; // [L, units], by n
  /** The 1 - alpha quantile, interpolated linearly. */
  readonly threshold: Float64Array; // [L, units]
}

/** Of the shuffles at each lag. */
export function shuffleLevels(shuffles: readonly ShuffledLags[], alpha: number): ShuffleLevels {
  const length = shuffles[0]?.scores.length ?? 0;
  const empty = () => new Float64Array(length).fill(Number.NaN);
  const [mean, deviation, threshold] = [empty(), empty(), empty()];
  for (let at = 0; at < length; at++) {
    const sorted = Float64Array.from(shuffles, ({ scores }) => scores[at]!)
      .filter((score) => !Number.isNaN(score))
      .sort();
    if (sorted.length === 0) continue;
    const average = sorted.reduce((sum, score) => sum + score, 0) / sorted.length;
    mean[at] = average;
    deviation[at] = Math.sqrt(sorted.reduce((sum, score) => sum + (score - average) ** 2, 0) / sorted.length);
    threshold[at] = sortedQuantile(sorted, 1 - alpha);
  }
  return { mean, deviation, threshold };
}

function sortedQuantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (above - below) * (position - Math.floor(position));
}
