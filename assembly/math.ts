/**
 * Elementary functions on SIMD lanes. Error bounds are in units in the last place of the result; tests/unit/assembly/math.test.ts
 * measures them. Imported by kernels; arrays go through math-array.ts.
 * Methods: Cephes expf; FDLIBM exp, log, sin, cos. Plain references are the functions of Math.
 */

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const TWO_OVER_PI: f64 = 0.6366197723675814;
/** Quarter of a turn in three parts; the first two have 33 bits, so that their products with n < 2^20 are exact. */
const HALF_PI_1: f64 = 1.5707963267341256;
const HALF_PI_2: f64 = 6.077100506303966e-11;
const HALF_PI_3: f64 = 2.0222662487959506e-21;
/** Adding them leaves the nearest whole number in the low bits of a float64 or float32. */
const ROUNDER: f64 = 6755399441055744.0;
const ROUNDER_32: f32 = 12582912.0;
const SIGN: i64 = -0x8000000000000000;

/**
 * e^x of four float32. At most 1 ulp. Results below the smallest normal number 1.1755e-38 (x < -87.3365) are 0,
 * above 3.4028e38 (x > 88.7228) infinity; NaN stays NaN.
 */
export function expF32x4(x: v128): v128 {
  const y = v128.andnot(expNormalF32x4(x), f32x4.lt(x, f32x4.splat(-87.33654)));
  const bounded = v128.bitselect(f32x4.splat(Infinity), y, f32x4.gt(x, f32x4.splat(88.72283)));
  return v128.or(bounded, f32x4.ne(x, x));
}

/** e^x of four float32 that are at most 88.722: as above otherwise. */
export function expBelowF32x4(x: v128): v128 {
  return v128.andnot(expNormalF32x4(x), f32x4.lt(x, f32x4.splat(-87.33654)));
}

/** e^x of four float32 in [-87.336, 88.722]: at most 1 ulp. Anything else, NaN too, gives nonsense. */
export function expNormalF32x4(x: v128): v128 {
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(<f32>Math.LOG2E)), f32x4.splat(ROUNDER_32));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER_32));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = horner32(p, r, 1.3981999507e-3);
  p = horner32(p, r, 8.3334519073e-3);
  p = horner32(p, r, 4.1665795894e-2);
  p = horner32(p, r, 1.6666665459e-1);
  p = horner32(p, r, 5.0000001201e-1);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/**
 * 2^x of four float32 in [-126, 127.5): at most 1.3 ulp. Anything else, NaN too, gives nonsense.
 * Method: 2^n times a polynomial fitted to 2^r, |r| <= 1/2, with the least relative error, 2e-9.
 */
export function exp2NormalF32x4(x: v128): v128 {
  const shifted = f32x4.add(x, f32x4.splat(ROUNDER_32));
  const r = f32x4.sub(x, f32x4.sub(shifted, f32x4.splat(ROUNDER_32)));
  let p = f32x4.splat(1.5353362e-4);
  p = horner32(p, r, 1.3398875e-3);
  p = horner32(p, r, 9.6184369e-3);
  p = horner32(p, r, 5.5503324e-2);
  p = horner32(p, r, 2.4022648e-1);
  p = horner32(p, r, 6.9314718e-1);
  p = horner32(p, r, 1);
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

/**
 * tanh of four float32: at most 1.34 ulp (0.78 below 0.625), measured on every float32. NaN stays NaN.
 * A polynomial (Cephes tanhf) below 0.625, 1 - 2 / (exp(2|x|) + 1) above.
 */
export function tanhF32x4(x: v128): v128 {
  const one = f32x4.splat(1);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = horner32(p, square, 2.06390887954e-2);
  p = horner32(p, square, -5.37397155531e-2);
  p = horner32(p, square, 1.33314422036e-1);
  p = horner32(p, square, -3.33332819422e-1);
  const small = f32x4.add(x, f32x4.mul(x, f32x4.mul(square, p)));
  const magnitude = f32x4.abs(x);
  const growth = expF32x4(f32x4.add(magnitude, magnitude));
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(growth, one)));
  const signed = v128.or(large, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(small, signed, f32x4.lt(magnitude, f32x4.splat(0.625)));
}

