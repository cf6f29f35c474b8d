/** How well a mean is known: confidence intervals by drawing the same items again and again. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import { quantile } from "./survival.ts";

export interface BootstrapOptions {
  readonly seed: number;
  /** Default 2000. */
  readonly resamples?: number | undefined;
  /** Share of resamples inside; default 0.95. */
  readonly confidence?: number | undefined;
}

/** A mean and between what it lies. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Resamples whose draws are made together: bounds the memory, not the result. */
const drawsAtOnce = 2 ** 20;

/**
 * Mean of each series with its percentile interval (Efron 1979, Ann. Stat. 7:1). All series are resampled by the same draws, so
 * that the mean of a difference is the difference of their means.
 * @param series arrays of equal length, one number an item @returns NaN throughout when there are no items
 */
export function bootstrapMeans(
  engine: Engine,
  series: readonly Float64Array[],
  { seed, resamples = 2000, confidence = 0.95 }: BootstrapOptions,
): MeanInterval[] {
  const items = series[0]?.length ?? 0;
  if (series.some(({ length }) => length !== items)) throw new RangeError("series of different lengths");
  if (items === 0) return series.map(() => ({ mean: Number.NaN, low: Number.NaN, high: Number.NaN }));
  const means = series.map(() => new Float64Array(resamples));
  const portion = Math.max(1, Math.floor(drawsAtOnce / items));
  for (let first = 0; first < resamples; first += portion) {
    const count = Math.min(portion, resamples - first);
    engine.memory.scope(() => {
      const draws = engine.memory.allocate("float64", [count, items], "draws of a bootstrap");
      fillUniform(engine, { seed, stream: "bootstrap", first, items: count, draws: items }, draws);
      const { view } = draws;
      for (let resample = 0; resample < count; resample++) {
        series.forEach((values, i) => {
          let sum = 0;
          for (let k = 0; k < items; k++) sum += values[Math.floor(view[resample * items + k]! * items)]!;
          means[i]![first + resample] = sum / items;
        });
      }
    });
  }
  const outside = (1 - confidence) / 2;
  return series.map((values, i) => ({
    mean: values.reduce((sum, value) => sum + value, 0) / items,
    low: quantile(means[i]!, outside),
    high: quantile(means[i]!, 1 - outside),
  }));
}
