/** How activity goes with the direction and the speed of a movement. Plain reference: tests/support/reference/movement.ts. */

/**
 * Adds the activities of `units` neighbouring units, sample after sample in float64, to the sum of the sample's sector, times the
 * sample's speed to `products`, and squared to `squares`. Samples of sector -1 count nowhere. The error is that of as many additions.
 * @param activities address of the first unit of the first sample, float32, `stride` elements between samples
 * @param sectors [samples] int32 @param speeds [samples] float64
 * @param sums [sectors, stride] float64, at the first unit @param products [units] float64 @param squares [units] float64
 */
export function accumulateMovement(
  activities: usize,
  sectors: usize,
  speeds: usize,
  sums: usize,
  products: usize,
  squares: usize,
  samples: i32,
  units: i32,
  stride: i32,
): void {
  const pairs = units & ~1;
  for (let sample = 0; sample < samples; sample++) {
    const sector = load<i32>(sectors + ((<usize>sample) << 2));
    if (sector < 0) continue;
    const speed = load<f64>(speeds + ((<usize>sample) << 3));
    const row = activities + ((<usize>sample * <usize>stride) << 2);
    const into = sums + ((<usize>sector * <usize>stride) << 3);
    const speedTwice = f64x2.splat(speed);
    let unit = 0;
    for (; unit < pairs; unit += 2) {
      const at = (<usize>unit) << 3;
      const rates = f64x2.promote_low_f32x4(v128.load64_zero(row + (at >> 1)));
      v128.store(into + at, f64x2.add(v128.load(into + at), rates));
      const product = f64x2.mul(rates, speedTwice);
      v128.store(products + at, f64x2.add(v128.load(products + at), product));
      v128.store(squares + at, f64x2.add(v128.load(squares + at), f64x2.mul(rates, rates)));
    }
    for (; unit < units; unit++) {
      const at = (<usize>unit) << 3;
      const rate = <f64>load<f32>(row + (at >> 1));
      store<f64>(into + at, load<f64>(into + at) + rate);
      store<f64>(products + at, load<f64>(products + at) + rate * speed);
      store<f64>(squares + at, load<f64>(squares + at) + rate * rate);
    }
  }
}
