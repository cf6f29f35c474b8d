/** What sums of tuning are made of: rows of factors, a number for each sample in each, and moments of the rates. */
import type { Engine } from "../engine/engine.ts";
import { multiply } from "../engine/product.ts";
import {
  type Behaviour,
  type BehaviourOptions,
  headingBin,
  type Movement,
  sectorMiddle,
  speedBin,
} from "./behaviour.ts";

export interface TuningOptions extends BehaviourOptions {
  readonly shuffles: number;
}

/** Rows of the sums, for the true pairs and then for each shuffle; every row has one number for each unit. */
export const rowsOfPairing = ["cosine", "sine", "constant", "speed"] as const;

export const perPairing = rowsOfPairing.length;

/** Rows of the first product: of the pairings, of the sectors, of the bins of speed. */
export const rowCount = ({ shuffles, headingBins, speedBins }: TuningOptions): number =>
  perPairing * (1 + shuffles) + headingBins + speedBins;

/** And of the second: the speed above the mean at the place, of every pairing. */
export const placeRowCount = ({ shuffles }: TuningOptions): number => 1 + shuffles;

/**
 * Factors of one sample in the rows of a true pair, at `at`, and a 1 in the row of its sector and of its bin of speed.
 * @param pairing a row for each of `rowsOfPairing`, and that of the second product @param curve the row of a sector, or of a bin of speed after them
 */
export function fillSample(
  pairing: readonly Float32Array[],
  curve: (row: number) => Float32Array,
  at: number,
  { headings, speeds, positions }: Movement,
  sample: number,
  { headingVisits, speedMean, meanSpeedAt, samples: all }: Behaviour,
  { headingBins, speedBins, speedLimit }: TuningOptions,
): void {
  const sector = headingBin(headings[sample]!, headingBins);
  const weight = all / (headingBins * headingVisits[sector]!);
  const angle = sectorMiddle(sector, headingBins);
  pairing[0]![at] = weight * Math.cos(angle);
  pairing[1]![at] = weight * Math.sin(angle);
  pairing[2]![at] = weight;
  pairing[3]![at] = speeds[sample]! - speedMean;
  pairing[4]![at] = speeds[sample]! - meanSpeedAt(positions[2 * sample]!, positions[2 * sample + 1]!);
  curve(sector)[at] = 1;
  const bin = speedBin(speeds[sample]!, speedLimit, speedBins);
  if (bin < speedBins) curve(headingBins + bin)[at] = 1;
}

/**
 * Both products of factors [rows of both, inner] with rates [inner, units], one below the other. Each is of its own: what one is of does not
 * depend on how many rows the other has.
 */
export function multiplyRows(
  engine: Engine,
  options: TuningOptions,
  {
    factors,
    rates,
    out,
    inner,
    units,
  }: Readonly<Record<"factors" | "rates" | "out" | "inner" | "units", number>>,
): void {
  const rows = rowCount(options);
  const product = { right: rates, inner, columns: units };
  multiply(engine, { ...product, left: factors, out, rows });
  const [left, below] = [factors + rows * inner * 4, out + rows * units * 4];
  multiply(engine, { ...product, left, out: below, rows: placeRowCount(options) });
}

/** [units] each. */
export interface Moments {
  readonly sum: Float64Array;
  readonly square: Float64Array;
  readonly smallest: Float64Array;
}

export const noMoments = (units: number): Moments => ({
  sum: new Float64Array(units),
  square: new Float64Array(units),
  smallest: new Float64Array(units).fill(Number.POSITIVE_INFINITY),
});

/** @param rates [samples, units] */
export function addMoments(rates: Float32Array, { sum, square, smallest }: Moments): void {
  const units = sum.length;
  for (let start = 0; start < rates.length; start += units) {
    for (let unit = 0; unit < units; unit++) {
      const rate = rates[start + unit]!;
      sum[unit]! += rate;
      square[unit]! += rate * rate;
      if (rate < smallest[unit]!) smallest[unit] = rate;
    }
  }
}
