/** Tuning of units to the direction of movement and to speed, each beside what shuffled pairs give. */
import type { Engine } from "../engine/engine.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { cosineCorrelation, shiftedLengths } from "./heading-shape.ts";
import { quantile } from "./survival.ts";
import { directedThreshold } from "./thresholds.ts";
import { rowsOfPairing, type TuningOptions } from "./tuning-rows.ts";
import { leastShiftSeconds } from "./tuning-shifts.ts";
import { type ShufflingBy, type TuningSums, tuningSums } from "./tuning-sums.ts";

export interface Tuning {
  readonly units: number;
  readonly samples: number;
  readonly shuffles: number;
  readonly shufflingBy: ShufflingBy;
  readonly heading: HeadingTuning;
  readonly speed: SpeedTuning;
}

/** What the null pairs, for a reader. */
export const shufflingWords: Readonly<Record<ShufflingBy, string>> = {
  exchange: "each trajectory with headings and speeds of another",
  shift: `each trial with its own headings and speeds, shifted in a circle by at least ${leastShiftSeconds} s (of a short one, a quarter)`,
};

export interface HeadingTuning {
  /** Sectors of the full turn, the first one beginning at -pi. */
  readonly bins: number;
  readonly visits: Float64Array; // [bins]
  /** Mean rate in each sector; NaN where never visited. */
  readonly rates: Float64Array; // [units, bins]
  /** Direction of the mean vector, rad; NaN for a unit that does not vary. */
  readonly direction: Float64Array; // [units]
  /** Length of the sum of the sectors' vectors, twice the mean: the amplitude of the cosine that fits best. */
  readonly amplitude: Float64Array; // [units]
  /**
   * Length of the mean vector over the mean rate, 0 to 1. NaN for a unit that does not vary, and for a signed one: rates below
   * zero have no mean vector length, and shifting them up makes any cosine look tuned.
   */
  readonly vectorLength: Float64Array; // [units]
  /**
   * The same of the rates by sector less the lowest of them, which is how signed units were given one elsewhere: about 0.5 for any
   * cosine, whatever its depth. NaN for a unit that does not vary.
   */
  readonly shiftedLength: Float64Array; // [units]
  /**
   * Correlation of the activity with the cosine of heading that fits it best, all sectors counting the same, 0 to 1: the
   * circular-linear correlation of Mardia and Jupp 2000 where all headings are as frequent. NaN for a unit that does not vary.
   */
  readonly correlation: Float64Array; // [units]
  /** 95th percentile of it over the shuffles. */
  readonly correlationNull95: Float64Array; // [units]
  /** Share of the shuffles of all units whose vector length is above `directedThreshold`; NaN without shuffles. */
  readonly directedShuffles: number;
  /** Whether the unit was below zero in any sample. */
  readonly signed: readonly boolean[];
  /** 95th percentile over the shuffles: of the vector length, or of the amplitude of a signed unit. */
  readonly null95: Float64Array; // [units]
  /** Share of pairings, the true one included, that are tuned as strongly; NaN where there is nothing to compare. */
  readonly p: Float64Array; // [units]
}

export interface SpeedTuning {
  readonly bins: number;
  /** The curve goes from 0 to it, m/s. */
  readonly limit: number;
  readonly visits: Float64Array; // [bins]
  readonly rates: Float64Array; // [units, bins]
  /** Speed score: Pearson correlation of rate and speed over all samples. NaN for a unit that does not vary. */
  readonly score: Float64Array; // [units]
  /** 95th and 99th percentile of its magnitude over the shuffles. */
  readonly null95: Float64Array; // [units]
  readonly null99: Float64Array; // [units]
  readonly p: Float64Array; // [units], of the magnitude
  /**
   * The same with what the speed is above the mean at the same place (20 x 20 bins): the semipartial correlation, which a unit that only knows
   * where the animal is slow does not have.
   */
  readonly atPlace: {
    readonly score: Float64Array; // [units]
    readonly null95: Float64Array; // [units]
    readonly null99: Float64Array; // [units]
    readonly p: Float64Array; // [units]
  };
}

/**
 * How rates depend on the direction and the speed of the movement, whatever the place. The same options give the same
 * answer; with own kernels, to the last bit.
 * @throws UserError when there are too few trajectories to shuffle, or they are too long for it
 */
export function tuning(engine: Engine, source: ActivitySource, options: TuningOptions): Tuning {
  const { shuffles } = options;
  const sums = tuningSums(engine, source, options);
  const { units, samples, shufflingBy } = sums;
  return {
    units,
    samples,
    shuffles,
    shufflingBy,
    heading: headingTuning(sums, options),
    speed: speedTuning(sums, options),
  };
}

type Pairing = (row: (typeof rowsOfPairing)[number], pairing: number, unit: number) => number;

const pairingsOf =
  ({ pairings, units }: TuningSums): Pairing =>
  (row, pairing, unit) =>
    pairings[(pairing * rowsOfPairing.length + rowsOfPairing.indexOf(row)) * units + unit]!;

