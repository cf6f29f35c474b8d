/**
 * Activity against the place a lag later: from sums per bin to maps, and what they tell of the place. Plain reference:
 * tests/support/reference/lagged.ts. The sums of the activity as it is are those of rate maps: assembly/rate-map.ts.
 */

/**
 * Adds the squares of the activities of given samples to `squares`, and lowers `smallest` to them; float64, samples in their order.
 * @param activities [samples, units] float32 @param order [count] int32, count at `counted`
 * @param squares, smallest [units] float64
 */
export function accumulateSquares(
  activities: usize,
  order: usize,
  counted: usize,
  squares: usize,
  smallest: usize,
  units: i32,
): void {
  const count = load<i32>(counted);
  for (let i = 0; i < count; i++) {
    const row = activities + ((<usize>load<i32>(order + ((<usize>i) << 2)) * <usize>units) << 2);
    let unit = 0;
    for (; unit + 2 <= units; unit += 2) {
      const at = (<usize>unit) << 3;
      const values = f64x2.promote_low_f32x4(v128.load64_zero(row + (at >> 1)));
      v128.store(squares + at, f64x2.add(v128.load(squares + at), f64x2.mul(values, values)));
      v128.store(smallest + at, f64x2.min(v128.load(smallest + at), values));
    }
    if (unit < units) {
      const at = (<usize>unit) << 3;
      const value = <f64>load<f32>(row + (at >> 1));
      store<f64>(squares + at, load<f64>(squares + at) + value * value);
      store<f64>(smallest + at, min(load<f64>(smallest + at), value));
    }
  }
}

/**
 * Means from sums: maps [units, bins] float64, NaN where never visited.
 * @param sums [bins, allUnits] float64, of which `units` from the given address on @param visits [bins] int32
 */
export function meanMaps(
  sums: usize,
  visits: usize,
  maps: usize,
  bins: i32,
  units: i32,
  allUnits: i32,
): void {
  for (let bin = 0; bin < bins; bin++) {
    const visited = load<i32>(visits + ((<usize>bin) << 2));
    const row = sums + ((<usize>bin * <usize>allUnits) << 3);
    for (let unit = 0; unit < units; unit++) {
      const mean = visited > 0 ? load<f64>(row + ((<usize>unit) << 3)) / <f64>visited : f64.NaN;
      store<f64>(maps + ((<usize>unit * <usize>bins + <usize>bin) << 3), mean);
    }
  }
}

/** Relative to the sum of squares: a spread below is rounding. */
const ROUND_OFF: f64 = 1e-12;

/**
 * What the place tells of the activity of each unit, and the activity of the place.
 * explained: 1 - (within bins / (pairs - bins visited)) / (total / (pairs - 1)), sums of squares about their means: 0 on average for
 * independent samples that know nothing of the place, however many there are; Kelley 1935, PNAS 21:554. NaN without variation
 * and where there are no more pairs than bins.
 * information: sum of p r / R log2(r / R), p the share of visits, r the rate in a bin and R that of all; Skaggs et al. 1993. NaN for units
 * that are ever negative or always silent.
 * @param maps [units, bins] float64 @param visits [bins] int32 @param squares, smallest [units] float64, over the pairs of the visits
 * @param explained, information [units] float64; the latter 0: not wanted
 */
export function tellOfPlace(
  maps: usize,
  visits: usize,
  squares: usize,
  smallest: usize,
  explained: usize,
  information: usize,
  units: i32,
  bins: i32,
): void {
  let pairs: f64 = 0;
  let visitedBins: f64 = 0;
  for (let bin = 0; bin < bins; bin++) {
    const count = load<i32>(visits + ((<usize>bin) << 2));
    pairs += <f64>count;
    if (count > 0) visitedBins += 1;
  }
  for (let unit = 0; unit < units; unit++) {
    const map = maps + ((<usize>unit * <usize>bins) << 3);
    const at = (<usize>unit) << 3;
    let sum: f64 = 0;
    for (let bin = 0; bin < bins; bin++) {
      const count = load<i32>(visits + ((<usize>bin) << 2));
      if (count > 0) sum += <f64>count * load<f64>(map + ((<usize>bin) << 3));
    }
    const mean = sum / pairs;
    let between: f64 = 0;
    for (let bin = 0; bin < bins; bin++) {
      const count = load<i32>(visits + ((<usize>bin) << 2));
      if (count == 0) continue;
      const difference = load<f64>(map + ((<usize>bin) << 3)) - mean;
      between += <f64>count * difference * difference;
    }
    const all = load<f64>(squares + at);
    const total = all - sum * mean;
    const known = pairs > visitedBins && total > ROUND_OFF * all;
    const within = max(0, total - between) / (pairs - visitedBins);
    store<f64>(explained + at, known ? 1 - within / (total / (pairs - 1)) : f64.NaN);
    if (information == 0) continue;
    const meaningful = load<f64>(smallest + at) >= 0 && mean > 0;
    store<f64>(information + at, meaningful ? bitsOf(map, visits, bins, pairs, mean) : f64.NaN);
  }
}

