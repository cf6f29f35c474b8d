/** Sums of activities per bin of space. Plain reference: tests/reference/rate-map.ts. */

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

/** Adds the number of samples in each bin to `occupancy` [bins] int32. Returns how many lie outside. */
export function countOccupancy(bins: usize, occupancy: usize, samples: i32): i32 {
  let outside = 0;
  for (let s = 0; s < samples; s++) {
    const bin = load<i32>(bins + ((<usize>s) << 2));
    if (bin < 0) {
      outside++;
      continue;
    }
    const at = occupancy + ((<usize>bin) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  return outside;
}

/**
 * sums[bins[s], u] += activities[s, u] for `units` units, samples in their order, in float64:
 * the error is that of as many float64 additions.
 * @param activities address of the first unit of the first sample, float32, `stride` elements between samples
 * @param sums [bins, units] float64
 */
export function accumulateRates(
  activities: usize,
  bins: usize,
  sums: usize,
  samples: i32,
  units: i32,
  stride: i32,
): void {
  const whole = (<usize>(units & ~3)) << 2;
  const bytes = (<usize>units) << 2;
  for (let s = 0; s < samples; s++) {
    const bin = load<i32>(bins + ((<usize>s) << 2));
    if (bin < 0) continue;
    const row = activities + ((<usize>s * <usize>stride) << 2);
    const end = row + bytes;
    const wholeEnd = row + whole;
    let sum = sums + ((<usize>bin * <usize>units) << 3);
    let from = row;
    for (; from < wholeEnd; from += 16) {
      const low = f64x2.promote_low_f32x4(v128.load64_zero(from));
      const high = f64x2.promote_low_f32x4(v128.load64_zero(from, 8));
      v128.store(sum, f64x2.add(v128.load(sum), low));
      v128.store(sum, f64x2.add(v128.load(sum, 16), high), 16);
      sum += 32;
    }
    for (; from < end; from += 4) {
      store<f64>(sum, load<f64>(sum) + <f64>load<f32>(from));
      sum += 8;
    }
  }
}
