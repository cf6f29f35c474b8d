/** Sums of activities per bin of space. Plain reference: tests/support/reference/rate-map.ts. */

/**
 * bins[s] = row * binsX + column of sample s, or -1 outside. In float32 arithmetic, as published:
 * column = trunc((x + width / 2) / width * binsX), inside when that is in [0, binsX) before truncation.
 * Exact. @param positions [samples, 2] float32 m, box centred at 0 @param bins [samples] int32
 */
export function assignHalfOpen(
  positions: usize,
  bins: usize,
  samples: i32,
  binsX: i32,
  binsY: i32,
  width: f32,
  height: f32,
): void {
  const halfWidth = width / 2;
  const halfHeight = height / 2;
  for (let s = 0; s < samples; s++) {
    const at = positions + ((<usize>s) << 3);
    const x = ((load<f32>(at) + halfWidth) / width) * <f32>binsX;
    const y = ((load<f32>(at, 4) + halfHeight) / height) * <f32>binsY;
    const inside = x >= 0 && x < <f32>binsX && y >= 0 && y < <f32>binsY;
    store<i32>(bins + ((<usize>s) << 2), inside ? <i32>y * binsX + <i32>x : -1);
  }
}

/**
 * Like `assignHalfOpen` by the rule of scipy's binned_statistic_2d: float64 edges, a sample on an edge belongs to
 * the bin on its right, one on the outermost right edge (to `1 / scale`) to the last bin.
 * Exact. @param edgesX [binsX + 1] float64 m, @param edgesY [binsY + 1] float64 m
 */
export function assignClosed(
  positions: usize,
  bins: usize,
  edgesX: usize,
  edgesY: usize,
  samples: i32,
  binsX: i32,
  binsY: i32,
  scaleX: f64,
  scaleY: f64,
): void {
  for (let s = 0; s < samples; s++) {
    const at = positions + ((<usize>s) << 3);
    const column = closedBin(<f64>load<f32>(at), edgesX, binsX, scaleX);
    const row = closedBin(<f64>load<f32>(at, 4), edgesY, binsY, scaleY);
    store<i32>(bins + ((<usize>s) << 2), column < 0 || row < 0 ? -1 : row * binsX + column);
  }
}

function closedBin(x: f64, edges: usize, bins: i32, scale: f64): i32 {
  const first = load<f64>(edges);
  const last = load<f64>(edges + ((<usize>bins) << 3));
  if (!(x >= first)) return -1;
  if (x >= last) return nearest(x * scale) / scale == nearest(last * scale) / scale ? bins - 1 : -1;
  let bin = min(bins - 1, <i32>(((x - first) / (last - first)) * <f64>bins));
  while (x < load<f64>(edges + ((<usize>bin) << 3))) bin--;
  while (x >= load<f64>(edges + ((<usize>bin) << 3), 8)) bin++;
  return bin;
}

/**
 * Sorts samples by bin: those of bin b are order[starts[b]] … order[starts[b + 1] - 1], ascending. Adds their numbers to
 * `occupancy` [binCount] int32. Returns how many lie outside, in no bin.
 * @param bins [samples] int32 @param starts [binCount + 1] int32 @param order [samples] int32
 */
export function sortByBin(
  bins: usize,
  occupancy: usize,
  starts: usize,
  order: usize,
  samples: i32,
  binCount: i32,
): i32 {
  memory.fill(starts, 0, (<usize>(binCount + 1)) << 2);
  for (let s = 0; s < samples; s++) {
    const bin = load<i32>(bins + ((<usize>s) << 2));
    if (bin >= 0) increment(starts + ((<usize>bin) << 2), 1);
  }
  let inside = 0;
  for (let b = 0; b < binCount; b++) {
    const start = starts + ((<usize>b) << 2);
    const count = load<i32>(start);
    increment(occupancy + ((<usize>b) << 2), count);
    store<i32>(start, inside);
    inside += count;
  }
  // Each start moves to the end of its bin, which is the start of the next, and back again.
  for (let s = 0; s < samples; s++) {
    const bin = load<i32>(bins + ((<usize>s) << 2));
    if (bin >= 0) store<i32>(order + ((<usize>increment(starts + ((<usize>bin) << 2), 1)) << 2), s);
  }
  memory.copy(starts + 4, starts, (<usize>binCount) << 2);
  store<i32>(starts, 0);
  return samples - inside;
}

/** Returns what was there before. */
function increment(at: usize, by: i32): i32 {
  const before = load<i32>(at);
  store<i32>(at, before + by);
  return before;
}

/**
 * Adds the activities of the samples in bins `first` … `end - 1` to the sums of their bin, samples in their order, in
 * float64: the error is that of as many float64 additions.
 * @param activities [samples, units] float32 @param order, starts from `sortByBin` @param sums [bins, units] float64
 */
export function accumulateRates(
  activities: usize,
  order: usize,
  starts: usize,
  sums: usize,
  first: i32,
  end: i32,
  units: i32,
): void {
  const width = (<usize>units) << 2;
  for (let bin = first; bin < end; bin++) {
    const sum = sums + <usize>bin * (width << 1);
    let at = order + ((<usize>load<i32>(starts + ((<usize>bin) << 2))) << 2);
    const last = order + ((<usize>load<i32>(starts + ((<usize>bin) << 2), 4)) << 2);
    for (; at + 12 < last; at += 16) {
      addFour(
        activities + <usize>load<i32>(at) * width,
        activities + <usize>load<i32>(at, 4) * width,
        activities + <usize>load<i32>(at, 8) * width,
        activities + <usize>load<i32>(at, 12) * width,
        sum,
        units,
      );
    }
    for (; at < last; at += 4) addOne(activities + <usize>load<i32>(at) * width, sum, units);
  }
}

/** Four samples at a time: the sums travel once for all, and the memory serves four rows together. */
function addFour(a: usize, b: usize, c: usize, d: usize, sums: usize, units: i32): void {
  let unit = 0;
  for (; unit + 2 <= units; unit += 2) {
    const at = (<usize>unit) << 2;
    let sum = f64x2.add(v128.load(sums + (at << 1)), promoted(a + at));
    sum = f64x2.add(sum, promoted(b + at));
    sum = f64x2.add(sum, promoted(c + at));
    v128.store(sums + (at << 1), f64x2.add(sum, promoted(d + at)));
  }
  if (unit < units) {
    const at = (<usize>unit) << 2;
    let sum = load<f64>(sums + (at << 1)) + <f64>load<f32>(a + at);
    sum += <f64>load<f32>(b + at);
    sum += <f64>load<f32>(c + at);
    store<f64>(sums + (at << 1), sum + <f64>load<f32>(d + at));
  }
}

function addOne(row: usize, sums: usize, units: i32): void {
  let unit = 0;
  for (; unit + 2 <= units; unit += 2) {
    const at = (<usize>unit) << 2;
    v128.store(sums + (at << 1), f64x2.add(v128.load(sums + (at << 1)), promoted(row + at)));
  }
  if (unit < units) {
    const at = (<usize>unit) << 2;
    store<f64>(sums + (at << 1), load<f64>(sums + (at << 1)) + <f64>load<f32>(row + at));
  }
}

/** Two neighbouring float32 as float64. */
function promoted(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}
