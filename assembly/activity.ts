/** How much units are active, whatever the place. Plain reference: tests/support/reference/activity.ts. */

/** Samples taken at a time, so that a row of cache lines is read once for all units in it. */
const SAMPLES: i32 = 64;

/**
 * Adds the activities of `units` neighbouring units to their sum, number of non-zeros, largest and smallest value.
 * Sums in float64, samples in their order: the error is that of as many additions. NaN shows in the sum.
 * @param activities address of the first unit of the first sample, float32, `stride` elements between samples
 * @param sums [units] float64 @param active [units] float64 @param largest [units] float64, at first -Infinity
 * @param smallest [units] float64, at first Infinity
 */
export function accumulateActivity(
  activities: usize,
  sums: usize,
  active: usize,
  largest: usize,
  smallest: usize,
  samples: i32,
  units: i32,
  stride: i32,
): void {
  const step = (<usize>stride) << 2;
  for (let first = 0; first < samples; first += SAMPLES) {
    const start = activities + <usize>first * step;
    const end = start + <usize>min(SAMPLES, samples - first) * step;
    let unit = 0;
    for (; unit + 4 <= units; unit += 4) {
      const at = (<usize>unit) << 3;
      accumulateFour(start + (at >> 1), end, step, sums + at, active + at, largest + at, smallest + at);
    }
    for (; unit < units; unit++) {
      const at = (<usize>unit) << 3;
      accumulateOne(start + (at >> 1), end, step, sums + at, active + at, largest + at, smallest + at);
    }
  }
}

function accumulateFour(
  start: usize,
  end: usize,
  step: usize,
  sums: usize,
  active: usize,
  largest: usize,
  smallest: usize,
): void {
  const zero = f32x4.splat(0);
  let sumLow = v128.load(sums);
  let sumHigh = v128.load(sums, 16);
  let count = i32x4.splat(0);
  let most = v128.load(start);
  let least = most;
  for (let at = start; at < end; at += step) {
    const values = v128.load(at);
    sumLow = f64x2.add(sumLow, f64x2.promote_low_f32x4(values));
    sumHigh = f64x2.add(sumHigh, f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 0)));
    count = i32x4.sub(count, f32x4.ne(values, zero));
    most = f32x4.max(most, values);
    least = f32x4.min(least, values);
  }
  v128.store(sums, sumLow);
  v128.store(sums, sumHigh, 16);
  const countHigh = v128.shuffle<i64>(count, count, 1, 0);
  const mostHigh = v128.shuffle<i64>(most, most, 1, 0);
  const leastHigh = v128.shuffle<i64>(least, least, 1, 0);
  v128.store(active, f64x2.add(v128.load(active), f64x2.convert_low_i32x4_s(count)));
  v128.store(active, f64x2.add(v128.load(active, 16), f64x2.convert_low_i32x4_s(countHigh)), 16);
  v128.store(largest, f64x2.max(v128.load(largest), f64x2.promote_low_f32x4(most)));
  v128.store(largest, f64x2.max(v128.load(largest, 16), f64x2.promote_low_f32x4(mostHigh)), 16);
  v128.store(smallest, f64x2.min(v128.load(smallest), f64x2.promote_low_f32x4(least)));
  v128.store(smallest, f64x2.min(v128.load(smallest, 16), f64x2.promote_low_f32x4(leastHigh)), 16);
}

function accumulateOne(
  start: usize,
  end: usize,
  step: usize,
  sums: usize,
  active: usize,
  largest: usize,
  smallest: usize,
): void {
  let sum = load<f64>(sums);
  let count = load<f64>(active);
  let most = load<f64>(largest);
  let least = load<f64>(smallest);
  for (let at = start; at < end; at += step) {
    const value = <f64>load<f32>(at);
    sum += value;
    count += value != 0 ? 1 : 0;
    most = max(most, value);
    least = min(least, value);
  }
  store<f64>(sums, sum);
  store<f64>(active, count);
  store<f64>(largest, most);
  store<f64>(smallest, least);
}