function headingTuning(sums: TuningSums, { headingBins: bins, shuffles }: TuningOptions): HeadingTuning {
  const { units, samples, smallest } = sums;
  const at = pairingsOf(sums);
  const vector = (pairing: number, unit: number) =>
    Math.hypot(at("cosine", pairing, unit), at("sine", pairing, unit));
  const varying = variesOf(sums);
  const length = (pairing: number, unit: number) => vector(pairing, unit) / at("constant", pairing, unit);
  const signed = Array.from(smallest, (rate) => rate < 0);
  const strength = (pairing: number, unit: number) => {
    if (!varying[unit]) return Number.NaN;
    return signed[unit] ? (2 * vector(pairing, unit)) / samples : length(pairing, unit);
  };
  const perUnit = (value: (unit: number) => number) =>
    Float64Array.from({ length: units }, (_, i) => value(i));
  const { null95, p } = compare(units, shuffles, strength);
  const rates = curves(sums.headingSums, sums.headingVisits, units);
  const curveOf = (unit: number) => rates.subarray(unit * bins, (unit + 1) * bins);
  const correlation = (pairing: number, unit: number) => {
    if (!varying[unit]) return Number.NaN;
    // Of a shuffle, sectors differ by chance alone.
    return pairing > 0
      ? (Math.SQRT2 * vector(pairing, unit)) / samples / Math.sqrt(varianceOf(sums, unit))
      : cosineCorrelation(curveOf(unit), sums.headingVisits, sums.squareSums[unit]! / samples);
  };
  const shifted = shiftedLengths(rates, bins);
  return {
    bins,
    visits: sums.headingVisits,
    rates,
    direction: perUnit((unit) =>
      varying[unit] ? Math.atan2(at("sine", 0, unit), at("cosine", 0, unit)) : Number.NaN,
    ),
    amplitude: perUnit((unit) => (2 * vector(0, unit)) / samples),
    vectorLength: perUnit((unit) => (signed[unit] || !varying[unit] ? Number.NaN : length(0, unit))),
    shiftedLength: perUnit((unit) => (varying[unit] ? shifted[unit]! : Number.NaN)),
    correlation: perUnit((unit) => correlation(0, unit)),
    directedShuffles: directedShare(units, shuffles, (pairing, unit) =>
      signed[unit] || !varying[unit] ? Number.NaN : length(pairing, unit),
    ),
    correlationNull95: compare(units, shuffles, correlation).null95,
    signed,
    null95,
    p,
  };
}

function directedShare(
  units: number,
  shuffles: number,
  length: (pairing: number, unit: number) => number,
): number {
  let above = 0;
  for (let pairing = 1; pairing <= shuffles; pairing++) {
    for (let unit = 0; unit < units; unit++) if (length(pairing, unit) > directedThreshold) above++;
  }
  return above / (shuffles * units);
}

function speedTuning(sums: TuningSums, { speedBins, speedLimit, shuffles }: TuningOptions): SpeedTuning {
  const { units, samples, speedDeviation, deviationAtPlace } = sums;
  const at = pairingsOf(sums);
  const varying = variesOf(sums);
  const scored = (sum: (pairing: number, unit: number) => number, deviation: number) => {
    const correlation = (pairing: number, unit: number) =>
      varying[unit]
        ? sum(pairing, unit) / samples / (Math.sqrt(varianceOf(sums, unit)) * deviation)
        : Number.NaN;
    const score = Float64Array.from({ length: units }, (_, unit) => correlation(0, unit));
    return {
      score,
      ...compare(units, shuffles, (pairing, unit) => Math.abs(correlation(pairing, unit))),
    };
  };
  return {
    bins: speedBins,
    limit: speedLimit,
    visits: sums.speedVisits,
    rates: curves(sums.speedSums, sums.speedVisits, units),
    ...scored((pairing, unit) => at("speed", pairing, unit), speedDeviation),
    atPlace: scored((pairing, unit) => sums.atPlace[pairing * units + unit]!, deviationAtPlace),
  };
}

const varianceOf = ({ samples, rateSums, squareSums }: TuningSums, unit: number): number =>
  squareSums[unit]! / samples - (rateSums[unit]! / samples) ** 2;

/** Of the mean square. Rates are float32, which rounds by 1e-15 of it; summing a million squares may cost more. */
export const leastVariance = 1e-10;

/** Whether units vary by more than rounding: the others have no tuning. */
const variesOf = (sums: TuningSums): boolean[] =>
  Array.from(
    sums.squareSums,
    (square, unit) => varianceOf(sums, unit) > (leastVariance * square) / sums.samples,
  );

/** [units, bins] mean rates of [bins, units] sums. */
function curves(sums: Float64Array, visits: Float64Array, units: number): Float64Array {
  const bins = visits.length;
  return Float64Array.from(
    { length: units * bins },
    (_, i) => sums[(i % bins) * units + Math.floor(i / bins)]! / visits[i % bins]!,
  );
}

/** The true pairing, number 0, among the shuffled ones. */
function compare(
  units: number,
  shuffles: number,
  strength: (pairing: number, unit: number) => number,
): { null95: Float64Array; null99: Float64Array; p: Float64Array } {
  const null95 = new Float64Array(units).fill(Number.NaN);
  const null99 = new Float64Array(units).fill(Number.NaN);
  const p = new Float64Array(units).fill(Number.NaN);
  for (let unit = 0; unit < units; unit++) {
    const real = strength(0, unit);
    if (shuffles === 0 || Number.isNaN(real)) continue;
    const shuffled = Float64Array.from({ length: shuffles }, (_, i) => strength(i + 1, unit));
    null95[unit] = quantile(shuffled, 0.95);
    null99[unit] = quantile(shuffled, 0.99);
    p[unit] = (1 + shuffled.filter((value) => value >= real).length) / (1 + shuffles);
  }
  return { null95, null99, p };
}
