/** Grid score of an autocorrelogram, written to be read: all seven turns by spline, each ring by its mask. */

const pole = Math.sqrt(3) - 2;

/** Coefficients of the cubic B-spline through `values`, mirrored about both ends. */
export function splineFilter(values: readonly number[]): number[] {
  const last = values.length - 1;
  const mirrored = (i: number) => {
    const k = i % (2 * last);
    return values[k <= last ? k : 2 * last - k]!;
  };
  const causal = values.map((value) => 6 * value);
  let start = 0;
  for (let k = 0; k < 60; k++) start += pole ** k * 6 * mirrored(k);
  causal[0] = start;
  for (let i = 1; i <= last; i++) causal[i]! += pole * causal[i - 1]!;
  const result = [...causal];
  result[last] = (pole / (pole * pole - 1)) * (causal[last]! + pole * causal[last - 1]!);
  for (let i = last - 1; i >= 0; i--) result[i] = pole * (result[i + 1]! - causal[i]!);
  return result;
}

const cubicSpline = (distance: number): number => {
  const d = Math.abs(distance);
  if (d < 1) return 2 / 3 - d * d + (d * d * d) / 2;
  return d < 2 ? (2 - d) ** 3 / 6 : 0;
};

/** The image turned about its centre like scipy.ndimage.rotate(image, degrees, reshape=False): 0 from outside. */
export function rotateImage(image: ArrayLike<number>, size: number, degrees: number): Float64Array {
  const rows = Array.from({ length: size }, (_, r) =>
    splineFilter(Array.from({ length: size }, (_, c) => image[r * size + c]!)),
  );
  const columns = Array.from({ length: size }, (_, c) => splineFilter(rows.map((row) => row[c]!)));
  const at = (r: number, c: number) => columns[mirror(c, size)]![mirror(r, size)]!;
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = degrees === 90 ? [0, 1] : [Math.cos(angle), Math.sin(angle)];
  const centre = (size - 1) / 2;
  const result = new Float64Array(size * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < size; c++) {
      const row = cosine * (r - centre) + sine * (c - centre) + centre;
      const column = -sine * (r - centre) + cosine * (c - centre) + centre;
      if (row < 0 || row > size - 1 || column < 0 || column > size - 1) continue;
      let sum = 0;
      for (let i = Math.floor(row) - 1; i <= Math.floor(row) + 2; i++) {
        for (let j = Math.floor(column) - 1; j <= Math.floor(column) + 2; j++) {
          sum += at(i, j) * cubicSpline(row - i) * cubicSpline(column - j);
        }
      }
      result[r * size + c] = sum;
    }
  }
  return result;
}

const mirror = (i: number, size: number) => (i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i);

export interface ReferenceScore {
  readonly grid60: number;
  readonly grid90: number;
  readonly variance: number;
}

/** Score of one ring, inner < r <= outer as fractions of `bins`; `variance` is that of the ring plus 1e-5. */
export function referenceGridScore(
  autocorrelogram: ArrayLike<number>,
  bins: number,
  [inner, outer]: readonly [number, number],
  correlation: "shared" | "pearson" = "shared",
  form: "mean" | "min-max" = "mean",
): ReferenceScore {
  const size = 2 * bins - 1;
  const ring: number[] = [];
  for (let i = 0; i < size * size; i++) {
    const radius = Math.hypot(Math.floor(i / size) - (bins - 1), (i % size) - (bins - 1));
    if (radius > inner * bins && radius <= outer * bins) ring.push(i);
  }
  const mean = (term: (i: number) => number) => ring.reduce((sum, i) => sum + term(i), 0) / ring.length;
  const mu = mean((i) => autocorrelogram[i]!);
  const variance = mean((i) => (autocorrelogram[i]! - mu) ** 2) + 1e-5;
  const rho = (degrees: number) => {
    const turned = rotateImage(autocorrelogram, size, degrees);
    if (correlation === "shared") {
      return mean((i) => (autocorrelogram[i]! - mu) * (turned[i]! - mu)) / variance;
    }
    const turnedMean = mean((i) => turned[i]!);
    const deviation = Math.sqrt((variance - 1e-5) * mean((i) => (turned[i]! - turnedMean) ** 2));
    return mean((i) => (autocorrelogram[i]! - mu) * (turned[i]! - turnedMean)) / deviation;
  };
  const near = [rho(60), rho(120)];
  const far = [rho(30), rho(90), rho(150)];
  const average = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  return {
    grid60: form === "mean" ? average(near) - average(far) : Math.min(...near) - Math.max(...far),
    grid90: rho(90) - average([rho(45), rho(135)]),
    variance,
  };
}
