/** Which numbers of networks are compared. */
import { aboveNull } from "../analyse/beyond-noise.ts";
import { significance } from "../analyse/nulls/significance.ts";
import { quantile, survival } from "../analyse/survival.ts";
import { nullPercentile, publishedThreshold } from "../analyse/thresholds.ts";
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
    ...{ name: "discoveriesPercent", label: "hexagonal after Benjamini-Hochberg" },
    ...{ short: "BH", unit: "%", digits: 1 },
    value: (network) => (100 * (hexagonal(network)?.discoveries ?? Number.NaN)) / network.evaluation.units,
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
    noise: ({ evaluation }) => percentAbove(evaluation, evaluation.nullScores?.grid60),
  },
  {
    ...{ name: "squareAboveNullPercent", label: "square above noise", short: "square", unit: "%", digits: 1 },
    value: ({ evaluation: { scores, nullScores } }) =>
      nullScores ? 100 * aboveNull(scores, nullScores).square.share : Number.NaN,
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
    ...{ name: "bestCellErrorCm", label: "decode error, best cell", short: "1 cell", unit: "cm", digits: 2 },
    value: ({ evaluation: { observation } }) => observation.readout?.ways.bestCell.errorCm ?? Number.NaN,
  },
  {
    ...{ name: "weightedErrorCm", label: "decode error, weighted mean" },
    ...{ short: "weighted", unit: "cm", digits: 2 },
    value: ({ evaluation: { observation } }) => observation.readout?.ways.weightedMean.errorCm ?? Number.NaN,
  },
  {
    ...{ name: "headingErrorDegrees", label: "heading error", short: "heading", unit: "deg", digits: 1 },
    value: ({ evaluation: { observation } }) =>
      (180 / Math.PI) * (observation.readout?.heading?.error ?? Number.NaN),
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
    label: isNoise(networks) ? description.label : description.label.replace("noise", "null"),
    short: isNoise(networks) ? description.short : description.short.replace("noise", "null"),
    values: networks.map(value),
    noise: noise && networks.map(noise),
  })),
];

/** Whether all are held to matched noise. */
export const isNoise = (networks: readonly ComparedNetwork[]): boolean =>
  networks.every(
    ({ evaluation: { nullScores } }) => (nullScores?.kind ?? "smoothed-noise") === "smoothed-noise",
  );

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

const hexagonal = ({ evaluation: { scores, nullScores } }: ComparedNetwork) =>
  nullScores && aboveNull(scores, nullScores).hexagonal;

const percentAbove = ({ nullScores }: Evaluation, scores: Float64Array | undefined): number =>
  nullScores && scores ? 100 * survival(scores, [publishedThreshold]).shares[0]! : Number.NaN;

/** Of the units that score above the null. */
function spacingBeyond({ evaluation: { scores, nullScores }, spacings }: ComparedNetwork): number {
  if (!nullScores) return Number.NaN;
  const { thresholds } = significance(scores.grid60, nullScores, nullScores.grid60);
  return quantile(
    spacings.filter((_, unit) => scores.grid60[unit]! > thresholds[unit]!),
    0.5,
  );
}
