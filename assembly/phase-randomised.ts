/**
 * Maps with the amplitude spectrum of a map and random phases. Four of them at a time, one a lane, so that nothing is rearranged.
 * Plain reference: tests/support/reference/null-maps.ts.
 */
import { cosPast, cosSmall, sinPast, sinSmall } from "./math";
import { uniformColumns } from "./rng";

/** Bytes of a complex number of four maps: two vectors of real parts, two of imaginary ones. */
const COMPLEX: i32 = 64;

const halfOf = (bins: i32): i32 => (bins >> 1) + 1;

/** Bytes of scratch memory `phaseRandomised` needs. */
export function phaseRandomisedScratchBytes(bins: i32): i32 {
  const frequencies = bins * halfOf(bins);
  const draws = (frequencies + 1) & ~1;
  return 2 * frequencies * COMPLEX + draws * 32;
}

/**
 * Maps first … first + count - 1, at most four. Draw ky * (bins / 2 + 1) + kx is the phase of frequency (ky, kx) as a share of a turn;
 * frequencies that are their own conjugates take a sign instead, and the mean stays. Amplitudes are kept to 1e-12 of the largest.
 * @param map [bins, bins] float64: where it is NaN, all maps are
 * @param amplitudes [bins, bins / 2 + 1] float64 of its spectrum over bins^2, that of frequency 0 with its sign
 * @param circle [bins, 2] float64: cosine and sine of k / bins of a turn
 * @param out [count, bins, bins] float64
 */
export function phaseRandomised(
  map: usize,
  amplitudes: usize,
  circle: usize,
  out: usize,
  scratch: usize,
  bins: i32,
  key0: i32,
  key1: i32,
  first: f64,
  count: i32,
): void {
  const half = halfOf(bins);
  const spectrum = scratch;
  const columns = spectrum + <usize>(bins * half * COMPLEX);
  const draws = columns + <usize>(bins * half * COMPLEX);
  uniformColumns(key0, key1, first, 0, bins * half, draws);
  for (let ky = 0; ky < bins; ky++) {
    for (let kx = 0; kx < half; kx++) {
      const alone = kx == 0 || 2 * kx == bins;
      const mirrored = alone && 2 * ky > bins;
      const from = (mirrored ? bins - ky : ky) * half + kx;
      const amplitude = load<f64>(amplitudes + ((<usize>from) << 3));
      const to = spectrum + <usize>((ky * half + kx) * COMPLEX);
      const own = alone && (ky == 0 || 2 * ky == bins);
      for (let pair: usize = 0; pair < 32; pair += 16) {
        const draw = v128.load(draws + ((<usize>from) << 5) + pair);
        if (own) storeSign(to + pair, draw, amplitude, from == 0);
        else storePhase(to + pair, draw, amplitude, mirrored);
      }
    }
  }
  turnColumns(spectrum, columns, circle, bins, half);
  turnRows(columns, map, circle, out, bins, half, count);
}

function storeSign(to: usize, draw: v128, amplitude: f64, fixed: bool): void {
  const positive = f64x2.splat(amplitude);
  const sign = f64x2.lt(draw, f64x2.splat(0.5));
  v128.store(to, fixed ? positive : v128.bitselect(positive, f64x2.neg(positive), sign));
  v128.store(to, f64x2.splat(0), 32);
}

function storePhase(to: usize, draw: v128, amplitude: f64, conjugate: bool): void {
  const quarters = f64x2.nearest(f64x2.mul(draw, f64x2.splat(4)));
  const past = f64x2.sub(draw, f64x2.mul(quarters, f64x2.splat(0.25)));
  const angle = f64x2.mul(past, f64x2.splat(2 * Math.PI));
  const sine = sinSmall(angle);
  const cosine = cosSmall(angle);
  v128.store(to, f64x2.mul(f64x2.splat(amplitude), cosPast(quarters, sine, cosine)));
  const upward = conjugate ? -amplitude : amplitude;
  v128.store(to, f64x2.mul(f64x2.splat(upward), sinPast(quarters, sine, cosine)), 32);
}

