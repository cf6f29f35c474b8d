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

/** Shuffles of one sweep, to be compared with. */
export class LagNull {
  /** Rising, of a lag of a unit; before them those of the best of all lags. */
  private readonly sorted = new Map<number, Float32Array>();

  constructor(
    readonly shuffles: readonly ShuffledLags[],
    private readonly correction: LagCorrection,
    private readonly zeroRow: number,
  ) {}

  /** @param member the numbers are of one of the shuffles, which is not compared with itself */
  chances({ units, best, atBest, atZero }: LagEvidence, member = false): LagChances {
    const beside = member ? 0 : 1;
    const chances = (rowOf: (unit: number) => number, scores: Float64Array) =>
      Float64Array.from(scores, (score, unit) => this.chanceOf(score, rowOf(unit), unit, units, beside));
    return {
      atZero: chances(() => this.zeroRow, atZero),
      atBest: chances((unit) => (this.correction === "best-of-lags" ? ofPeak : best.row[unit]!), atBest),
    };
  }

  /** Of a score at one lag that was not chosen by it. */
  chanceAt(row: number, unit: number, units: number, score: number): number {
    return this.chanceOf(score, row, unit, units, 1);
  }

  private chanceOf(score: number, row: number, unit: number, units: number, beside: 0 | 1): number {
    if (Number.isNaN(score)) return Number.NaN;
    const reaching = countFrom(this.rising(row, unit, units), Math.fround(score));
    return (reaching + beside) / (this.shuffles.length + beside);
  }

  private rising(row: number, unit: number, units: number): Float32Array {
    const key = (row + 1) * units + unit;
    const known = this.sorted.get(key);
    if (known) return known;
    const of = ({ scores, evidence }: ShuffledLags) =>
      row === ofPeak ? evidence.peak[unit]! : scores[row * units + unit]!;
    const rising = Float32Array.from(this.shuffles, of)
      .filter((score) => !Number.isNaN(score))
      .sort();
    this.sorted.set(key, rising);
    return rising;
  }
}

const ofPeak = -1;

/** How many of rising numbers are not below `least`. */
function countFrom(rising: Float32Array, least: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! >= least) high = middle;
    else low = middle + 1;
  }
  return rising.length - low;
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
