/** Rows of float32 whose last vector need not be whole, and what is left when a row is folded into one vector. */

/** How many elements, 0 to 3, the last vector of a row has that is not whole. */
export function restOf(bytes: usize): usize {
  return (bytes >> 2) & 3;
}

export function orZero(x: v128, count: usize): v128 {
  return v128.and(x, present(count));
}

export function orInfinity(x: v128, count: usize): v128 {
  return v128.bitselect(x, f32x4.splat(Infinity), present(count));
}

/** All ones in the first `count` lanes. */
function present(count: usize): v128 {
  return i32x4.gt_s(i32x4.splat(<i32>count), i32x4(0, 1, 2, 3));
}

export function loadPart(from: usize, count: usize): v128 {
  if (count == 4) return v128.load(from);
  let x = v128.load32_zero(from);
  if (count > 1) x = v128.load_lane<f32>(from, x, 1, 4);
  if (count > 2) x = v128.load_lane<f32>(from, x, 2, 8);
  return x;
}

export function storePart(to: usize, x: v128, count: usize): void {
  if (count == 4) {
    v128.store(to, x);
    return;
  }
  v128.store_lane<f32>(to, x, 0);
  if (count > 1) v128.store_lane<f32>(to, x, 1, 4);
  if (count > 2) v128.store_lane<f32>(to, x, 2, 8);
}

export function sumOfLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

export function leastLane(x: v128): f32 {
  const pairs = f32x4.pmin(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return min(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** Four elements, or one in every lane. */
export function loadUnits<Units>(from: usize): v128 {
  return sizeof<Units>() == 16 ? v128.load(from) : v128.load32_splat(from);
}

export function storeUnits<Units>(to: usize, x: v128): void {
  if (sizeof<Units>() == 16) v128.store(to, x);
  else v128.store_lane<f32>(to, x, 0);
}
