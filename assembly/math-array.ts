/** The functions of math.ts over arrays. `input` and `output` may be the same; nothing beyond `count` is read or written. */
import {
  cosF64x2,
  exp2NormalF32x4,
  expF32x4,
  expF64x2,
  logF64x2,
  sigmoidF32x4,
  sinF64x2,
  tanhF32x4,
} from "./math";

const EXP: i32 = 0;
const LOG: i32 = 1;
const SIN: i32 = 2;
const TANH: i32 = 4;
const SIGMOID: i32 = 5;

/** output = e^input, `count` float32: at most 1 ulp; see expF32x4. */
export function expFloat32(input: usize, output: usize, count: i32): void {
  map32(EXP, input, output, count);
}

/** output = 2^input, `count` float32 in [-126, 127.5): at most 1.3 ulp; see exp2NormalF32x4. */
export function exp2Float32(input: usize, output: usize, count: i32): void {
  map32(EXP + 1, input, output, count);
}

/** output = tanh input, `count` float32: at most 1.34 ulp; see tanhF32x4. */
export function tanhFloat32(input: usize, output: usize, count: i32): void {
  map32(TANH, input, output, count);
}

/** output = 1 / (1 + e^-input), `count` float32: at most 2.49 ulp; see sigmoidF32x4. */
export function sigmoidFloat32(input: usize, output: usize, count: i32): void {
  map32(SIGMOID, input, output, count);
}

/** output = e^input, `count` float64: at most 1 ulp; see expF64x2. */
export function expFloat64(input: usize, output: usize, count: i32): void {
  map(EXP, input, output, count);
}

/** output = ln input, `count` float64: at most 1 ulp; see logF64x2. */
export function logFloat64(input: usize, output: usize, count: i32): void {
  map(LOG, input, output, count);
}

/** output = sin input, `count` float64 in rad: at most 2 ulp; see sinF64x2. */
export function sinFloat64(input: usize, output: usize, count: i32): void {
  map(SIN, input, output, count);
}

/** output = cos input, `count` float64 in rad: at most 2 ulp; see cosF64x2. */
export function cosFloat64(input: usize, output: usize, count: i32): void {
  map(SIN + 1, input, output, count);
}

function map32(what: i32, input: usize, output: usize, count: i32): void {
  const end = input + ((<usize>(count & ~3)) << 2);
  const shift = output - input;
  for (let at = input; at < end; at += 16) v128.store(at + shift, apply32(what, v128.load(at)));
  for (let at = end; at < input + ((<usize>count) << 2); at += 4) {
    v128.store_lane<f32>(at + shift, apply32(what, v128.load32_splat(at)), 0);
  }
}

function apply32(what: i32, x: v128): v128 {
  if (what == EXP) return expF32x4(x);
  if (what == TANH) return tanhF32x4(x);
  return what == SIGMOID ? sigmoidF32x4(x) : exp2NormalF32x4(x);
}

function map(what: i32, input: usize, output: usize, count: i32): void {
  const end = input + ((<usize>(count & ~1)) << 3);
  const shift = output - input;
  for (let at = input; at < end; at += 16) v128.store(at + shift, apply(what, v128.load(at)));
  if (count & 1) v128.store_lane<f64>(end + shift, apply(what, v128.load64_splat(end)), 0);
}

function apply(what: i32, x: v128): v128 {
  if (what == EXP) return expF64x2(x);
  if (what == LOG) return logF64x2(x);
  return what == SIN ? sinF64x2(x) : cosF64x2(x);
}
