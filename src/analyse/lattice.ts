/** Spacing and orientation of a lattice, read off its autocorrelogram. */
import { circularMean, circularSpread } from "./circular.ts";
import { type Ellipse, ellipseOf } from "./ellipse.ts";
import { standardDeviation } from "./spread.ts";

/** A local maximum of an autocorrelogram: its shift from the middle in m. */
export interface Peak {
  readonly x: number;
  readonly y: number;
  readonly correlation: number;
}

export interface Lattice {
  /** Distance of the inner peaks from the middle, m: their median. Source: Hafting et al. 2005, Nature 436:801. */
  readonly spacing: number;
  /** Mean distance along the three axes, m, as opexebo has it; and the standard deviation of the three. */
  readonly meanSpacing: number;
  readonly spacingSpread: number;
  /** Direction of the lattice's axes modulo 60 degrees, rad in [0, pi / 3): their circular mean. */
  readonly orientation: number;
  /** Circular standard deviation of the three axes' directions modulo 60 degrees, rad: 0 for a regular lattice. */
  readonly orientationSpread: number;
  /** Through the six peaks; undefined where no ellipse is. */
  readonly ellipse: Ellipse | undefined;
  /** The inner peaks, nearest first: three, and their mirror images follow from symmetry. */
  readonly peaks: readonly Peak[];
}

export interface MapGeometry {
  /** Bins of the rate map along x and y. */
  readonly binsX: number;
  readonly binsY: number;
  /** Size of the box, m. */
  readonly width: number;
  readonly height: number;
}

const innerPairs = 3;
/** Peaks beyond this share of the shorter side rest on too few bins. */
const reach = 0.75;

/**
 * The three pairs of peaks nearest to the middle, each refined by a parabola along both axes. Peaks are places above all
 * their eight neighbours, of positive correlation, within three quarters of the shorter side.
 * @param autocorrelogram [2 binsY - 1, 2 binsX - 1], shift 0 in the middle
 * @returns undefined when there are fewer than three pairs of peaks
 */
export function latticeOf(autocorrelogram: Float64Array, geometry: MapGeometry): Lattice | undefined {
  const peaks = upperPeaks(autocorrelogram, geometry)
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, innerPairs);
  if (peaks.length < innerPairs) return undefined;
  const distances = peaks.map(distance);
  const directions = peaks.map(({ x, y }) => Math.atan2(y, x));
  return {
    spacing: distances[1]!,
    meanSpacing: distances.reduce((sum, value) => sum + value, 0) / innerPairs,
    spacingSpread: standardDeviation(distances),
    orientation: circularMean(directions, latticeFold),
    orientationSpread: circularSpread(directions, latticeFold),
    ellipse: ellipseOf(peaks),
    peaks,
  };
}

/** How often a turn brings a hexagonal lattice upon itself. */
export const latticeFold = 6;

const distance = ({ x, y }: Peak): number => Math.hypot(x, y);

/** Peaks in the upper half: the lower one is its image through the middle. */
function upperPeaks(image: Float64Array, { binsX, binsY, width, height }: MapGeometry): Peak[] {
  const columns = 2 * binsX - 1;
  const farthest = reach * Math.min(width, height);
  const at = (row: number, column: number) => image[row * columns + column]!;
  const peaks: Peak[] = [];
  for (let row = binsY - 1; row < 2 * binsY - 2; row++) {
    for (let column = row === binsY - 1 ? binsX : 1; column < columns - 1; column++) {
      const correlation = at(row, column);
      if (!(correlation > 0) || !isPeak(at, row, column)) continue;
      const x = column - (binsX - 1) + vertex(at(row, column - 1), correlation, at(row, column + 1));
      const y = row - (binsY - 1) + vertex(at(row - 1, column), correlation, at(row + 1, column));
      const peak = { x: (x * width) / binsX, y: (y * height) / binsY, correlation };
      if (distance(peak) <= farthest) peaks.push(peak);
    }
  }
  return peaks;
}

function isPeak(at: (row: number, column: number) => number, row: number, column: number): boolean {
  const value = at(row, column);
  for (const [dy, dx] of [
    [-1, -1],
    [-1, 0],
    [-1, 1],
    [0, -1],
    [0, 1],
    [1, -1],
    [1, 0],
    [1, 1],
  ] as const) {
    if (!(value > at(row + dy, column + dx))) return false;
  }
  return true;
}

/** Where the parabola through three equidistant values has its vertex, from the middle one; -0.5 … 0.5. */
const vertex = (before: number, middle: number, after: number): number =>
  (before - after) / (2 * (before - 2 * middle + after));
