/** The values of all shuffles by one estimator, and what is said of them. */
import type { NullOfEstimator } from "./lag-null.ts";

/** [shuffles, L, units] */
export class NullValues {
  private readonly values: Float32Array;

  constructor(
    private readonly shuffles: number,
    private readonly lags: number,
    private readonly units: number,
  ) {
    this.values = new Float32Array(shuffles * lags * units);
  }

  /** @param values [L, count], of the units from the number `first` on */
  set(shuffle: number, values: Float64Array, first: number): void {
    const count = values.length / this.lags;
    for (let lag = 0; lag < this.lags; lag++) {
      const at = (shuffle * this.lags + lag) * this.units + first;
      this.values.set(values.subarray(lag * count, (lag + 1) * count), at);
    }
  }

  /** [L, units] of one shuffle. */
  of(shuffle: number): Float64Array {
    const length = this.lags * this.units;
    return Float64Array.from(this.values.subarray(shuffle * length, (shuffle + 1) * length));
  }

  /** Writes what is said of `count` units from the number `from` on into `into`, from the number `to` on. */
  summarize(
    into: NullOfEstimator,
    { from, count, to }: { readonly from: number; readonly count: number; readonly to: number },
    bestOf: readonly number[],
    alpha: number,
  ): void {
    const units = into.bestThreshold.length;
    for (let i = 0; i < count; i++) {
      const best = new Float32Array(this.shuffles).fill(Number.NaN);
      for (let lag = 0; lag < this.lags; lag++) {
        const column = this.column(lag, from + i);
        if (bestOf.includes(lag)) raise(best, column);
        const at = lag * units + to + i;
        [into.mean[at], into.deviation[at]] = moments(column);
        into.threshold[at] = percentile(column, 1 - alpha);
        into.level[at] = levelOf(column, alpha);
      }
      best.forEach((value, shuffle) => {
        into.best[shuffle * units + to + i] = value;
      });
      into.bestThreshold[to + i] = percentile(best, 1 - alpha);
      into.bestLevel[to + i] = levelOf(best, alpha);
    }
  }

  private column(lag: number, unit: number): Float32Array {
    const stride = this.lags * this.units;
    const column = new Float32Array(this.shuffles);
    for (let shuffle = 0; shuffle < this.shuffles; shuffle++) {
      column[shuffle] = this.values[shuffle * stride + lag * this.units + unit]!;
    }
    return column;
  }
}

function raise(best: Float32Array, values: Float32Array): void {
  for (let i = 0; i < best.length; i++)
    if (!(best[i]! >= values[i]!)) best[i] = largerOf(best[i]!, values[i]!);
}

const largerOf = (a: number, b: number): number => (Number.isNaN(b) ? a : b);

function moments(column: Float32Array): [mean: number, deviation: number] {
  let [count, sum] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
  }
  const mean = sum / count;
  let squares = 0;
  for (const value of column) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  return [mean, Math.sqrt(squares / count)];
}

/** Like numpy.percentile of what is not NaN. */
function percentile(values: Float32Array, share: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  return below + (sorted[Math.ceil(position)]! - below) * (position - Math.floor(position));
}

/** What so many of the shuffles reach that, with the value itself among them, they are no more than a share alpha. */
function levelOf(values: Float32Array, alpha: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return Number.NaN;
  // A product such as 0.07 * 100 is a hair off.
  const allowed = Math.floor(alpha * (sorted.length + 1) + 1e-9);
  return allowed === 0 ? Number.POSITIVE_INFINITY : sorted[sorted.length - allowed]!;
}
