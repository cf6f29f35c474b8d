/** Several networks, how a number of theirs spreads, and the settings in which they differ. Which numbers, compared-numbers.ts says. */
import { leaves } from "../config/tree.ts";
import type { Condition } from "../tasks/activity-source.ts";
import type { Analysis, Evaluation, Look } from "./analysis.ts";

/** A network as it is compared. */
export interface ComparedNetwork {
  /** As the user named it. */
  readonly name: string;
  readonly evaluation: Evaluation;
  /** Of the lattice of each unit, m; NaN where there is none. */
  readonly spacings: Float64Array;
  /** What holds of its activity beside the activity itself. */
  readonly conditions: readonly Condition[];
  /** Undefined for a file of activity, of which nothing is set. */
  readonly config: object | undefined;
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
  const { conditions } = analysis.source;
  return { name, evaluation, spacings: (await analysis.lattices(look)).spacing, conditions, config };
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
