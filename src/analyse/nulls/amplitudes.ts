/** The amplitude spectrum of a map. */

/** Cosine and sine of k / bins of a turn. @returns [bins, 2] */
export const circleTable = (bins: number): Float64Array =>
  Float64Array.from({ length: 2 * bins }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / bins;
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });

/**
 * Amplitudes of the frequencies that the others are conjugates of, over bins^2; frequency 0, the mean, with its sign. Unvisited bins
 * count as the mean of the visited ones.
 * @param map [bins, bins], NaN where unvisited
 * @param into [bins, floor(bins / 2) + 1]
 */
export function amplitudeSpectrum(
  map: Float64Array,
  bins: number,
  circle: Float64Array,
  into: Float64Array,
): void {
  const half = Math.floor(bins / 2) + 1;
  const visited = map.filter((rate) => !Number.isNaN(rate));
  const mean = visited.reduce((sum, rate) => sum + rate, 0) / visited.length;
  const rows = new Float64Array(2 * bins * half);
  for (let y = 0; y < bins; y++) {
    for (let kx = 0; kx < half; kx++) {
      let [real, imaginary] = [0, 0];
      for (let x = 0, turn = 0; x < bins; x++, turn = (turn + kx) % bins) {
        const rate = map[y * bins + x]!;
        const above = Number.isNaN(rate) ? 0 : rate - mean;
        real += above * circle[2 * turn]!;
        imaginary -= above * circle[2 * turn + 1]!;
      }
      rows[2 * (y * half + kx)] = real;
      rows[2 * (y * half + kx) + 1] = imaginary;
    }
  }
  for (let ky = 0; ky < bins; ky++) {
    for (let kx = 0; kx < half; kx++) {
      let [real, imaginary] = [0, 0];
      for (let y = 0, turn = 0; y < bins; y++, turn = (turn + ky) % bins) {
        const [a, b] = [rows[2 * (y * half + kx)]!, rows[2 * (y * half + kx) + 1]!];
        const [cosine, sine] = [circle[2 * turn]!, circle[2 * turn + 1]!];
        real += a * cosine + b * sine;
        imaginary += b * cosine - a * sine;
      }
      into[ky * half + kx] = Math.hypot(real, imaginary) / (bins * bins);
    }
  }
  into[0] = mean;
}
