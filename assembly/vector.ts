/** Plain vector operations on float32 arrays. */

/** values = a * values + b * other; `other` is not read when b is 0. */
export function scaleAndAdd(values: usize, other: usize, count: i32, a: f32, b: f32): void {
  const wideA = f32x4.splat(a);
  const wideB = f32x4.splat(b);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    let x = f32x4.mul(v128.load(values + i), wideA);
    if (b != 0) x = f32x4.add(x, f32x4.mul(v128.load(other + i), wideB));
    v128.store(values + i, x);
  }
  for (; i < bytes; i += 4) {
    let x = load<f32>(values + i) * a;
    if (b != 0) x += load<f32>(other + i) * b;
    store<f32>(values + i, x);
  }
}

/** How many of `count` float32 are not zero; NaN counts. */
export function countNonZero(values: usize, count: i32): i32 {
  const zero = f32x4.splat(0);
  const bytes = (<usize>count) << 2;
  let lanes = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) lanes = i32x4.sub(lanes, f32x4.ne(v128.load(values + i), zero));
  let tail = 0;
  for (; i < bytes; i += 4) tail += i32(load<f32>(values + i) != 0);
  return (
    tail +
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/** Sum of squares of `count` float32, in float64 over fixed lanes: NaN or infinity in, NaN or infinity out. */
export function sumOfSquares(values: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const bytes = (<usize>count) << 2;
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const x = v128.load(values + i);
    const a = f64x2.promote_low_f32x4(x);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  let tail: f64 = 0;
  for (; i < bytes; i += 4) {
    const x = <f64>load<f32>(values + i);
    tail += x * x;
  }
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1) + tail;
}