/** columns[y, kx] = sum over ky of spectrum[ky, kx] e^(2 pi i ky y / bins); y and bins - y share their products. */
function turnColumns(spectrum: usize, columns: usize, circle: usize, bins: i32, half: i32): void {
  const row = <usize>(half * COMPLEX);
  for (let y = 0; 2 * y <= bins; y++) {
    const opposite = y == 0 ? 0 : bins - y;
    for (let kx = 0; kx < half; kx++) {
      const at = <usize>(kx * COMPLEX);
      for (let pair: usize = 0; pair < 32; pair += 16) {
        let real = f64x2.splat(0);
        let imaginary = f64x2.splat(0);
        let turnedReal = f64x2.splat(0);
        let turnedImaginary = f64x2.splat(0);
        let from = spectrum + at + pair;
        let turn = 0;
        for (let ky = 0; ky < bins; ky++) {
          const cosine = v128.load64_splat(circle + ((<usize>turn) << 4));
          const sine = v128.load64_splat(circle + ((<usize>turn) << 4), 8);
          const a = v128.load(from);
          const b = v128.load(from, 32);
          real = f64x2.add(real, f64x2.mul(a, cosine));
          imaginary = f64x2.add(imaginary, f64x2.mul(b, cosine));
          turnedReal = f64x2.add(turnedReal, f64x2.mul(b, sine));
          turnedImaginary = f64x2.add(turnedImaginary, f64x2.mul(a, sine));
          from += row;
          turn += y;
          if (turn >= bins) turn -= bins;
        }
        const to = columns + <usize>y * row + at + pair;
        v128.store(to, f64x2.sub(real, turnedReal));
        v128.store(to, f64x2.add(imaginary, turnedImaginary), 32);
        const other = columns + <usize>opposite * row + at + pair;
        if (opposite == y) continue;
        v128.store(other, f64x2.add(real, turnedReal));
        v128.store(other, f64x2.sub(imaginary, turnedImaginary), 32);
      }
    }
  }
}

/** out[y, x] = the real sum over all kx, of which those past the half are conjugates of those before. */
function turnRows(
  columns: usize,
  map: usize,
  circle: usize,
  out: usize,
  bins: i32,
  half: i32,
  count: i32,
): void {
  const row = <usize>(half * COMPLEX);
  for (let y = 0; y < bins; y++) {
    for (let x = 0; 2 * x <= bins; x++) {
      const opposite = x == 0 ? 0 : bins - x;
      for (let pair = 0; pair < 2; pair++) {
        let even = f64x2.splat(0);
        let odd = f64x2.splat(0);
        let from = columns + <usize>y * row + ((<usize>pair) << 4);
        let turn = 0;
        for (let kx = 0; kx < half; kx++) {
          const twice: f64 = kx == 0 || 2 * kx == bins ? 1 : 2;
          const cosine = f64x2.splat(twice * load<f64>(circle + ((<usize>turn) << 4)));
          const sine = f64x2.splat(twice * load<f64>(circle + ((<usize>turn) << 4), 8));
          even = f64x2.add(even, f64x2.mul(v128.load(from), cosine));
          odd = f64x2.add(odd, f64x2.mul(v128.load(from, 32), sine));
          from += COMPLEX;
          turn += x;
          if (turn >= bins) turn -= bins;
        }
        storePair(map, out, y * bins + x, f64x2.sub(even, odd), bins, 2 * pair, count);
        if (opposite != x)
          storePair(map, out, y * bins + opposite, f64x2.add(even, odd), bins, 2 * pair, count);
      }
    }
  }
}

function storePair(map: usize, out: usize, bin: i32, values: v128, bins: i32, first: i32, count: i32): void {
  const at = (<usize>bin) << 3;
  const size = (<usize>(bins * bins)) << 3;
  const visited = !isNaN(load<f64>(map + at));
  if (first < count)
    store<f64>(out + <usize>first * size + at, visited ? f64x2.extract_lane(values, 0) : NaN);
  if (first + 1 < count)
    store<f64>(out + <usize>(first + 1) * size + at, visited ? f64x2.extract_lane(values, 1) : NaN);
}
