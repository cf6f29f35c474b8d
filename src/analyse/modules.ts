/** Whether the spacings of grid units fall into a few clusters, as those of grid cells in rats do. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import { fitMixture, type Mixture, parameters } from "./gaussian-mixture.ts";

export interface ModuleOptions {
  readonly seed: number;
  /** Jitter shuffles; default 500. */
  readonly shuffles?: number | undefined;
  /** No module is narrower than this, m: spacings are not measured better. */
  readonly leastDeviation: number;
  /** Largest number of modules; default 8. */
  readonly most?: number | undefined;
}

export interface Modules {
  /** Mixtures of 1, 2 … components, as long as they have fewer parameters than there are spacings; one at least. */
  readonly mixtures: readonly Mixture[];
  /** That of the lowest BIC; undefined without spacings. */
  readonly best: Mixture | undefined;
  /** Mean of each module over that of the one below. */
  readonly ratios: readonly number[];
  readonly discreteness: Discreteness;
}

export interface Discreteness {
  /** Edges of 13 bins of equal width from the smallest to the largest spacing, m; empty where all are equal. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Standard deviation of the counts; NaN where all spacings are equal, and without any. */
  readonly value: number;
  /** Of the shuffles. */
  readonly shuffled: Float64Array;
  /** Mean of them. */
  readonly chance: number;
  /** Share of shuffles, the truth included, that are at least as discrete; NaN where there is no value. */
  readonly p: number;
  /** Largest jitter, m. */
  readonly jitter: number;
}

/** As in Banino et al. 2018. */
export const discretenessBins = 13;
const usualShuffles = 500;
const mostModules = 8;

/**
 * Modules of a population's spacings: mixtures of Gaussians of 1 to 8 components, chosen by BIC, and how discrete the spacings
 * are. Only units whose score exceeds their null should stand in it: any map has six peaks, and so a spacing.
 * Source: Banino et al. 2018 (Nature 557:429), Supplementary Information.
 * @param spacings m; NaN is left out
 */
export function findModules(engine: Engine, spacings: ArrayLike<number>, options: ModuleOptions): Modules {
  const values = Array.from(spacings).filter((spacing) => !Number.isNaN(spacing));
  const { most = mostModules } = options;
  const mixtures: Mixture[] = [];
  for (let k = 1; k <= most && (k === 1 || parameters(k) < values.length); k++) {
    const mixture = fitMixture(engine, values, k, options);
    if (!mixture) break;
    mixtures.push(mixture);
  }
  const best = mixtures.length === 0 ? undefined : mixtures.reduce((a, b) => (b.bic < a.bic ? b : a));
  const means = best?.components.map(({ mean }) => mean) ?? [];
  return {
    mixtures,
    best,
    ratios: means.slice(1).map((mean, i) => mean / means[i]!),
    discreteness: discretenessOf(engine, values, options),
  };
}

/** Largest jitter as a share of the range: half the distance of three modules that share it evenly. */
const jitterShare = 1 / 4;

/**
 * Standard deviation of the counts of a 13-bin histogram, against spacings to each of which a number between plus and minus a
 * quarter of their range is added; what leaves the range is mirrored back. It says that spacings clump, not into how many clumps: one clump is as
 * discrete as three. The source's jitter is not known to us; this one is ours.
 */
export function discretenessOf(
  engine: Engine,
  values: readonly number[],
  { seed, shuffles = usualShuffles }: Pick<ModuleOptions, "seed" | "shuffles">,
): Discreteness {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const range = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - least;
  if (!(range > 0)) {
    const nothing = { edges: [], counts: [], value: Number.NaN, shuffled: new Float64Array(0) };
    return { ...nothing, chance: Number.NaN, p: Number.NaN, jitter: 0 };
  }
  const jitter = jitterShare * range;
  const countsOf = (at: (i: number) => number) => {
    const counts = new Array<number>(discretenessBins).fill(0);
    values.forEach((_, i) => {
      const bin = Math.floor(((at(i) - least) / range) * discretenessBins);
      counts[Math.min(discretenessBins - 1, bin)]!++;
    });
    return counts;
  };
  const counts = countsOf((i) => values[i]!);
  const value = deviationOf(counts, values.length);
  const shuffled = engine.memory.scope(() => {
    const uniform = engine.memory.allocate("float64", [shuffles, values.length], "jitter of spacings");
    const wanted = { seed, stream: "spacing jitter", items: shuffles, draws: values.length };
    fillUniform(engine, wanted, uniform);
    const draws = uniform.view;
    return Float64Array.from({ length: shuffles }, (_, shuffle) =>
      deviationOf(
        countsOf((i) => {
          const moved = values[i]! - least + jitter * (2 * draws[shuffle * values.length + i]! - 1);
          return least + mirrored(moved, range);
        }),
        values.length,
      ),
    );
  });
  return {
    edges: Array.from({ length: discretenessBins + 1 }, (_, i) => least + (i * range) / discretenessBins),
    counts,
    value,
    shuffled,
    chance: shuffled.reduce((sum, one) => sum + one, 0) / shuffles,
    p: (1 + shuffled.filter((one) => one >= value).length) / (1 + shuffles),
    jitter,
  };
}

/** Standard deviation of counts that sum to n: from whole numbers, so that what is as discrete is so to the last bit. */
const deviationOf = (counts: readonly number[], n: number): number =>
  Math.sqrt(counts.length * counts.reduce((sum, count) => sum + count ** 2, 0) - n ** 2) / counts.length;

/** Back into [0, range], from at most one range outside. */
const mirrored = (value: number, range: number): number =>
  value < 0 ? -value : value > range ? 2 * range - value : value;