/**
 * The logistic function 1 / (1 + e^-x) of four float32: at most 2.49 ulp (1.5 above 0), measured on every float32.
 * Results below 2.94e-39 (x < -88.7228) are 0; NaN stays NaN.
 */
export function sigmoidF32x4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, expF32x4(f32x4.neg(x))));
}

/**
 * e^x of two float64. At most 1 ulp. Results below the smallest normal number 2.2251e-308 (x < -708.3964) are 0,
 * above 1.7977e308 (x > 709.7827) infinity; NaN stays NaN.
 */
export function expF64x2(x: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(Math.LOG2E)), f64x2.splat(ROUNDER));
  const n = f64x2.sub(shifted, f64x2.splat(ROUNDER));
  const high = f64x2.sub(x, f64x2.mul(n, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(n, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  let p = f64x2.splat(4.1381367970572385e-8);
  p = horner64(p, t, -1.6533902205465252e-6);
  p = horner64(p, t, 6.613756321437934e-5);
  p = horner64(p, t, -0.0027777777777015593);
  p = horner64(p, t, 0.16666666666666602);
  const c = f64x2.sub(r, f64x2.mul(p, t));
  const fraction = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  let y = f64x2.add(f64x2.splat(1), f64x2.add(f64x2.sub(fraction, low), high));
  y = i64x2.add(y, i64x2.shl(shifted, 52));
  y = v128.andnot(y, f64x2.lt(x, f64x2.splat(-708.3964185322641)));
  y = v128.bitselect(f64x2.splat(Infinity), y, f64x2.gt(x, f64x2.splat(709.782712893384)));
  return v128.bitselect(y, x, f64x2.eq(x, x));
}

/** Natural logarithm of two positive, normal, finite float64: at most 1 ulp. Anything else gives nonsense. */
export function logNormalF64x2(x: v128): v128 {
  const shifted = i64x2.add(x, i64x2.splat(0x0009_5f62_0000_0000));
  const k = f64x2.sub(
    v128.or(i64x2.shr_u(shifted, 52), f64x2.splat(4503599627370496.0)),
    f64x2.splat(4503599627370496.0 + 1023.0),
  );
  const mantissa = v128.and(shifted, i64x2.splat(0x000f_ffff_ffff_ffff));
  const f = f64x2.sub(i64x2.add(mantissa, i64x2.splat(0x3fe6_a09e_0000_0000)), f64x2.splat(1));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  let even = f64x2.splat(0.15313837699209373);
  even = horner64(even, w, 0.22222198432149784);
  even = horner64(even, w, 0.3999999999940942);
  let odd = f64x2.splat(0.14798198605116586);
  odd = horner64(odd, w, 0.1818357216161805);
  odd = horner64(odd, w, 0.2857142874366239);
  odd = horner64(odd, w, 0.6666666666666735);
  const tail = f64x2.add(f64x2.mul(odd, z), f64x2.mul(even, w));
  let y = f64x2.mul(s, f64x2.add(half, tail));
  y = f64x2.add(y, f64x2.mul(k, f64x2.splat(LN2_LOW)));
  y = f64x2.add(f64x2.sub(y, half), f);
  return f64x2.add(y, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
}

/** Natural logarithm of two float64: at most 1 ulp. 0 gives -infinity, negative numbers NaN; infinity and NaN pass through. */
export function logF64x2(x: v128): v128 {
  const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const scaled = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984.0)), x, tiny);
  let y = logNormalF64x2(scaled);
  const back = v128.and(tiny, f64x2.splat(54));
  y = f64x2.sub(y, f64x2.mul(back, f64x2.splat(LN2_LOW)));
  y = f64x2.sub(y, f64x2.mul(back, f64x2.splat(LN2_HIGH)));
  y = v128.bitselect(y, x, f64x2.lt(x, f64x2.splat(Infinity)));
  y = v128.bitselect(f64x2.splat(-Infinity), y, f64x2.eq(x, f64x2.splat(0)));
  return v128.bitselect(f64x2.splat(NaN), y, f64x2.lt(x, f64x2.splat(0)));
}

