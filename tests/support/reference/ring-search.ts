/** Rings that an autocorrelogram has for itself, and the scores in them, written to be read. */
import { referenceGridScore } from "./grid-score.ts";

type Image = ArrayLike<number>;
type RadiiInBins = readonly [inner: number, outer: number];

/** Pixels as shifts from the middle. */
const pixelsOf = (bins: number) =>
  Array.from({ length: (2 * bins - 1) ** 2 }, (_, at) => ({
    at,
    y: Math.floor(at / (2 * bins - 1)) - (bins - 1),
    x: (at % (2 * bins - 1)) - (bins - 1),
  }));

/** Half the distance of the nearest peak, and that with the distance of the sixth; undefined with fewer than six. */
export function sixPeaksRadii(image: Image, bins: number): RadiiInBins | undefined {
  const size = 2 * bins - 1;
  const inside = (v: number) => Math.abs(v) < bins - 1;
  const peaks = pixelsOf(bins).filter(({ at, x, y }) => {
    if (!inside(x) || !inside(y) || (x === 0 && y === 0)) return false;
    const around = [-size - 1, -size, -size + 1, -1, 1, size - 1, size, size + 1];
    return around.every((step) => image[at]! > image[at + step]!);
  });
  const distances = peaks.map(({ x, y }) => Math.hypot(x, y)).sort((a, b) => a - b);
  if (distances.length < 6) return undefined;
  const inner = distances[0]! / 2;
  return [inner, Math.min(bins, inner + distances[5]!)];
}

/** Of the disc as large as what hangs together with the middle above 0.2. */
export function middleFieldRadius(image: Image, bins: number): number {
  const size = 2 * bins - 1;
  const reached = new Set([(bins - 1) * size + bins - 1]);
  for (const at of reached) {
    const column = at % size;
    const steps = [
      at - size,
      at + size,
      ...(column > 0 ? [at - 1] : []),
      ...(column < size - 1 ? [at + 1] : []),
    ];
    for (const next of steps) if (image[next]! > 0.2) reached.add(next);
  }
  return Math.sqrt(reached.size / Math.PI);
}

export interface SearchedScore {
  readonly score: number;
  readonly radii: RadiiInBins;
}

const scoreIn = (image: Image, bins: number, [inner, outer]: RadiiInBins, key: "grid60" | "grid90") => {
  // A pixel at a radius is at it also after the division by the bins.
  const hair = 1e-9;
  const ring = [(inner + hair) / bins, (outer + hair) / bins] as const;
  return referenceGridScore(image, bins, ring, "pearson", "min-max")[key];
};

export function sixPeaksScore(
  image: Image,
  bins: number,
  key: "grid60" | "grid90" = "grid60",
): SearchedScore | undefined {
  const radii = sixPeaksRadii(image, bins);
  return radii && { score: scoreIn(image, bins, radii, key), radii };
}

/** The best mean of three neighbouring outer radii, from one bin beyond the middle field on. */
export function expandingCircleScore(
  image: Image,
  bins: number,
  key: "grid60" | "grid90" = "grid60",
): SearchedScore | undefined {
  const inner = middleFieldRadius(image, bins);
  const scores: number[] = [];
  const smallest = Math.ceil(inner) + 1;
  for (let outer = smallest; outer <= bins; outer++) {
    scores.push(scoreIn(image, bins, [inner, outer], key));
  }
  const together = Math.min(3, scores.length);
  let best: SearchedScore | undefined;
  for (let first = 0; first + together <= scores.length && together > 0; first++) {
    const some = scores.slice(first, first + together);
    const score = some.reduce((sum, one) => sum + one, 0) / together;
    const outer = smallest + first + Math.floor(together / 2);
    if (!best || score > best.score) best = { score, radii: [inner, outer] };
  }
  return best;
}

/** Correlation about the mean of the whole map, scaled by shift 0; NaN is left out. @returns [2 bins - 1, 2 bins - 1] */
export function wholeMapAutocorrelogram(map: Image, bins: number): Float64Array {
  const visited = Array.from(map).filter((rate) => !Number.isNaN(rate));
  const mean = visited.reduce((sum, rate) => sum + rate, 0) / visited.length;
  const deviation = (y: number, x: number) => {
    const inside = y >= 0 && y < bins && x >= 0 && x < bins;
    return inside && !Number.isNaN(map[y * bins + x]!) ? map[y * bins + x]! - mean : 0;
  };
  const at = (dy: number, dx: number) => {
    let sum = 0;
    for (let y = 0; y < bins; y++) {
      for (let x = 0; x < bins; x++) sum += deviation(y, x) * deviation(y + dy, x + dx);
    }
    return sum;
  };
  return Float64Array.from(pixelsOf(bins), ({ y, x }) => at(y, x) / at(0, 0));
}
