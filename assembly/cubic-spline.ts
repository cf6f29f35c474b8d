/** Cubic B-spline coefficients of a point-symmetric float64 image. Plain reference: tests/support/reference/grid-score.ts. */

/** Pole of the cubic B-spline's inverse filter: sqrt(3) - 2. */
const POLE: f64 = -0.2679491924311227;
/** POLE ** HORIZON < 1e-17: what lies farther away does not reach the last digit. */
const HORIZON: i32 = 30;
/** Mirrored columns and rows around the coefficients: the taps of a sample may reach one before and two behind. */
const BEFORE: i32 = 1;
const AROUND: i32 = 3;

/** Elements between rows of the coefficients of a size x size image. */
export function splineStride(size: i32): i32 {
  return size + AROUND;
}

/** Bytes of scratch memory `splineCoefficients` needs. */
export function splineScratchBytes(size: i32): i32 {
  return (size * (size + 1) * 2) << 3;
}

/**
 * Coefficients [size + 3, size + 3] of the interpolating spline of `image` [size, size], mirrored about the outer
 * pixels; **transposed**: element (column + 1, row + 1). The image must be point-symmetric and `size` odd; only
 * half of it is filtered, the other half follows. Error: below 1e-15 times the largest pixel.
 */
export function splineCoefficients(image: usize, coefficients: usize, scratch: usize, size: i32): void {
  const half = (size + 1) / 2;
  // An even number of columns, for pairs.
  const width = (half + 1) & ~1;
  const last = size - 1;
  const down = scratch;
  const across = scratch + ((<usize>(size * width)) << 3);
  for (let row = 0; row < size; row++) {
    const bytes = (<usize>width) << 3;
    memory.copy(down + <usize>row * bytes, image + ((<usize>(row * size)) << 3), bytes);
  }
  filterColumns(down, size, width);
  for (let column = 0; column < size; column++) {
    const mirrored = column >= half;
    for (let row = 0; row < width; row++) {
      const at = mirrored ? (last - row) * width + last - column : row * width + column;
      store<f64>(across + ((<usize>(column * width + row)) << 3), load<f64>(down + ((<usize>at) << 3)));
    }
  }
  filterColumns(across, size, width);
  writeMirrored(across, coefficients, size, half, width);
}

/** Turns the columns of `values` [size, width] into spline coefficients, two columns at a time. */
function filterColumns(values: usize, size: i32, width: i32): void {
  const stride = (<usize>width) << 3;
  const end = values + <usize>(size - 1) * stride;
  const pole = f64x2.splat(POLE);
  const gain = f64x2.splat(6);
  const tail = f64x2.splat(POLE / (POLE * POLE - 1));
  for (let offset: usize = 0; offset < stride; offset += 16) {
    const start = values + offset;
    const stop = end + offset;
    v128.store(start, f64x2.mul(gain, firstCausal(start, stride, size)));
  }
  for (let row = values + stride; row <= end; row += stride) {
    const above = row - stride;
    for (let offset: usize = 0; offset < stride; offset += 16) {
      const value = f64x2.mul(gain, v128.load(row + offset));
      v128.store(row + offset, f64x2.add(value, f64x2.mul(pole, v128.load(above + offset))));
    }
  }
  for (let offset: usize = 0; offset < stride; offset += 16) {
    const before = v128.load(end - stride + offset);
    const sum = f64x2.add(v128.load(end + offset), f64x2.mul(pole, before));
    v128.store(end + offset, f64x2.mul(tail, sum));
  }
  for (let row = end; row > values; row -= stride) {
    const above = row - stride;
    for (let offset: usize = 0; offset < stride; offset += 16) {
      const difference = f64x2.sub(v128.load(row + offset), v128.load(above + offset));
      v128.store(above + offset, f64x2.mul(pole, difference));
    }
  }
}

/** Sum of POLE ** k times the k-th pixel of two columns, mirrored about their ends. */
function firstCausal(start: usize, stride: usize, size: i32): v128 {
  const period = 2 * size - 2;
  let sum = v128.load(start);
  let power: f64 = POLE;
  for (let k = 1; k < HORIZON; k++) {
    const at = k % period;
    const row = at < size ? at : period - at;
    sum = f64x2.add(sum, f64x2.mul(f64x2.splat(power), v128.load(start + <usize>row * stride)));
    power *= POLE;
  }
  return sum;
}

/** Completes the half-filled `across` by point symmetry and surrounds it with its mirror image. */
function writeMirrored(across: usize, coefficients: usize, size: i32, half: i32, width: i32): void {
  const stride = splineStride(size);
  const last = size - 1;
  for (let column = 0; column < size; column++) {
    const out = coefficients + ((<usize>((column + BEFORE) * stride)) << 3);
    for (let row = 0; row < size; row++) {
      const at = row < half ? column * width + row : (last - column) * width + last - row;
      store<f64>(out + ((<usize>(row + BEFORE)) << 3), load<f64>(across + ((<usize>at) << 3)));
    }
    store<f64>(out, load<f64>(out, 16));
    const right = out + ((<usize>size) << 3);
    store<f64>(right, load<f64>(right - 8), 8);
    store<f64>(right, load<f64>(right - 16), 16);
  }
  const bytes = (<usize>stride) << 3;
  const bottom = coefficients + <usize>size * bytes;
  memory.copy(coefficients, coefficients + 2 * bytes, bytes);
  memory.copy(bottom + bytes, bottom - bytes, bytes);
  memory.copy(bottom + 2 * bytes, bottom - 2 * bytes, bytes);
}

/**
 * Value of the spline between the pixels.
 * @param taps address of the first of 4 x 4 coefficients @param stride bytes between their rows
 * @param weights four for the rows, then four for the columns
 */
export function splineSample(taps: usize, stride: usize, weights: usize): f64 {
  const second = taps + stride;
  const third = second + stride;
  const fourth = third + stride;
  const w0 = v128.load64_splat(weights);
  const w1 = v128.load64_splat(weights, 8);
  const w2 = v128.load64_splat(weights, 16);
  const w3 = v128.load64_splat(weights, 24);
  const left = f64x2.add(
    f64x2.add(f64x2.mul(w0, v128.load(taps)), f64x2.mul(w1, v128.load(second))),
    f64x2.add(f64x2.mul(w2, v128.load(third)), f64x2.mul(w3, v128.load(fourth))),
  );
  const right = f64x2.add(
    f64x2.add(f64x2.mul(w0, v128.load(taps, 16)), f64x2.mul(w1, v128.load(second, 16))),
    f64x2.add(f64x2.mul(w2, v128.load(third, 16)), f64x2.mul(w3, v128.load(fourth, 16))),
  );
  const both = f64x2.add(f64x2.mul(left, v128.load(weights, 32)), f64x2.mul(right, v128.load(weights, 48)));
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}
