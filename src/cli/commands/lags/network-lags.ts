/** What `lags` knows of one network or file. */

import type { LaggedCell } from "../../../draw/figure/lagged-cell-figure.ts";
import type { NpyArray } from "../../../format/npy-array.ts";
import type { LagPlan } from "../../../session/lag-plan.ts";
import type { LagStudy } from "../../../session/lag-study.ts";
import type { RuleFindings } from "../../../session/rule-findings.ts";
import type { Condition } from "../../../tasks/activity-source.ts";
import type { UnitNames } from "../../frame/unit-names.ts";
import type { ShownAblation } from "../ablate/shown-ablation.ts";
import type { Picture } from "../figure/picture.ts";

export interface NetworkLags {
  /** As it was named. */
  readonly given: string;
  /** Short, for files. */
  readonly name: string;
  /** "quick after 1300 steps" */
  readonly title: string;
  /** Absolute path of the checkpoint or file that was read. */
  readonly path: string;
  readonly plan: LagPlan;
  readonly study: LagStudy;
  readonly conditions: readonly Condition[];
  /** Of all units of the source. */
  readonly unitNames?: UnitNames;
  /** Arrays of `evaluation_results.npz`, where files are written. */
  readonly evaluation?: Record<string, NpyArray> | undefined;
  /** Single units, where they are asked for or files are written. */
  readonly cells?: readonly LaggedCell[] | undefined;
  /** By file name without ending, where files are written. */
  readonly pictures?: ReadonlyMap<string, Picture> | undefined;
  /** Where the predictive units were silenced. */
  readonly ablation?: ShownAblation | undefined;
  /** Why there is no untrained twin, where there is none. */
  readonly alone?: string | undefined;
}

/** What a rule found, where shuffles are enough for it. */
export type Found = RuleFindings & { readonly found: NonNullable<RuleFindings["found"]> };

export const findingsOf = ({ study }: NetworkLags, rules: readonly string[]): RuleFindings[] =>
  study.findings.filter(({ rule }) => rules.includes(rule.name));

export const isFound = (findings: RuleFindings): findings is Found => findings.found !== undefined;

/** Units of a class in the shuffles: their mean and the most that one has; undefined: there are none. */
export function shuffledCounts({ found }: Found, label: number): { mean: number; most: number } | undefined {
  const counts = found.shuffles.map((classes) => classes[label]!);
  if (counts.length === 0) return undefined;
  return { mean: counts.reduce((sum, count) => sum + count, 0) / counts.length, most: Math.max(...counts) };
}

/** What a rule found that says something without shuffles, too. */
export function foundBy({ findings }: LagStudy, name: string): Found {
  const one = findings.find(({ rule }) => rule.name === name);
  if (!one || !isFound(one)) throw new Error(`nothing found by ${name}`);
  return one;
}
