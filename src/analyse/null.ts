/** What the scorer says of maps without structure, so that a share of "grid cells" can be judged. */
import type { Engine } from "../engine/engine.ts";
import { autocorrelograms } from "./autocorrelogram.ts";
import type { Box } from "./bin-assignment.ts";
import { borderScores } from "./border-score.ts";
import { scoreMaps } from "./grid-score.ts";
import { gridLattices, type Lattices } from "./grid-spacing.ts";
import { checkMaps, type MapShape, type Maps, squareBins, unitsAtOnce } from "./map-set.ts";
import { type NullScores, percentiles } from "./nulls/null-scores.ts";
import type { Scorer } from "./scorer.ts";
import { smoothedNoiseMaps } from "./smoothed-noise.ts";
import { quantile } from "./survival.ts";

export interface NoiseNullOptions {
  readonly bins: number;
  /** Width of the Gaussian filter in bins; `matchedSmoothing` finds that of given maps. */
  readonly smoothing: number;
  readonly seed: number;
  /** Number of noise maps; default 1000, which gives a share of 20 % to +- 1.3 %. */
  readonly units?: number | undefined;
  readonly rings?: Scorer["rings"] | undefined;
  /** Bins [y, x] that the maps do not have, such as those outside a round arena: neither has the noise. */
  readonly hidden?: HiddenBins;
}

/** Undefined: none. */
export type HiddenBins = readonly boolean[] | undefined;

/** The null that is the same for all units. */
export interface NoiseNull extends NullScores {
  readonly kind: "smoothed-noise";
  readonly pooled: true;
  readonly smoothing: number;
}

/**
 * Scores smoothed white noise with the scorer the units were scored with. Noise has no unvisited bins but those that are hidden.
 * `survival(null.grid60, thresholds)` then says what share of it passes.
 */
export function noiseNull(
  engine: Engine,
  scorer: Scorer,
  options: NoiseNullOptions,
  onProgress?: (share: number) => void,
): NoiseNull {
  const { bins, smoothing, seed, units = 1000, rings, hidden } = options;
  const grid60 = new Float64Array(units);
  const grid90 = new Float64Array(units);
  const portion = unitsAtOnce(bins * bins * 8);
  for (let first = 0; first < units; first += portion) {
    const count = Math.min(portion, units - first);
    const maps = nullMaps(engine, options, first, count);
    const scores = scoreMaps(engine, maps, { units: count, bins }, scorer, rings);
    grid60.set(scores.grid60, first);
    grid90.set(scores.grid90, first);
    onProgress?.((first + count) / units);
  }
  return {
    ...{ kind: "smoothed-noise", pooled: true, shuffles: units, p95: percentiles(grid60, grid90) },
    ...{ scorer: scorer.name, bins, smoothing, seed, grid60, grid90 },
    ...(hidden && { hidden }),
  };
}

const nullMaps = (
  engine: Engine,
  { bins, smoothing, seed, hidden }: Pick<NoiseNullOptions, "bins" | "smoothing" | "seed" | "hidden">,
  first: number,
  units: number,
): Float64Array =>
  hiding(hidden, smoothedNoiseMaps(engine, { units, first, bins, smoothing, seed, stream: "noise null" }));

/** Maps without the hidden bins. */
function hiding(hidden: HiddenBins, maps: Float64Array): Float64Array {
  if (hidden) for (let i = 0; i < maps.length; i++) if (hidden[i % hidden.length]) maps[i] = Number.NaN;
  return maps;
}

/** Spacing and orientation of the maps of a null. @param box size in m */
export function nullLattices(engine: Engine, noise: NoiseNull, box: Box): Lattices {
  const { bins, shuffles: units } = noise;
  const maps = nullMaps(engine, noise, 0, units);
  return gridLattices(engine, maps, { units, bins }, box, "excluded");
}

/** Border scores of the maps of a null. @param box size in m */
export function nullBorders(engine: Engine, noise: NoiseNull, box: Box): Float64Array {
  const { bins, shuffles: units } = noise;
  const maps = nullMaps(engine, noise, 0, units);
  return Float64Array.from(borderScores(maps, { units, bins }, box), ({ score }) => score);
}

/**
 * Noise as smooth as the maps, scored by the scorer that gave them `grid60`.
 * @param mapsOfNoise default 1000 @param hidden bins that the maps do not have
 * @returns undefined when no unit has a score, or none a map that varies: a reference's scorer may score even those
 */
