/** Elementary functions in 320-bit fixed point, to measure the error of float32 and float64 ones. Slow and plain. */

const bits = 320n;
const one = 1n << bits;

/** A real number as fixed * 2^(exponent - 320). */
export interface Exact {
  readonly fixed: bigint;
  readonly exponent: number;
}

const multiply = (a: bigint, b: bigint): bigint => (a * b) >> bits;

/** atanh(1 / n) by its series. */
function inverseTangent(n: bigint, sign: 1n | -1n): bigint {
  let sum = 0n;
  let power = one / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = (sign * power) / (n * n);
  }
  return sum;
}

const ln2 = 2n * inverseTangent(3n, 1n);
/** Machin's formula. */
const pi = 16n * inverseTangent(5n, -1n) - 4n * inverseTangent(239n, -1n);

/** The exact value of a float64 as fixed point; for |x| from 2^-200 to 2^60. */
function toFixed(x: number): bigint {
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  const mantissa = BigInt(x * 2 ** (60 - exponent));
  const shift = BigInt(exponent - 60) + bits;
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
}

export function exactExp(x: number): Exact {
  if (x === 0) return { fixed: one, exponent: 0 };
  const exponent = Math.round(x / Math.LN2);
  return { fixed: series(toFixed(x) - BigInt(exponent) * ln2), exponent };
}

export function exactExp2(x: number): Exact {
  const exponent = Math.round(x);
  return { fixed: series(multiply(toFixedOrZero(x - exponent), ln2)), exponent };
}

/** e^r for a small r. */
function series(r: bigint): bigint {
  let sum = one;
  let term = one;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = multiply(term, r) / k;
    sum += term;
  }
  return sum;
}

/** From Math.log by one step of Halley's method on e^y = x, which triples its 53 bits; for normal numbers. */
export function exactLog(x: number): Exact {
  const exponent = Math.floor(Math.log2(x));
  const mantissa = toFixed(x / 2 ** exponent);
  const guess = toFixedOrZero(Math.log(x / 2 ** exponent));
  const power = series(guess);
  const correction = (2n * (mantissa - power) * one) / (mantissa + power);
  return { fixed: guess + correction + BigInt(exponent) * ln2, exponent: 0 };
}

const toFixedOrZero = (x: number): bigint => (x === 0 ? 0n : toFixed(x));

export function exactSin(x: number): Exact {
  return { fixed: sine(toFixedOrZero(x)), exponent: 0 };
}

export function exactCos(x: number): Exact {
  return { fixed: sine(toFixedOrZero(x) + pi / 2n), exponent: 0 };
}

function sine(angle: bigint): bigint {
  const turn = 2n * pi;
  let r = angle % turn;
  if (r > pi) r -= turn;
  if (r < -pi) r += turn;
  const square = multiply(r, r);
  let sum = r;
  let term = r;
  for (let k = 2n; term !== 0n && term !== -1n; k += 2n) {
    term = -multiply(term, square) / (k * (k + 1n));
    sum += term;
  }
  return sum;
}

/** |x - exact| in units in the last place of the exact value, for a mantissa of `mantissaBits` bits (53 or 24). */
export function errorInUlp(x: number, { fixed, exponent }: Exact, mantissaBits: number): number {
  const magnitude = (fixed < 0n ? -fixed : fixed).toString(2).length - 1;
  const ulp = BigInt(magnitude - mantissaBits + 1);
  const half = Math.trunc(exponent / 2);
  const scaled = toFixedOrZero(x / 2 ** half / 2 ** (exponent - half));
  const difference = scaled > fixed ? scaled - fixed : fixed - scaled;
  return Number((difference << 40n) >> ulp) / 2 ** 40;
}