/** The whole number of quarter turns nearest to the angle x (rad), as float64 lanes. */
export function quarterTurns(x: v128): v128 {
  return f64x2.nearest(f64x2.mul(x, f64x2.splat(TWO_OVER_PI)));
}

/** x less n quarter turns, in [-pi/4, pi/4], for |x| < 2^20 quarter turns (1.6e6 rad): at most 1 ulp. */
export function withoutQuarterTurns(x: v128, n: v128): v128 {
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(HALF_PI_1)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(HALF_PI_2)));
  return f64x2.sub(r, f64x2.mul(n, f64x2.splat(HALF_PI_3)));
}

/** Sine of r in [-pi/4, pi/4]. */
export function sinSmall(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(1.58969099521155e-10);
  p = horner64(p, z, -2.5050760253406863e-8);
  p = horner64(p, z, 2.7557313707070068e-6);
  p = horner64(p, z, -0.0001984126982985795);
  p = horner64(p, z, 0.00833333333332249);
  p = horner64(p, z, -0.16666666666666632);
  return f64x2.add(r, f64x2.mul(p, f64x2.mul(z, r)));
}

/** Cosine of r in [-pi/4, pi/4]. */
export function cosSmall(r: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(-1.1359647557788195e-11);
  p = horner64(p, z, 2.087572321298175e-9);
  p = horner64(p, z, -2.7557314351390663e-7);
  p = horner64(p, z, 2.480158728947673e-5);
  p = horner64(p, z, -0.001388888888887411);
  p = horner64(p, z, 0.0416666666666666);
  const half = f64x2.mul(f64x2.splat(0.5), z);
  const one = f64x2.sub(f64x2.splat(1), half);
  const lost = f64x2.sub(f64x2.sub(f64x2.splat(1), one), half);
  return f64x2.add(one, f64x2.add(lost, f64x2.mul(p, f64x2.mul(z, z))));
}

/** Sine of an angle n quarter turns past the one whose small sine and cosine are given. */
export function sinPast(n: v128, sine: v128, cosine: v128): v128 {
  const q = f64x2.add(n, f64x2.splat(ROUNDER));
  const value = v128.bitselect(cosine, sine, i64x2.neg(v128.and(q, i64x2.splat(1))));
  return v128.xor(value, v128.and(i64x2.shl(q, 62), i64x2.splat(SIGN)));
}

/** Cosine of an angle n quarter turns past the one whose small sine and cosine are given. */
export function cosPast(n: v128, sine: v128, cosine: v128): v128 {
  return sinPast(f64x2.add(n, f64x2.splat(1)), sine, cosine);
}

/** Sine of two float64 in rad: at most 2 ulp for |x| < 1.6e6; NaN beyond, for infinity and for NaN. */
export function sinF64x2(x: v128): v128 {
  const n = quarterTurns(x);
  const r = withoutQuarterTurns(x, n);
  return insideDomain(n, sinPast(n, sinSmall(r), cosSmall(r)));
}

/** Cosine of two float64 in rad: at most 2 ulp for |x| < 1.6e6; NaN beyond, for infinity and for NaN. */
export function cosF64x2(x: v128): v128 {
  const n = quarterTurns(x);
  const r = withoutQuarterTurns(x, n);
  return insideDomain(n, cosPast(n, sinSmall(r), cosSmall(r)));
}

function insideDomain(n: v128, y: v128): v128 {
  return v128.bitselect(y, f64x2.splat(NaN), f64x2.lt(f64x2.abs(n), f64x2.splat(1048576)));
}

/** p x + c: one step of Horner's rule. */
function horner64(p: v128, x: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(p, x), f64x2.splat(c));
}

function horner32(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c));
}
