/** The values of all shuffles by one estimator, and what is said of them. */
import type { NullOfEstimator } from "./lag-null.ts";

/** [shuffles, L, units] of one run of units. */
export class NullValues {
  private readonly values: Float32Array;

  constructor(
    private readonly shuffles: number,
    private readonly lags: number,
    private readonly units: number,
  ) {
    this.values = new Float32Array(shuffles * lags * units);
  }

  /** @param values [L, units] */
  set(shuffle: number, values: Float64Array): void {
    this.values.set(values, shuffle * this.lags * this.units);
  }

  /** Writes what is said of the units into `into`, from the unit number `first` on. */
  summarize(
    into: NullOfEstimator,
    first: number,
    allUnits: number,
    bestOf: readonly number[],
    alpha: number,
  ): void {
    for (let unit = 0; unit < this.units; unit++) {
      const best = new Float32Array(this.shuffles).fill(Number.NaN);
      for (let lag = 0; lag < this.lags; lag++) {
        const column = this.column(lag, unit);
        if (bestOf.includes(lag)) raise(best, column);
        const at = lag * allUnits + first + unit;
        [into.mean[at], into.deviation[at]] = moments(column);
        into.threshold[at] = percentile(column, 1 - alpha);
      }
      best.forEach((value, shuffle) => {
        into.best[shuffle * allUnits + first + unit] = value;
      });
      into.bestThreshold[first + unit] = percentile(best, 1 - alpha);
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