function bitsOf(map: usize, visits: usize, bins: i32, pairs: f64, mean: f64): f64 {
  let bits: f64 = 0;
  for (let bin = 0; bin < bins; bin++) {
    const count = load<i32>(visits + ((<usize>bin) << 2));
    if (count == 0) continue;
    const ratio = load<f64>(map + ((<usize>bin) << 3)) / mean;
    if (ratio > 0) bits += (<f64>count / pairs) * ratio * NativeMath.log2(ratio);
  }
  return bits;
}

/** Units whose activities lie side by side in the store that `gatherMaps` reads. */
export function gatheredUnits(): i32 {
  return 8;
}

/** Bytes of scratch memory `gatherMaps` needs. */
export function gatherScratchBytes(bins: i32): i32 {
  return bins << 6;
}

/**
 * Maps of eight units whose activities have been parted from the places: the place of moment m goes with the activity of moment
 * source[m]. Sums in float64, first within runs of moments that stay in a bin, then over the runs.
 * @param activities [moments, 8] float32 @param source [moments] int32
 * @param runs [, 3] int32: bin, first moment and the one after the last; from number bounds[0] to before bounds[1]
 * @param visits [bins] int32
 * @param maps [units, bins] float64, NaN where never visited @param squares [8] float64: sums of squares over all pairs
 * @param units of the eight that have a map
 */
export function gatherMaps(
  activities: usize,
  source: usize,
  runs: usize,
  bounds: usize,
  visits: usize,
  maps: usize,
  squares: usize,
  scratch: usize,
  bins: i32,
  units: i32,
): void {
  memory.fill(scratch, 0, (<usize>bins) << 6);
  let square0 = f64x2.splat(0);
  let square1 = f64x2.splat(0);
  let square2 = f64x2.splat(0);
  let square3 = f64x2.splat(0);
  const lastRun = runs + <usize>load<i32>(bounds, 4) * 12;
  for (let run = runs + <usize>load<i32>(bounds) * 12; run < lastRun; run += 12) {
    const end = source + ((<usize>load<i32>(run, 8)) << 2);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let sum2 = f64x2.splat(0);
    let sum3 = f64x2.splat(0);
    for (let at = source + ((<usize>load<i32>(run, 4)) << 2); at < end; at += 4) {
      const row = activities + ((<usize>load<i32>(at)) << 5);
      const a = f64x2.promote_low_f32x4(v128.load64_zero(row));
      const b = f64x2.promote_low_f32x4(v128.load64_zero(row, 8));
      const c = f64x2.promote_low_f32x4(v128.load64_zero(row, 16));
      const d = f64x2.promote_low_f32x4(v128.load64_zero(row, 24));
      sum0 = f64x2.add(sum0, a);
      sum1 = f64x2.add(sum1, b);
      sum2 = f64x2.add(sum2, c);
      sum3 = f64x2.add(sum3, d);
      square0 = f64x2.add(square0, f64x2.mul(a, a));
      square1 = f64x2.add(square1, f64x2.mul(b, b));
      square2 = f64x2.add(square2, f64x2.mul(c, c));
      square3 = f64x2.add(square3, f64x2.mul(d, d));
    }
    const sums = scratch + ((<usize>load<i32>(run)) << 6);
    v128.store(sums, f64x2.add(v128.load(sums), sum0));
    v128.store(sums, f64x2.add(v128.load(sums, 16), sum1), 16);
    v128.store(sums, f64x2.add(v128.load(sums, 32), sum2), 32);
    v128.store(sums, f64x2.add(v128.load(sums, 48), sum3), 48);
  }
  v128.store(squares, square0);
  v128.store(squares, square1, 16);
  v128.store(squares, square2, 32);
  v128.store(squares, square3, 48);
  meanMaps(scratch, visits, maps, bins, units, 8);
}
