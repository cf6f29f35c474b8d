/** Spread of numbers. */

/** Population standard deviation, numpy.std, of those that are not NaN; NaN of none. */
export function standardDeviation(values: ArrayLike<number>): number {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
}
