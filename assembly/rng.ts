/**
 * Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * The key names a stream, the counter is (draw block, item low, item high, 0); a block is four 32-bit words and gives two
 * draws. So draw j of item i is the same whatever else is asked for, in any order and on any thread.
 * Lanes are four consecutive items. Plain reference: tests/support/reference/philox.ts.
 */
import { cosPast, cosSmall, logNormalF64x2, sinPast, sinSmall } from "./math";

const MULTIPLIER_0: i32 = 0xd2511f53;
const MULTIPLIER_1: i32 = 0xcd9e8d57;
const WEYL_0: i32 = 0x9e3779b9;
const WEYL_1: i32 = 0xbb67ae85;

const UNIFORM: i32 = 0;
const NORMAL: i32 = 1;
const TWO_TO_24: f64 = 16777216;
/** Draws of one pass of `fillRandom`; its scratch memory holds that many for four items. */
const PASS: i32 = 64;

/** Bytes of scratch memory `fillRandom` needs. */
export function fillRandomScratchBytes(): i32 {
  return PASS * 32;
}

/**
 * Fills out [items, draws] with draws 0, 1, … of items first, first + 1, …
 * distribution 0: uniform in [0, 1), 52 bits in float64, 24 bits in float32. 1: standard normal (Box-Muller).
 * 2: Rayleigh of scale 1. `wide` 1: out is float64, else float32. `first` is a whole number below 2^53.
 */
export function fillRandom(
  out: usize,
  scratch: usize,
  distribution: i32,
  key0: i32,
  key1: i32,
  first: f64,
  items: i32,
  draws: i32,
  wide: i32,
): void {
  const row = (<usize>draws) << (2 + wide);
  for (let item = 0; item < items; item += 4) {
    const rows = min(4, items - item);
    for (let draw = 0; draw < draws; draw += PASS) {
      const count = min(PASS, draws - draw);
      const to = out + <usize>item * row + ((<usize>draw) << (2 + wide));
      if (distribution == UNIFORM) uniformColumns(key0, key1, first + <f64>item, draw >> 1, count, scratch);
      else if (distribution == NORMAL)
        normalColumns(key0, key1, first + <f64>item, draw >> 1, count, scratch);
      else rayleighColumns(key0, key1, first + <f64>item, draw >> 1, count, scratch);
      if (wide) copyColumns64(scratch, count, rows, to, row);
      else if (distribution == UNIFORM) truncateColumns32(scratch, count, rows, to, row);
      else roundColumns32(scratch, count, rows, to, row);
    }
  }
}

/** Philox4x32-10 of one counter, four words at `counter`, in `out` as draws of four equal items [2, 4] float64 bits. For tests. */
export function philox(counter: usize, out: usize, key0: i32, key1: i32): void {
  const c0 = v128.load32_splat(counter);
  const c1 = v128.load32_splat(counter, 4);
  const c2 = v128.load32_splat(counter, 8);
  const c3 = v128.load32_splat(counter, 12);
  oneBlock(key0, key1, c0, c1, c2, c3, out);
}

/** out [draws rounded up to even, 4] float64: uniform draws from block `block` on, of four items from `first` on. */
export function uniformColumns(key0: i32, key1: i32, first: f64, block: i32, draws: i32, out: usize): void {
  wordColumns(key0, key1, first, block, draws, out);
  const one = f64x2.splat(1);
  const end = out + ((<usize>((draws + 1) & ~1)) << 5);
  for (; out < end; out += 16) v128.store(out, f64x2.sub(oneToTwo(v128.load(out)), one));
}

/** Like uniformColumns, Rayleigh of scale 1: sqrt(-2 ln(1 - u)). */
export function rayleighColumns(key0: i32, key1: i32, first: f64, block: i32, draws: i32, out: usize): void {
  wordColumns(key0, key1, first, block, draws, out);
  const end = out + ((<usize>((draws + 1) & ~1)) << 5);
  for (; out < end; out += 16) v128.store(out, radius(v128.load(out)));
}

/** Like uniformColumns, standard normal: each block gives r cos and r sin of Box-Muller. */
export function normalColumns(key0: i32, key1: i32, first: f64, block: i32, draws: i32, out: usize): void {
  wordColumns(key0, key1, first, block, draws, out);
  const end = out + ((<usize>((draws + 1) & ~1)) << 5);
  for (; out < end; out += 64) {
    boxMuller(out);
    boxMuller(out + 16);
  }
}

/** Turns the words of draws 2b at `at` and 2b + 1 at `at + 32`, two items, into two normal draws each. */
function boxMuller(at: usize): void {
  const r = radius(v128.load(at));
  const turns = f64x2.sub(oneToTwo(v128.load(at, 32)), f64x2.splat(1));
  const n = f64x2.nearest(f64x2.mul(turns, f64x2.splat(4)));
  const past = f64x2.sub(turns, f64x2.mul(n, f64x2.splat(0.25)));
  const angle = f64x2.mul(past, f64x2.splat(2 * Math.PI));
  const sine = sinSmall(angle);
  const cosine = cosSmall(angle);
  v128.store(at, f64x2.mul(r, cosPast(n, sine, cosine)));
  v128.store(at, f64x2.mul(r, sinPast(n, sine, cosine)), 32);
}

