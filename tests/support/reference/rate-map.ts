/** Mean of `activities` [samples, units] per bin, given the bin of each sample (-1: none); NaN where there is none. */
export function referenceRateMap(
  bin: readonly number[],
  activities: ArrayLike<number>,
  units: number,
  bins: number,
): Float64Array {
  const sums = new Float64Array(units * bins);
  const counts = new Float64Array(bins);
  bin.forEach((at, sample) => {
    if (at < 0) return;
    counts[at]!++;
    for (let unit = 0; unit < units; unit++) sums[unit * bins + at]! += activities[sample * units + unit]!;
  });
  return sums.map((sum, i) => sum / counts[i % bins]!);
}
