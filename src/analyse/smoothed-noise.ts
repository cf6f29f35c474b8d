/** Rate maps without any structure but smoothness. */
import type { Engine } from "../engine/engine.ts";
import { fillNormal } from "../engine/random.ts";
import { UserError } from "../user-error.ts";
import { inRunsOfUnits } from "./map-set.ts";

export interface NoiseOptions {
  readonly units: number;
  /** Number of the first unit; default 0. */
  readonly first?: number | undefined;
  readonly bins: number;
  /** Standard deviation of the Gaussian filter, in bins. 0: none. */
  readonly smoothing: number;
  readonly seed: number;
  /** Name of the random stream; default `smoothed noise`. */
  readonly stream?: string | undefined;
}

/** Weights reach this many standard deviations, as in scipy.ndimage.gaussian_filter. */
const reach = 4;

/**
 * White Gaussian noise, smoothed with a Gaussian, mirrored at the walls (scipy.ndimage.gaussian_filter, `reflect`).
 * Unit u is the same whatever `units` and `first` are. Values are signed: scores do not change when rates are lifted or scaled.
 * @returns [units, bins, bins]
 * @throws UserError when `smoothing` is negative or larger than the map
 */
export function smoothedNoiseMaps(engine: Engine, options: NoiseOptions): Float64Array {
  const { units, first: from = 0, bins, smoothing, seed, stream = "smoothed noise" } = options;
  if (!(smoothing >= 0 && smoothing <= bins)) {
    throw new UserError(
      `noise cannot be smoothed by ${smoothing} of ${bins} bins`,
      "use a width such as 2 bins",
      2,
    );
  }
  const draws = bins * bins;
  const weights = gaussianWeights(smoothing);
  const result = new Float64Array(units * draws);
  inRunsOfUnits(engine, units, draws * 8, (first, count) => {
    const noise = engine.memory.allocate("float64", [count, draws], "noise");
    fillNormal(engine, { seed, stream, first: from + first, items: count, draws }, noise);
    const view = noise.view;
    const across = new Float64Array(draws);
    for (let unit = 0; unit < count; unit++) {
      smoothRows(view.subarray(unit * draws, (unit + 1) * draws), across, bins, weights);
      const target = (first + unit) * draws;
      smoothRows(across, result.subarray(target, target + draws), bins, weights);
    }
  });
  return result;
}

/** Weights at 0, 1, 2 … bins from the centre; both sides together sum to 1. */
function gaussianWeights(smoothing: number): Float64Array {
  const radius = smoothing === 0 ? 0 : Math.trunc(reach * smoothing + 0.5);
  const weights = Float64Array.from({ length: radius + 1 }, (_, k) =>
    k === 0 ? 1 : Math.exp((-k * k) / (2 * smoothing * smoothing)),
  );
  const sum = weights.reduce((total, weight, k) => total + (k === 0 ? weight : 2 * weight), 0);
  return weights.map((weight) => weight / sum);
}

/** Smooths along rows and writes the transposed map, so that twice is along both. */
function smoothRows(map: Float64Array, transposed: Float64Array, bins: number, weights: Float64Array): void {
  for (let row = 0; row < bins; row++) {
    for (let column = 0; column < bins; column++) {
      let sum = weights[0]! * map[row * bins + column]!;
      for (let k = 1; k < weights.length; k++) {
        const left = map[row * bins + reflected(column - k, bins)]!;
        const right = map[row * bins + reflected(column + k, bins)]!;
        sum += weights[k]! * (left + right);
      }
      transposed[column * bins + row] = sum;
    }
  }
}

/** d c b a | a b c d | d c b a */
function reflected(index: number, bins: number): number {
  const period = 2 * bins;
  const at = ((index % period) + period) % period;
  return at < bins ? at : period - 1 - at;
}
