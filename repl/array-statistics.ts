/** What `js` has besides the arrays. NaN, which marks what is missing, is left out everywhere. */
import { quantile } from "../src/analyse/survival.ts";

type Numbers = ArrayLike<number>;

const present = (values: Numbers): number[] => Array.from(values).filter((value) => !Number.isNaN(value));
const sum = (values: Numbers): number => present(values).reduce((total, value) => total + value, 0);
const mean = (values: Numbers): number => sum(values) / present(values).length;

function std(values: Numbers): number {
  const middle = mean(values);
  return Math.sqrt(mean(present(values).map((value) => (value - middle) ** 2)));
}

/** Indices of the `count` largest values, the largest first. */
function top(values: Numbers, count = 5): number[] {
  const indices = Array.from({ length: values.length }, (_, i) => i).filter((i) => !Number.isNaN(values[i]!));
  return indices.sort((a, b) => values[b]! - values[a]! || a - b).slice(0, count);
}

export const arrayStatistics = {
  sum,
  mean,
  std,
  min: (values: Numbers) => present(values).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  max: (values: Numbers) => present(values).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  median: (values: Numbers) => quantile(values, 0.5),
  quantile,
  top,
  /** How many are true of `test`. */
  count: (values: Numbers, test: (value: number, index: number) => boolean) =>
    Array.from(values).filter(test).length,
};
