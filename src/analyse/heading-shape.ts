/** What the shape of a curve by sectors of heading says. */
import { sectorMiddle } from "./behaviour.ts";

/** Length and direction (rad) of their sum, and the sum of the rates; sectors that were never visited (NaN) count as zero. */
export function sectorVector(curve: ArrayLike<number>) {
  let [cosine, sine, sum] = [0, 0, 0];
  for (let sector = 0; sector < curve.length; sector++) {
    const rate = curve[sector]!;
    if (Number.isNaN(rate)) continue;
    const angle = sectorMiddle(sector, curve.length);
    sum += rate;
    cosine += rate * Math.cos(angle);
    sine += rate * Math.sin(angle);
  }
  return { length: Math.hypot(cosine, sine), direction: Math.atan2(sine, cosine), sum };
}

/**
 * Correlation of a unit's activity with the cosine of heading that fits it best, where all sectors count the same: 0 to 1. Of each sector
 * the mean is known, and of all of them how far samples are from it. Sectors that were never visited count as zero.
 * Source: Mardia and Jupp 2000, circular-linear correlation of headings that are all as frequent
 * @param curve mean of each sector, NaN or zero where never visited @param visits samples of each @param meanSquare of the activity, over all samples
 */
export function cosineCorrelation(
  curve: ArrayLike<number>,
  visits: ArrayLike<number>,
  meanSquare: number,
): number {
  const { length, sum } = sectorVector(curve);
  const bins = curve.length;
  let [samples, explained, squares] = [0, 0, 0];
  for (let sector = 0; sector < bins; sector++) {
    if (visits[sector]! === 0) continue;
    const square = curve[sector]! ** 2;
    samples += visits[sector]!;
    explained += visits[sector]! * square;
    squares += square;
  }
  const within = Math.max(0, meanSquare - explained / samples);
  const between = squares / bins - (sum / bins) ** 2;
  return (Math.SQRT2 * length) / bins / Math.sqrt(within + between);
}

/** Sectors of pi / 100, by which the published ranking goes. */
export const smoothnessSectors = 200;

/**
 * Standard deviation of the differences of neighbouring sectors, of each curve of [units, bins]: the smaller the smoother, and small for
 * a unit that hardly varies as well. The last sector and the first are no neighbours. NaN for a curve that is flat.
 * Source: grid-cell-experiments (jtoy), which ranks units by it over sectors of pi / 100.
 */
export function smoothness(rates: Float64Array, bins: number): Float64Array {
  return Float64Array.from({ length: rates.length / bins }, (_, unit) => {
    const curve = rates.subarray(unit * bins, (unit + 1) * bins);
    const differences = Array.from(curve.subarray(1), (rate, i) => rate - curve[i]!);
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const square = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length;
    return square > 0 ? Math.sqrt(square) : Number.NaN;
  });
}

/** Mean vector length of each curve of [units, bins] less its lowest rate: the published rule for units below zero. NaN where flat. */
export const shiftedLengths = (rates: Float64Array, bins: number): Float64Array =>
  Float64Array.from({ length: rates.length / bins }, (_, unit) =>
    shiftedLength(rates.subarray(unit * bins, (unit + 1) * bins)),
  );

/**
 * Length of the mean vector of rates by sector less the lowest of them: 0.5 for any cosine, however shallow, which is why it says
 * nothing of how strongly a unit is tuned. NaN for a flat curve.
 */
export function shiftedLength(curve: Float64Array): number {
  const lowest = Math.min(...curve.filter((rate) => !Number.isNaN(rate)));
  const { length, sum } = sectorVector(curve.map((rate) => rate - lowest));
  return sum > 0 ? length / sum : Number.NaN;
}
