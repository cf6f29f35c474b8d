/** What several networks have in common and in what they differ: their numbers and their settings. */
import { aboveNull, beyondNoise } from "../analyse/beyond-noise.ts";
import { quantile, survival } from "../analyse/survival.ts";
import { publishedThreshold } from "../analyse/thresholds.ts";
import { leaves } from "../config/tree.ts";
import type { Analysis, Evaluation, Look } from "./analysis.ts";

/** A network as it is compared. */
export interface ComparedNetwork {
  /** As the user named it. */
  readonly name: string;
  readonly evaluation: Evaluation;
  /** Of the lattice of each unit, m; NaN where there is none. */
  readonly spacings: Float64Array;
  /** Undefined for a file of activity, of which nothing is set. */
  readonly config: object | undefined;
}

/** One number of every network, in their order; NaN where a network has none. */
export interface ComparedNumber {
  /** In JSON. */
  readonly name: string;
  /** For a reader: "decode error". */
  readonly label: string;
  /** Where there is little room: "error". */
  readonly short: string;
  /** "%" for shares, which are given in percent. */
  readonly unit: string | undefined;
  /** Decimal places. */
  readonly digits: number;
  readonly values: readonly number[];
  /** What matched noise has of it, in the same unit; undefined where that is no question. */
  readonly noise?: readonly number[] | undefined;
}

/** Of the networks that have the number. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Of the sample, by count - 1; NaN for fewer than two. */
  readonly deviation: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Mean, standard deviation and range of what is not NaN; all NaN when nothing is. */
export function spreadOf(values: readonly number[]): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  const count = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...{ count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN },
    lowest: count > 0 ? Math.min(...known) : Number.NaN,
    highest: count > 0 ? Math.max(...known) : Number.NaN,
  };
}

/** What is to be compared of a network. */
export async function comparedNetwork(
  name: string,
  analysis: Analysis,
  look: Look,
  config: object | undefined,
): Promise<ComparedNetwork> {
  const evaluation = await analysis.evaluation(look);
  return { name, evaluation, spacings: (await analysis.lattices(look)).spacing, config };
}

type NumberOf = (network: ComparedNetwork) => number;

/** The numbers of all networks, those of the task first: what is measured of any of them is compared. */
export function comparedNumbers(networks: readonly ComparedNetwork[]): ComparedNumber[] {
  const number = (
    name: string,
    [label, short]: readonly [string, string],
    [digits, unit]: readonly [number, string?],
    value: NumberOf,
    noise?: NumberOf,
  ): ComparedNumber => ({
    ...{ name, label, short, unit, digits },
    values: networks.map(value),
    ...(noise && { noise: networks.map(noise) }),
  });
  const beyond: NumberOf = (network) => 100 * (hexagonal(network)?.share ?? Number.NaN);
  return [
    ...measuredNumbers(networks),
    number("aboveNullPercent", ["hexagonal above noise", "> noise"], [1, "%"], beyond, () => 5),
    number(
      "nullP95",
      ["95 % of the noise below", "noise p95"],
      [2],
      (network) => hexagonal(network)?.threshold ?? Number.NaN,
    ),
    number(
      "aboveCustomaryPercent",
      [`hexagonal above ${publishedThreshold}`, `> ${publishedThreshold}`],
      [1, "%"],
      ({ evaluation: e }) => percentAbove(e, e.scores.grid60),
      ({ evaluation: e }) => percentAbove(e, e.noise?.grid60),
    ),
    number(
      "squareAboveNullPercent",
      ["square above noise", "square"],
      [1, "%"],
      ({ evaluation: { scores, noise } }) =>
        noise ? 100 * aboveNull(scores, noise).square.share : Number.NaN,
      () => 5,
    ),
    number("bestHexagonal", ["best hexagonal score", "best"], [2], ({ evaluation: { scores } }) =>
      quantile(scores.grid60, 1),
    ),
    number("spacingM", ["median spacing above noise", "spacing"], [2, "m"], spacingBeyond),
    number("activeUnits", ["active units", "active"], [0], ({ evaluation }) => evaluation.activeUnits),
    number("units", ["units", "units"], [0], ({ evaluation }) => evaluation.units),
    number(
      "densityPercent",
      ["samples a unit is on", "on"],
      [1, "%"],
      ({ evaluation }) => 100 * evaluation.observation.activity.density,
    ),
    number("step", ["training steps", "steps"], [0], ({ evaluation }) => evaluation.step ?? Number.NaN),
  ];
}

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
              ...{ unit, digits, values: floors },
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

/** A setting that is not the same in all, with its value in each network; undefined where one does not have it. */
export interface DifferingSetting {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** The settings in which networks differ, by dotted key; files of activity have none and are left out of the question. */
export function differingSettings(networks: readonly Pick<ComparedNetwork, "config">[]): DifferingSetting[] {
  const settings = networks.map(({ config }) => config && new Map(leaves(config)));
  const known = settings.filter((each) => each !== undefined);
  const keys = new Set(known.flatMap((each) => [...each.keys()]));
  return [...keys]
    .filter((key) => known.some((each) => !Object.is(each.get(key), known[0]!.get(key))))
    .map((key) => ({ key, values: settings.map((each) => each?.get(key)) }));
}
