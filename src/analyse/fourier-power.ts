/** How much of a map three plane waves 60 degrees apart are: its Fourier power at the six peaks of a hexagonal lattice. */
import type { Box } from "./bin-assignment.ts";
import { columnsOf, type MapShape, type Maps, rowsOf } from "./map-set.ts";
import { type PlaneWave, type WavePlane, wavePairs } from "./plane-wave.ts";

/** Of each map; NaN where a map does not vary. */
export interface FourierPower {
  /**
   * Three times the share of the variance that the weakest of the three waves explains: near 1 for a sum of three equal waves, less
   * for fields that are narrower or broader than its, 0 for bands and squares, which lack a wave.
   */
  readonly power: Float64Array;
  /** Distance of neighbouring fields of the lattice that they make, m. */
  readonly spacing: Float64Array;
  /** Direction of its axes modulo 60 degrees, rad in [0, pi / 3). */
  readonly orientation: Float64Array;
}

const third = Math.PI / 3;
/** Of the first search: a third of what a box resolves, and 7.5 degrees. */
const frequencyStep = 1 / 3;
const angles = 24;
const refinements = 5;
/** Waves in the shorter side of the box, of the longest: with fewer, a single field is a lattice. */
const leastWaves = 1.5;
/** Bins of the shortest wave. */
const shortestWave = 3;

/**
 * The three waves, 60 degrees apart and of one length between three bins and two thirds of the shorter side of the box, of which the weakest is the
 * strongest. Unvisited bins are at the mean of the others. Like the six peaks of a Fourier spectrum (Krupic et al. 2012, Science 337:853), at
 * any wave number and direction instead of those of a transform.
 * @param maps [units, rows, columns], NaN where unvisited @param box m
 */
export function fourierPower(maps: Maps, shape: MapShape, box: Box): FourierPower {
  const { units } = shape;
  const plane: WavePlane = { rows: rowsOf(shape), columns: columnsOf(shape), ...box };
  const centred = centredMaps(maps, units, plane.rows * plane.columns);
  const result = {
    power: new Float64Array(units).fill(Number.NaN),
    spacing: new Float64Array(units).fill(Number.NaN),
    orientation: new Float64Array(units).fill(Number.NaN),
  };
  const begun = coarsely(centred, units, plane);
  for (let unit = 0; unit < units; unit++) {
    const start = begun[unit];
    if (!start) continue;
    const size = plane.rows * plane.columns;
    const best = refined(start, centred.subarray(unit * size, (unit + 1) * size), plane);
    result.power[unit] = best.power;
    // Fields lie on lines across the waves: the axes of the lattice are 30 degrees from them.
    result.spacing[unit] = 2 / Math.sqrt(3) / best.frequency;
    result.orientation[unit] = (best.angle + third / 2) % third;
  }
  return result;
}

/** A lattice by one of its waves: 1/m, and rad in [0, pi / 3). */
interface Candidate extends PlaneWave {
  readonly power: number;
}

/** Zero mean and unit length; 0 where unvisited, NaN throughout where a map does not vary. */
function centredMaps(maps: Maps, units: number, size: number): Float64Array {
  const centred = new Float64Array(units * size);
  for (let unit = 0; unit < units; unit++) {
    const map = maps.subarray(unit * size, (unit + 1) * size);
    let [count, sum] = [0, 0];
    for (const rate of map) {
      if (Number.isNaN(rate)) continue;
      count++;
      sum += rate;
    }
    const mean = sum / count;
    let [squares, largest] = [0, 0];
    for (const rate of map) {
      if (Number.isNaN(rate)) continue;
      squares += (rate - mean) ** 2;
      largest = Math.max(largest, Math.abs(rate));
    }
    const length = squares > count * (1e-12 * largest) ** 2 ? Math.sqrt(squares) : 0;
    const out = centred.subarray(unit * size, (unit + 1) * size);
    map.forEach((rate, i) => {
      if (length === 0) out[i] = Number.NaN;
      else out[i] = Number.isNaN(rate) ? 0 : (rate - mean) / length;
    });
  }
  return centred;
}

/** The best lattice of each map on a grid of lengths and directions; undefined where a map does not vary. */
function coarsely(centred: Float64Array, units: number, plane: WavePlane): (Candidate | undefined)[] {
  const best: (Candidate | undefined)[] = Array.from({ length: units });
  for (const frequency of frequenciesOf(plane)) {
    const powers = Array.from({ length: angles }, (_, i) =>
      wavePairs(plane, { frequency, angle: (i * Math.PI) / angles }).powers(centred, units),
    );
    for (let i = 0; i < angles / 3; i++) {
      const [first, second, last] = [powers[i]!, powers[i + angles / 3]!, powers[i + (2 * angles) / 3]!];
      for (let unit = 0; unit < units; unit++) {
        const power = 3 * Math.min(first[unit]!, second[unit]!, last[unit]!);
        if (power > (best[unit]?.power ?? -1))
          best[unit] = { frequency, angle: (i * Math.PI) / angles, power };
      }
    }
  }
  return best;
}

/** Shortest and longest wave as frequencies, 1/m. */
const limitsOf = ({ rows, columns, width, height }: WavePlane): readonly [number, number] => [
  leastWaves / Math.min(width, height),
  1 / (shortestWave * Math.max(width / columns, height / rows)),
];

const stepOf = ({ width, height }: WavePlane): number => frequencyStep / Math.min(width, height);

function frequenciesOf(plane: WavePlane): number[] {
  const [lowest, highest] = limitsOf(plane);
  const step = stepOf(plane);
  return Array.from({ length: Math.floor((highest - lowest) / step) + 1 }, (_, i) => lowest + i * step);
}

/** Steps in length and direction, halved again and again. */
function refined(start: Candidate, map: Float64Array, plane: WavePlane): Candidate {
  const [lowest, highest] = limitsOf(plane);
  let best = start;
  let [frequencyStride, angleStride] = [stepOf(plane) / 2, Math.PI / angles / 2];
  for (let round = 0; round < refinements; round++) {
    const from = best;
    for (const [up, turn] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const frequency = Math.min(highest, Math.max(lowest, from.frequency + up * frequencyStride));
      const angle = (from.angle + turn * angleStride + third) % third;
      const power = latticePower(plane, { frequency, angle }, map);
      if (power > best.power) best = { frequency, angle, power };
    }
    frequencyStride /= 2;
    angleStride /= 2;
  }
  return best;
}

const latticePower = (plane: WavePlane, { frequency, angle }: PlaneWave, map: Float64Array): number =>
  3 *
  Math.min(
    ...[0, 1, 2].map((i) => wavePairs(plane, { frequency, angle: angle + i * third }).powers(map, 1)[0]!),
  );