export function matchedNull(
  engine: Engine,
  scorer: Scorer,
  maps: Maps,
  { units, bins }: { readonly units: number; readonly bins: number },
  grid60: Float64Array,
  seed: number,
  mapsOfNoise?: number,
  hidden?: HiddenBins,
): NoiseNull | undefined {
  if (grid60.every(Number.isNaN)) return undefined;
  const smoothing = matchedSmoothing(engine, maps, { units, bins }, { hidden });
  return smoothing === undefined
    ? undefined
    : noiseNull(engine, scorer, { bins, smoothing, seed, units: mapsOfNoise, hidden });
}

const calibrationMaps = 256;
const calibrationRounds = 4;

export interface MatchingOptions {
  /** A width to start from, such as that of the same network a little earlier. */
  readonly from?: number | undefined;
  /** Default 4. One is off by 0.1 % for smooth maps and by 5 % for maps like white noise. */
  readonly rounds?: number | undefined;
  /** Bins that the maps do not have. */
  readonly hidden?: HiddenBins;
}

/**
 * Width (bins) of the Gaussian filter that makes noise as smooth as the maps: the radius at which the
 * autocorrelogram, averaged over circles, falls to one half has the same median over units. Silent units are left out.
 * Found by scaling the width until 256 noise maps agree; the same answer every time.
 * @returns undefined when no map varies: there is nothing to match noise to
 */
export function matchedSmoothing(
  engine: Engine,
  maps: Maps,
  shape: MapShape,
  options: MatchingOptions = {},
): number | undefined {
  checkMaps(maps, shape);
  const bins = squareBins(shape);
  return smoothingOf(engine, halfRadii(engine, maps, bins), bins, options);
}

/** `matchedSmoothing` of maps whose `halfRadii` are known. */
export function smoothingOf(
  engine: Engine,
  radii: readonly number[],
  bins: number,
  { from, rounds = calibrationRounds, hidden }: MatchingOptions = {},
): number | undefined {
  if (radii.length === 0) return undefined;
  const wanted = quantile(radii, 0.5);
  // White noise smoothed by a Gaussian of width s has the autocorrelation exp(-r^2 / 4 s^2) in an endless box.
  let smoothing = from ?? wanted / (2 * Math.sqrt(Math.LN2));
  for (let round = 0; round < rounds; round++) {
    const found = quantile(noiseRadii(engine, bins, smoothing, hidden), 0.5);
    smoothing = Math.min(bins / 2, (smoothing * wanted) / found);
  }
  return smoothing;
}

/** `halfRadii` of noise. */
function noiseRadii(engine: Engine, bins: number, smoothing: number, hidden: HiddenBins): number[] {
  const radii: number[] = [];
  const portion = unitsAtOnce(bins * bins * 8);
  for (let first = 0; first < calibrationMaps; first += portion) {
    const units = Math.min(portion, calibrationMaps - first);
    const options = { units, first, bins, smoothing, seed: 0, stream: "noise calibration" };
    radii.push(...halfRadii(engine, hiding(hidden, smoothedNoiseMaps(engine, options)), bins));
  }
  return radii;
}

/** How smooth each map is that varies: the radius (bins) at which its autocorrelogram falls to one half. */
export function halfRadii(engine: Engine, maps: Maps, bins: number): number[] {
  const radii: number[] = [];
  const size = (2 * bins - 1) ** 2;
  const count = maps.length / (bins * bins);
  const portion = unitsAtOnce(size * 8);
  for (let first = 0; first < count; first += portion) {
    const units = Math.min(portion, count - first);
    const part = maps.subarray(first * bins * bins, (first + units) * bins * bins);
    const images = autocorrelograms(engine, part, { units, bins });
    for (let unit = 0; unit < units; unit++) {
      const image = images.subarray(unit * size, (unit + 1) * size);
      if (!Number.isNaN(image[0]!)) radii.push(halfRadius(image, bins));
    }
  }
  return radii;
}

/** Radius in bins at which the autocorrelogram, averaged over circles, first falls to one half. */
function halfRadius(image: Float64Array, bins: number): number {
  const size = 2 * bins - 1;
  const sums = new Float64Array(bins);
  const radii = new Float64Array(bins);
  const counts = new Float64Array(bins);
  for (let i = 0; i < image.length; i++) {
    const radius = Math.hypot(Math.floor(i / size) - (bins - 1), (i % size) - (bins - 1));
    const circle = Math.round(radius);
    if (circle >= bins) continue;
    sums[circle]! += image[i]!;
    radii[circle]! += radius;
    counts[circle]!++;
  }
  for (let circle = 1; circle < bins; circle++) {
    const [inner, outer] = [sums[circle - 1]! / counts[circle - 1]!, sums[circle]! / counts[circle]!];
    if (outer > 0.5) continue;
    const from = radii[circle - 1]! / counts[circle - 1]!;
    const to = radii[circle]! / counts[circle]!;
    return from + ((inner - 0.5) / (inner - outer)) * (to - from);
  }
  return bins - 1;
}
