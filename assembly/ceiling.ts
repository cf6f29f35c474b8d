/** What one core can do at best, measured by bench/ beside every kernel: not used for anything else. */

/**
 * `turns` times fourteen independent float32 SIMD multiply-adds that never leave the registers: 112 operations a turn.
 * Fourteen chains hide the latency, two registers hold the constants.
 * @returns a number that depends on all of them, so that nothing can be left out
 */
export function multiplyAddCeiling(turns: i32, x: f32): f32 {
  const factor = f32x4.splat(x);
  const term = f32x4.splat(x * 0.5);
  let a = f32x4.splat(0.01);
  let b = f32x4.splat(0.02);
  let c = f32x4.splat(0.03);
  let d = f32x4.splat(0.04);
  let e = f32x4.splat(0.05);
  let f = f32x4.splat(0.06);
  let g = f32x4.splat(0.07);
  let h = f32x4.splat(0.08);
  let i = f32x4.splat(0.09);
  let j = f32x4.splat(0.1);
  let k = f32x4.splat(0.11);
  let l = f32x4.splat(0.12);
  let m = f32x4.splat(0.13);
  let n = f32x4.splat(0.14);
  for (let turn = 0; turn < turns; turn++) {
    a = f32x4.add(f32x4.mul(a, factor), term);
    b = f32x4.add(f32x4.mul(b, factor), term);
    c = f32x4.add(f32x4.mul(c, factor), term);
    d = f32x4.add(f32x4.mul(d, factor), term);
    e = f32x4.add(f32x4.mul(e, factor), term);
    f = f32x4.add(f32x4.mul(f, factor), term);
    g = f32x4.add(f32x4.mul(g, factor), term);
    h = f32x4.add(f32x4.mul(h, factor), term);
    i = f32x4.add(f32x4.mul(i, factor), term);
    j = f32x4.add(f32x4.mul(j, factor), term);
    k = f32x4.add(f32x4.mul(k, factor), term);
    l = f32x4.add(f32x4.mul(l, factor), term);
    m = f32x4.add(f32x4.mul(m, factor), term);
    n = f32x4.add(f32x4.mul(n, factor), term);
  }
  let sum = f32x4.add(a, b);
  sum = f32x4.add(sum, c);
  sum = f32x4.add(sum, d);
  sum = f32x4.add(sum, e);
  sum = f32x4.add(sum, f);
  sum = f32x4.add(sum, g);
  sum = f32x4.add(sum, h);
  sum = f32x4.add(sum, i);
  sum = f32x4.add(sum, j);
  sum = f32x4.add(sum, k);
  sum = f32x4.add(sum, l);
  sum = f32x4.add(sum, m);
  sum = f32x4.add(sum, n);
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}

/** Copies `bytes` (a multiple of 16) with SIMD loads and stores. */
export function copyCeiling(target: usize, source: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) v128.store(target + i, v128.load(source + i));
}
