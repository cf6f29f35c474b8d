/** Which numbers of networks are compared. */
import { aboveNull, beyondNoise, nullPercentile } from "../analyse/beyond-noise.ts";
import { quantile, survival } from "../analyse/survival.ts";
import { publishedThreshold } from "../analyse/thresholds.ts";
import type { Evaluation } from "./analysis.ts";
import type { ComparedNetwork } from "./comparison.ts";

interface Description {
  /** In JSON. */
  readonly name: string;
  /** For a reader: "decode error". */
  readonly label: string;
  /** Where there is little room: "error". */
  readonly short: string;
  /** "%" for shares, which are given in percent. */
  readonly unit?: string | undefined;
  /** Decimal places. */
  readonly digits: number;
  /** Not a result, such as the steps of the training. */
  readonly circumstance?: true;
}

/** One number of every network, in their order; NaN where a network has none. */
export interface ComparedNumber extends Description {
  readonly values: readonly number[];
  /** What matched noise has of it, in the same unit; undefined where that is no question. */
  readonly noise?: readonly number[] | undefined;
}

type NumberOf = (network: ComparedNetwork) => number;

const noiseBeyond: NumberOf = () => 100 - nullPercentile;

const definitions: readonly (Description & { readonly value: NumberOf; readonly noise?: NumberOf })[] = [
  {
    ...{ name: "aboveNullPercent", label: "hexagonal above noise", short: "> noise", unit: "%", digits: 1 },
    value: (network) => 100 * (hexagonal(network)?.share ?? Number.NaN),
    noise: noiseBeyond,
  },
  {
    ...{ name: "nullP95", label: "95 % of the noise below", short: "noise p95", digits: 2 },
    circumstance: true,
    value: (network) => hexagonal(network)?.threshold ?? Number.NaN,
  },
  {
    ...{ name: "aboveCustomaryPercent", label: `hexagonal above ${publishedThreshold}` },
    ...{ short: `> ${publishedThreshold}`, unit: "%", digits: 1 },
    value: ({ evaluation }) => percentAbove(evaluation, evaluation.scores.grid60),
    noise: ({ evaluation }) => percentAbove(evaluation, evaluation.noise?.grid60),
  },
  {
    ...{ name: "squareAboveNullPercent", label: "square above noise", short: "square", unit: "%", digits: 1 },
    value: ({ evaluation: { scores, noise } }) =>
      noise ? 100 * aboveNull(scores, noise).square.share : Number.NaN,
    noise: noiseBeyond,
  },
  {
    ...{ name: "bestHexagonal", label: "best hexagonal score", short: "best", digits: 2 },
    value: ({ evaluation: { scores } }) => quantile(scores.grid60, 1),
  },
  {
    ...{ name: "spacingM", label: "median spacing above noise", short: "spacing", unit: "m", digits: 2 },
    value: spacingBeyond,
  },
  {
    ...{ name: "activeUnits", label: "active units", short: "active", digits: 0, circumstance: true },
    value: ({ evaluation }) => evaluation.activeUnits,
  },
  {
    ...{ name: "units", label: "units", short: "units", digits: 0, circumstance: true },
    value: ({ evaluation }) => evaluation.units,
  },
  {
    ...{ name: "densityPercent", label: "samples a unit is on", short: "on", unit: "%", digits: 1 },
    circumstance: true,
    value: ({ evaluation }) => 100 * evaluation.observation.activity.density,
  },
  {
    ...{ name: "step", label: "training steps", short: "steps", digits: 0, circumstance: true },
    value: ({ evaluation }) => evaluation.step ?? Number.NaN,
  },
];

/** The numbers of all networks, those of the task first: what is measured of any of them is compared. */
export const comparedNumbers = (networks: readonly ComparedNetwork[]): ComparedNumber[] => [
  ...measuredNumbers(networks),
  ...definitions.map(({ value, noise, ...description }) => ({
    ...description,
    values: networks.map(value),
    noise: noise && networks.map(noise),
  })),
];

/** What was measured beside the activity, each with its floor where that is known. */
function measuredNumbers(networks: readonly ComparedNetwork[]): ComparedNumber[] {
  const metrics = new Map(
    networks.flatMap(({ evaluation }) =>
      evaluation.measured.map(({ metric }) => [metric.name, metric] as const),
    ),
  );
  return [...metrics.values()].flatMap(({ name, label, short, unit, digits }): ComparedNumber[] => {
    const found = networks.map(({ evaluation }) =>
      evaluation.measured.find(({ metric }) => metric.name === name),
    );
    const values = found.map((one) => one?.value ?? Number.NaN);
    const floors = found.map((one) => one?.levels?.floor ?? Number.NaN);
    return [
      { name, label, short, unit, digits, values },
      ...(floors.every(Number.isNaN)
        ? []
        : [
            {
              ...{ name: `${name}Floor`, label: `floor of the ${label}`, short: "floor" },
              ...{ unit, digits, values: floors, circumstance: true as const },
            },
          ]),
    ];
  });
}

const hexagonal = ({ evaluation: { scores, noise } }: ComparedNetwork) =>
  noise && beyondNoise(scores.grid60, noise.grid60);

const percentAbove = ({ noise }: Evaluation, scores: Float64Array | undefined): number =>
  noise && scores ? 100 * survival(scores, [publishedThreshold]).shares[0]! : Number.NaN;

/** Of the units that score above the noise. */
function spacingBeyond(network: ComparedNetwork): number {
  const limit = hexagonal(network)?.threshold;
  if (limit === undefined) return Number.NaN;
  const { grid60 } = network.evaluation.scores;
  return quantile(
    network.spacings.filter((_, unit) => grid60[unit]! > limit),
    0.5,
  );
}
