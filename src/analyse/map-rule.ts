/** Rate maps by a rule: bins left out, sums and visits smoothed alike before one is divided by the other. */
import type { MapRule } from "../tasks/activity-source.ts";

/** Of the maps. */
export interface MapGrid {
  readonly binsX: number;
  readonly binsY: number;
  /** Of the box, m. */
  readonly width: number;
  readonly height: number;
  /** s, one sample. */
  readonly dt: number;
}

/** Bins that may have a rate [y, x]: visited, and for long enough, and inside a round arena. */
export function countingBins(visits: ArrayLike<number>, grid: MapGrid, rule: MapRule): boolean[] {
  const { binsX, binsY, dt } = grid;
  // A bin of just as many samples as ask for it has them in spite of rounding.
  const least = rule.leastSeconds > 0 ? rule.leastSeconds / dt - 1e-6 : 0;
  return Array.from({ length: binsX * binsY }, (_, bin) => {
    const x = (2 * ((bin % binsX) + 0.5)) / binsX - 1;
    const y = (2 * (Math.floor(bin / binsX) + 0.5)) / binsY - 1;
    const inside = !rule.round || x * x + y * y <= 1;
    return inside && visits[bin]! > 0 && visits[bin]! >= least;
  });
}

/** The Gaussian is cut off so many standard deviations from its middle. */
const reach = 4;

/** Weights of the Gaussian at whole bins, the middle first; of no width, the middle alone. */
function weightsOf(deviation: number, bins: number): Float64Array {
  const length = deviation > 0 ? Math.min(bins, Math.ceil(reach * deviation) + 1) : 1;
  return Float64Array.from({ length }, (_, i) => (i === 0 ? 1 : Math.exp(-((i / deviation) ** 2) / 2)));
}

/**
 * Sums over samples divided by their number, both smoothed before; nothing comes from bins that do not count, or from beyond the walls, and no bin
 * that does not count gets a rate.
 * @param sums [bins, units] @param visits [bins] samples
 * @returns [units, y, x], NaN where a bin does not count
 */
export function ruledMaps(
  sums: ArrayLike<number>,
  visits: ArrayLike<number>,
  units: number,
  grid: MapGrid,
  rule: MapRule,
): Float64Array {
  const { binsX, binsY, width, height } = grid;
  const bins = binsX * binsY;
  const counts = countingBins(visits, grid, rule);
  const along = {
    x: weightsOf((rule.smoothing * binsX) / width, binsX),
    y: weightsOf((rule.smoothing * binsY) / height, binsY),
  };
  const smooth = (values: (bin: number) => number): Float64Array =>
    smoothed(
      Float64Array.from({ length: bins }, (_, bin) => (counts[bin] ? values(bin) : 0)),
      grid,
      along,
    );
  const time = smooth((bin) => visits[bin]!);
  const maps = new Float64Array(units * bins);
  for (let unit = 0; unit < units; unit++) {
    const rates = smooth((bin) => sums[bin * units + unit]!);
    for (let bin = 0; bin < bins; bin++) {
      maps[unit * bins + bin] = counts[bin] ? rates[bin]! / time[bin]! : Number.NaN;
    }
  }
  return maps;
}

/** Along x, then along y; beyond the edge there is nothing. */
function smoothed(
  values: Float64Array,
  { binsX, binsY }: MapGrid,
  along: { readonly x: Float64Array; readonly y: Float64Array },
): Float64Array {
  const rows = new Float64Array(values.length);
  const result = new Float64Array(values.length);
  blur(values, rows, { count: binsY, stride: binsX, length: binsX, step: 1 }, along.x);
  blur(rows, result, { count: binsX, stride: 1, length: binsY, step: binsX }, along.y);
  return result;
}

interface Lines {
  /** How many, and how far one is from the next. */
  readonly count: number;
  readonly stride: number;
  /** Values of each, and how far one is from the next. */
  readonly length: number;
  readonly step: number;
}

function blur(from: Float64Array, to: Float64Array, lines: Lines, weights: Float64Array): void {
  for (let line = 0; line < lines.count; line++) {
    for (let i = 0; i < lines.length; i++) {
      let sum = 0;
      const first = Math.max(0, i - weights.length + 1);
      const last = Math.min(lines.length - 1, i + weights.length - 1);
      for (let j = first; j <= last; j++) {
        sum += weights[Math.abs(i - j)]! * from[line * lines.stride + j * lines.step]!;
      }
      to[line * lines.stride + i * lines.step] = sum;
    }
  }
}
