/** What the gradients of dense layers need beside the matrix product: sums of columns, and a way to read a table of products. */

/**
 * out [columns] = sum over `samples` rows of source [samples, stride], in float64 and in the order of the rows, then rounded once:
 * the same bits for a column wherever it stands. This is the gradient of a bias.
 */
export function columnSums(source: usize, samples: i32, columns: i32, stride: i32, out: usize): void {
  const step = (<usize>stride) << 2;
  const bytes = (<usize>columns) << 2;
  let i: usize = 0;
  for (; i + 64 <= bytes; i += 64) sixteenSums(source + i, samples, step, out + i);
  for (; i < bytes; i += 4) {
    let sum: f64 = 0;
    let at = source + i;
    for (let sample = 0; sample < samples; sample++) {
      sum += <f64>load<f32>(at);
      at += step;
    }
    store<f32>(out + i, <f32>sum);
  }
}

/** Sixteen columns, a cache line: as many sums as the registers hold. */
function sixteenSums(source: usize, samples: i32, step: usize, out: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (let sample = 0; sample < samples; sample++) {
    const a = v128.load(source);
    const b = v128.load(source, 16);
    const c = v128.load(source, 32);
    const d = v128.load(source, 48);
    a0 = f64x2.add(a0, f64x2.promote_low_f32x4(a));
    a1 = f64x2.add(a1, promoteHigh(a));
    b0 = f64x2.add(b0, f64x2.promote_low_f32x4(b));
    b1 = f64x2.add(b1, promoteHigh(b));
    c0 = f64x2.add(c0, f64x2.promote_low_f32x4(c));
    c1 = f64x2.add(c1, promoteHigh(c));
    d0 = f64x2.add(d0, f64x2.promote_low_f32x4(d));
    d1 = f64x2.add(d1, promoteHigh(d));
    source += step;
  }
  v128.store(out, demotePair(a0, a1));
  v128.store(out, demotePair(b0, b1), 16);
  v128.store(out, demotePair(c0, c1), 32);
  v128.store(out, demotePair(d0, d1), 48);
}

function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
}

function demotePair(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Lets a job read a number that the main thread left in memory. */
export function loadFloat64(source: usize): f64 {
  return load<f64>(source);
}
