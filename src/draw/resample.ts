import { type Range, valueInRange } from "./grid.ts";

/** A power of two, so that sums of the largest numbers there are stay numbers. */
const scale = 2 ** -64;

/**
 * A curve of points brought to `count` equidistant places from `domain[0]` to `domain[1]`: the mean of the points around
 * a place, a straight line over places without points. NaN before the first point, after the last one and where all
 * points around a place are NaN, which is also not bridged.
 * @param positions of the points, in any order, inside the domain
 */
export function resample(
  positions: ArrayLike<number>,
  values: ArrayLike<number>,
  [first, last]: Range,
  count: number,
): Float64Array {
  if (positions.length !== values.length) {
    throw new RangeError(`a curve of ${positions.length} positions cannot have ${values.length} values`);
  }
  const means = Array.from({ length: count }, () => ({ points: 0, finite: 0, sum: 0, scaled: 0 }));
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]!;
    if (!(position >= first && position <= last)) {
      throw new RangeError(`position ${position} lies outside ${first}..${last}`);
    }
    const along = last > first ? (position - first) / (last - first) : 0;
    const mean = means[Math.round(along * (count - 1))]!;
    mean.points++;
    if (!Number.isFinite(values[i]!)) continue;
    mean.finite++;
    mean.sum += values[i]!;
    mean.scaled += values[i]! * scale;
  }
  const samples = Float64Array.from(means, ({ finite, sum, scaled }) => {
    if (finite === 0) return Number.NaN;
    return Number.isFinite(sum) ? sum / finite : scaled / finite / scale;
  });
  const withPoints = [...means.keys()].filter((place) => means[place]!.points > 0);
  withPoints.forEach((right, i) => {
    if (i > 0) bridge(samples, withPoints[i - 1]!, right);
  });
  return samples;
}

function bridge(samples: Float64Array, left: number, right: number): void {
  for (let place = left + 1; place < right; place++) {
    const along = (place - left) / (right - left);
    samples[place] = valueInRange(along, [samples[left]!, samples[right]!]);
  }
}
