/** Which pixels of an autocorrelogram lie in which ring, and where they come from when it is turned. */
import { UserError } from "../user-error.ts";
import type { InnerEdge, Ring } from "./ring.ts";

/** Tables for the kernels `gridScore` and `sixPeaksScore`; see their docstrings for the meaning. */
export interface RingGeometry {
  readonly bins: number;
  /** [pixels, 5] */
  readonly offsets: Int32Array;
  /** [pixels, 3, 8] */
  readonly weights: Float64Array;
  /** [segments + 1] */
  readonly segments: Int32Array;
  /** [rings, 2] */
  readonly rings: Int32Array;
  /** [segments + 1] bins */
  readonly radii: Float64Array;
}

/** Cosine and sine of the interpolated turns, in the order of the kernel: 30, 150, 45 degrees. */
const turns = [
  [Math.sqrt(3) / 2, 0.5],
  [-Math.sqrt(3) / 2, 0.5],
  [Math.SQRT1_2, Math.SQRT1_2],
] as const;

interface Pixel {
  /** Shift in rows and columns, of one half of the autocorrelogram. */
  readonly row: number;
  readonly column: number;
  readonly segment: number;
}

/**
 * Tables for maps of `bins` x `bins` and these rings. A segment is what lies between two neighbouring radii of all
 * rings, so that every ring is a run of segments and its sums are sums of theirs.
 * @throws UserError when a ring holds no pixel
 */
export function ringGeometry(
  bins: number,
  rings: readonly Ring[],
  innerEdge: InnerEdge = "excluded",
): RingGeometry {
  const fractions = [...new Set(rings.flat())].sort((a, b) => a - b);
  const inner = new Set(innerEdge === "included" ? rings.map(([radius]) => radius) : []);
  const radii = fractions.map((fraction) => fraction * bins * (inner.has(fraction) ? hairBelow : 1));
  const runs = rings.map(([inner, outer]) => [fractions.indexOf(inner), fractions.indexOf(outer)] as const);
  const geometry = geometryOf(bins, radii, runs);
  const { segments } = geometry;
  runs.forEach(([from, to], i) => {
    if (segments[to]! > segments[from]!) return;
    const [inner, outer] = rings[i]!;
    throw new UserError(
      `no pixel lies in the ring from ${inner} to ${outer} of ${bins} bins`,
      "widen the ring",
      2,
    );
  });
  return geometry;
}

/** So that a radius itself lies above, and no other pixel's. */
const hairBelow = 1 - 2 ** -50;

/** A segment for every radius that pixels have, so that any ring within `bins` is a run of them; no rings. */
export function everyRadius(bins: number): RingGeometry {
  const squares = new Set<number>();
  for (let y = 0; y < bins; y++) {
    for (let x = y; x < bins && x * x + y * y <= bins * bins; x++) squares.add(x * x + y * y);
  }
  const radii = [...squares].sort((a, b) => a - b).map(Math.sqrt);
  return geometryOf(bins, radii, []);
}

/** @param radii between which the segments lie, bins @param runs first segment and the one after the last of each ring */
function geometryOf(
  bins: number,
  radii: readonly number[],
  runs: readonly (readonly [number, number])[],
): RingGeometry {
  const pixels = pixelsBetween(bins, radii);
  const segments = segmentStarts(pixels, radii.length - 1);
  const offsets = new Int32Array(pixels.length * 5);
  const weights = new Float64Array(pixels.length * 24);
  pixels.forEach((pixel, i) => {
    fillPixel(bins, pixel, offsets.subarray(i * 5), weights.subarray(i * 24));
  });
  return {
    ...{ bins, offsets, weights, segments },
    rings: Int32Array.from(runs.flat()),
    radii: Float64Array.from(radii),
  };
}

/** Pixels of the lower half with radii[s] < r <= radii[s + 1], ordered by segment, then row by row. */
function pixelsBetween(bins: number, radii: readonly number[]): Pixel[] {
  const pixels: Pixel[] = [];
  for (let row = 0; row < bins; row++) {
    for (let column = row === 0 ? 1 : 1 - bins; column < bins; column++) {
      const segment = countBelow(radii, Math.sqrt(row * row + column * column)) - 1;
      if (segment >= 0 && segment < radii.length - 1) pixels.push({ row, column, segment });
    }
  }
  return pixels.sort((a, b) => a.segment - b.segment);
}

/** How many of ascending limits lie below. */
function countBelow(limits: readonly number[], radius: number): number {
  let [low, high] = [0, limits.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (limits[middle]! < radius) low = middle + 1;
    else high = middle;
  }
  return low;
}

function segmentStarts(pixels: readonly Pixel[], count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const { segment } of pixels) starts[segment + 1]!++;
  for (let s = 0; s < count; s++) starts[s + 1]! += starts[s]!;
  return starts;
}

function fillPixel(bins: number, { row, column }: Pixel, offsets: Int32Array, weights: Float64Array): void {
  const size = 2 * bins - 1;
  const centre = bins - 1;
  const at = (r: number, c: number) => ((centre + r) * size + centre + c) * 8;
  offsets[0] = at(row, column);
  offsets[1] = at(column, -row);
  turns.forEach(([cosine, sine], i) => {
    const sourceRow = cosine * row + sine * column + centre;
    const sourceColumn = cosine * column - sine * row + centre;
    const inside = (x: number) => x >= 0 && x <= size - 1;
    if (!inside(sourceRow) || !inside(sourceColumn)) return;
    // The coefficients are stored transposed, with one mirrored column and row in front of the taps.
    offsets[2 + i] = (Math.floor(sourceColumn) * (size + 3) + Math.floor(sourceRow)) * 8;
    weights.set(splineWeights(sourceColumn - Math.floor(sourceColumn)), i * 8);
    weights.set(splineWeights(sourceRow - Math.floor(sourceRow)), i * 8 + 4);
  });
}

/** Cubic B-spline at distances 1 + t, t, 1 - t, 2 - t. */
function splineWeights(t: number): [number, number, number, number] {
  const u = 1 - t;
  return [(u * u * u) / 6, (t * t * (t - 2) * 3 + 4) / 6, (u * u * (u - 2) * 3 + 4) / 6, (t * t * t) / 6];
}
