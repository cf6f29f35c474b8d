/** Mixtures of Gaussians in one dimension, fitted by expectation and maximization. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";

export interface Component {
  readonly mean: number;
  readonly deviation: number;
  /** Share of the values; they sum to 1. */
  readonly weight: number;
}

export interface Mixture {
  /** The lowest mean first. */
  readonly components: readonly Component[];
  readonly logLikelihood: number;
  /** Bayesian information criterion, (3 k - 1) ln n - 2 ln L: the lowest is the best. Source: Schwarz 1978, Ann. Stat. 6:461. */
  readonly bic: number;
}

export interface MixtureOptions {
  readonly seed: number;
  /** No component becomes narrower than this: values that agree by chance would have a likelihood without bound. */
  readonly leastDeviation: number;
  /** Starts from different values, of which the likeliest end is kept. Default 10. */
  readonly starts?: number | undefined;
}

/** Of a mixture of `k` components: means, deviations, and weights that sum to 1. */
export const parameters = (k: number): number => 3 * k - 1;

const mostRounds = 300;
/** Log-likelihood a value that a round must gain. */
const leastGain = 1e-7;

/**
 * The likeliest mixture of `k` components that some starts lead to; each start draws its means from the values as k-means++ does
 * (Arthur and Vassilvitskii 2007). The same seed gives the same mixture.
 * Source: Dempster, Laird and Rubin 1977, J. R. Stat. Soc. B 39:1.
 * @param values finite
 * @returns undefined when there are fewer than `k` different values
 */
export function fitMixture(
  engine: Engine,
  values: ArrayLike<number>,
  k: number,
  { seed, leastDeviation, starts = 10 }: MixtureOptions,
): Mixture | undefined {
  if (new Set(Array.from(values)).size < k) return undefined;
  const draws = engine.memory.scope(() => {
    const random = engine.memory.allocate("float64", [starts, k], "starts of a mixture");
    fillUniform(engine, { seed, stream: `mixture of ${k}`, items: starts, draws: k }, random);
    return random.toArray();
  });
  const ends = Array.from({ length: starts }, (_, start) =>
    maximized(
      values,
      startFrom(values, draws.subarray(start * k, (start + 1) * k), leastDeviation),
      leastDeviation,
    ),
  );
  return ends.reduce((best, end) => (end.logLikelihood > best.logLikelihood ? end : best));
}

/** Means among the values, each drawn in proportion to its squared distance to the nearest one so far. */
function startFrom(values: ArrayLike<number>, draws: ArrayLike<number>, leastDeviation: number): Component[] {
  const means: number[] = [];
  for (let i = 0; i < draws.length; i++) {
    const chances = Array.from(values, (value) =>
      means.length === 0 ? 1 : Math.min(...means.map((mean) => (value - mean) ** 2)),
    );
    let left = draws[i]! * chances.reduce((sum, chance) => sum + chance, 0);
    const found = chances.findIndex((chance) => {
      left -= chance;
      return left < 0;
    });
    means.push(values[found < 0 ? chances.findLastIndex((chance) => chance > 0) : found]!);
  }
  const range = Math.max(...Array.from(values)) - Math.min(...Array.from(values));
  const deviation = Math.max(leastDeviation, range / (2 * draws.length));
  return means.map((mean) => ({ mean, deviation, weight: 1 / means.length }));
}

/** The mixture to which expectation and maximization lead from a start. */
export function maximized(
  values: ArrayLike<number>,
  start: readonly Component[],
  leastDeviation: number,
): Mixture {
  const [n, k] = [values.length, start.length];
  const shares = new Float64Array(n * k);
  let components = start;
  let before = Number.NEGATIVE_INFINITY;
  let logLikelihood = expected(values, components, shares);
  for (let round = 0; round < mostRounds && logLikelihood - before > leastGain * n; round++) {
    before = logLikelihood;
    components = updated(values, components, shares, leastDeviation);
    logLikelihood = expected(values, components, shares);
  }
  return {
    components: [...components].sort((a, b) => a.mean - b.mean),
    logLikelihood,
    bic: parameters(k) * Math.log(n) - 2 * logLikelihood,
  };
}

/** Fills `shares` [n, k] with how much of each value is each component's. @returns the log-likelihood */
function expected(values: ArrayLike<number>, components: readonly Component[], shares: Float64Array): number {
  const k = components.length;
  const heights = components.map(({ deviation, weight }) =>
    Math.log(weight / (deviation * Math.sqrt(2 * Math.PI))),
  );
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < k; j++) {
      const { mean, deviation } = components[j]!;
      const log = heights[j]! - ((values[i]! - mean) / deviation) ** 2 / 2;
      shares[i * k + j] = log;
      if (log > highest) highest = log;
    }
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const share = Math.exp(shares[i * k + j]! - highest);
      shares[i * k + j] = share;
      sum += share;
    }
    for (let j = 0; j < k; j++) shares[i * k + j]! /= sum;
    total += highest + Math.log(sum);
  }
  return total;
}

function updated(
  values: ArrayLike<number>,
  components: readonly Component[],
  shares: Float64Array,
  leastDeviation: number,
): Component[] {
  const [n, k] = [values.length, components.length];
  return components.map((component, j) => {
    let [count, sum, squares] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      count += shares[i * k + j]!;
      sum += shares[i * k + j]! * values[i]!;
    }
    // Nobody's component keeps its place, with no weight.
    if (count === 0) return { ...component, weight: 0 };
    const mean = sum / count;
    for (let i = 0; i < n; i++) squares += shares[i * k + j]! * (values[i]! - mean) ** 2;
    return { mean, deviation: Math.max(leastDeviation, Math.sqrt(squares / count)), weight: count / n };
  });
}
