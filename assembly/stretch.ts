/** A point-symmetric image read at linearly mapped places. Plain reference: tests/support/reference/stretch.ts. */
import { splineCoefficients, splineSample, splineScratchBytes, splineStride } from "./cubic-spline";

const WEIGHTS: i32 = 8;

/** Bytes of scratch memory `stretchImage` needs. */
export function stretchScratchBytes(size: i32): i32 {
  const stride = splineStride(size);
  return splineScratchBytes(size) + ((stride * stride + WEIGHTS) << 3);
}

/**
 * stretched(x, y) = the cubic spline through `image` at (xx x + xy y, xy x + yy y), all from the middle; 0 outside of the image.
 * @param image [size, size] float64, point-symmetric, size odd @param stretched [size, size] float64
 * @param reading xx, xy, yy as float64 @returns 1, or 0 when they are NaN: then nothing is written
 */
export function stretchImage(image: usize, stretched: usize, scratch: usize, size: i32, reading: usize): i32 {
  const xx = load<f64>(reading);
  const xy = load<f64>(reading, 8);
  const yy = load<f64>(reading, 16);
  if (isNaN(xx)) return 0;
  const coefficients = scratch + <usize>splineScratchBytes(size);
  const stride = splineStride(size);
  const weights = coefficients + ((<usize>(stride * stride)) << 3);
  splineCoefficients(image, coefficients, scratch, size);
  const middle = size >> 1;
  for (let y = 0; y <= middle; y++) {
    for (let x = y == 0 ? 0 : -middle; x <= middle; x++) {
      const column = xx * <f64>x + xy * <f64>y + <f64>middle;
      const row = xy * <f64>x + yy * <f64>y + <f64>middle;
      const last = <f64>(size - 1);
      let value: f64 = 0;
      if (column >= 0 && row >= 0 && column <= last && row <= last) {
        // Coefficients are stored transposed, with one mirrored column and row in front of the taps.
        const at = i32(Math.floor(column)) * stride + i32(Math.floor(row));
        storeWeights(weights, column - Math.floor(column));
        storeWeights(weights + 32, row - Math.floor(row));
        value = splineSample(coefficients + ((<usize>at) << 3), (<usize>stride) << 3, weights);
      }
      store<f64>(stretched + ((<usize>((middle + y) * size + middle + x)) << 3), value);
      store<f64>(stretched + ((<usize>((middle - y) * size + middle - x)) << 3), value);
    }
  }
  return 1;
}

/** Cubic B-spline at distances 1 + t, t, 1 - t, 2 - t. */
function storeWeights(out: usize, t: f64): void {
  const u = 1 - t;
  store<f64>(out, (u * u * u) / 6);
  store<f64>(out, (t * t * (t - 2) * 3 + 4) / 6, 8);
  store<f64>(out, (u * u * (u - 2) * 3 + 4) / 6, 16);
  store<f64>(out, (t * t * t) / 6, 24);
}