/** 64 random bits to sqrt(-2 ln(1 - u)); 1 - u lies in (0, 1]. */
function radius(words: v128): v128 {
  const complement = f64x2.sub(f64x2.splat(2), oneToTwo(words));
  return f64x2.sqrt(f64x2.mul(f64x2.splat(-2), logNormalF64x2(complement)));
}

/** 64 random bits to a number in [1, 2): their upper 52 are the mantissa. */
function oneToTwo(words: v128): v128 {
  return v128.or(i64x2.shr_u(words, 12), f64x2.splat(1));
}

/** out [draws rounded up to even, 4]: the 64 random bits of each draw, low word first. */
function wordColumns(key0: i32, key1: i32, first: f64, block: i32, draws: i32, out: usize): void {
  const item = i64x2.add(i64x2.splat(<i64>first), i64x2(0, 1));
  const next = i64x2.add(item, i64x2.splat(2));
  const low = v128.shuffle<i32>(item, next, 0, 2, 4, 6);
  const high = v128.shuffle<i32>(item, next, 1, 3, 5, 7);
  const end = block + ((draws + 1) >> 1);
  for (; block + 1 < end; block += 2) {
    twoBlocks(key0, key1, block, low, high, out);
    out += 128;
  }
  if (block < end) oneBlock(key0, key1, i32x4.splat(block), low, high, i32x4.splat(0), out);
}

/** Ten rounds on four counters; stores the words as two 64-bit draws of four items. */
function oneBlock(key0: i32, key1: i32, c0: v128, c1: v128, c2: v128, c3: v128, out: usize): void {
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  for (let round = 0; round < 10; round++) {
    const a = i64x2.extmul_low_i32x4_u(c0, m0);
    const b = i64x2.extmul_high_i32x4_u(c0, m0);
    const c = i64x2.extmul_low_i32x4_u(c2, m1);
    const d = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), c1), i32x4.splat(key0));
    c1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), c3), i32x4.splat(key1));
    c3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  storeDraws(c0, c1, out);
  storeDraws(c2, c3, out + 32);
}

/** oneBlock for blocks `block` and block + 1: two independent chains keep the multipliers busy. */
function twoBlocks(key0: i32, key1: i32, block: i32, low: v128, high: v128, out: usize): void {
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  let c0 = i32x4.splat(block);
  let c1 = low;
  let c2 = high;
  let c3 = i32x4.splat(0);
  let e0 = i32x4.splat(block + 1);
  let e1 = low;
  let e2 = high;
  let e3 = c3;
  for (let round = 0; round < 10; round++) {
    const k0 = i32x4.splat(key0);
    const k1 = i32x4.splat(key1);
    let a = i64x2.extmul_low_i32x4_u(c0, m0);
    let b = i64x2.extmul_high_i32x4_u(c0, m0);
    let c = i64x2.extmul_low_i32x4_u(c2, m1);
    let d = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), c1), k0);
    c1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), c3), k1);
    c3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    a = i64x2.extmul_low_i32x4_u(e0, m0);
    b = i64x2.extmul_high_i32x4_u(e0, m0);
    c = i64x2.extmul_low_i32x4_u(e2, m1);
    d = i64x2.extmul_high_i32x4_u(e2, m1);
    e0 = v128.xor(v128.xor(v128.shuffle<i32>(c, d, 1, 3, 5, 7), e1), k0);
    e1 = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
    e2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), e3), k1);
    e3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  storeDraws(c0, c1, out);
  storeDraws(c2, c3, out + 32);
  storeDraws(e0, e1, out + 64);
  storeDraws(e2, e3, out + 96);
}

/** Low and high words of four items as four 64-bit numbers. */
function storeDraws(low: v128, high: v128, out: usize): void {
  v128.store(out, v128.shuffle<i32>(low, high, 0, 4, 1, 5));
  v128.store(out, v128.shuffle<i32>(low, high, 2, 6, 3, 7), 16);
}

function copyColumns64(columns: usize, draws: i32, items: i32, out: usize, row: usize): void {
  for (let draw = 0; draw < draws; draw++) {
    for (let item = 0; item < items; item++) {
      store<f64>(out + <usize>item * row, load<f64>(columns + ((<usize>item) << 3)));
    }
    columns += 32;
    out += 8;
  }
}

function roundColumns32(columns: usize, draws: i32, items: i32, out: usize, row: usize): void {
  for (let draw = 0; draw < draws; draw++) {
    for (let item = 0; item < items; item++) {
      store<f32>(out + <usize>item * row, <f32>load<f64>(columns + ((<usize>item) << 3)));
    }
    columns += 32;
    out += 4;
  }
}

/** Keeps the upper 24 bits, so that a uniform draw never rounds up to 1. */
function truncateColumns32(columns: usize, draws: i32, items: i32, out: usize, row: usize): void {
  for (let draw = 0; draw < draws; draw++) {
    for (let item = 0; item < items; item++) {
      const u = load<f64>(columns + ((<usize>item) << 3));
      store<f32>(out + <usize>item * row, <f32>(floor(u * TWO_TO_24) / TWO_TO_24));
    }
    columns += 32;
    out += 4;
  }
}
