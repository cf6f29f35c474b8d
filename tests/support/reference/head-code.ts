/** Head-direction cells in float64, one cell at a time, written to be read. */

export const headDensities = (means: ArrayLike<number>, concentration: number, heading: number): number[] =>
  Array.from(means, (mean) => Math.exp(concentration * Math.cos(heading - mean)));

export function encodeHeading(means: ArrayLike<number>, concentration: number, heading: number): number[] {
  const cosines = Array.from(means, (mean) => Math.cos(heading - mean));
  const top = Math.max(...cosines);
  const densities = cosines.map((cosine) => Math.exp(concentration * (cosine - top)));
  const sum = densities.reduce((total, one) => total + one, 0);
  return densities.map((density) => density / sum);
}

/** The preferred heading of the cell with the largest entry, the first of equals. */
export function decodeHeading(means: ArrayLike<number>, code: ArrayLike<number>): number {
  const entries = Array.from(code);
  return means[entries.indexOf(Math.max(...entries))]!;
}

/** Angle between two headings, in [0, pi]. */
export const angleBetween = (a: number, b: number): number =>
  Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
