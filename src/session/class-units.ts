/** Units that a rule of lags puts into one of its classes, for whoever wants only them, beside what it finds elsewhere. */
import { type ClassRule, type ClassThresholds, classRules } from "../analyse/lags/class-rules.ts";
import { fewestShuffles } from "../analyse/lags/significance.ts";
import { unitsOf } from "../analyse/lags/unit-classes.ts";
import type { Engine } from "../engine/engine.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import type { Pace } from "./analysis.ts";
import { judgedSweep } from "./judged-sweep.ts";
import { type LagPlan, type LagWishes, lagPlan } from "./lag-plan.ts";
import { sweepsOf } from "./lag-sweeps.ts";
import { ruleFindings } from "./rule-findings.ts";

export interface ClassChoice {
  readonly rule: ClassRule;
  /** One of the rule's. */
  readonly name: string;
  readonly wishes: LagWishes;
}

/** All names of classes, each once. */
export const classNames: readonly string[] = [...new Set(classRules.flatMap(({ classes }) => classes))];

/** @throws UserError (exit 2) when the rule has no such class, or says nothing with so few shuffles */
export function checkClass({ rule, name, wishes }: ClassChoice): void {
  if (!rule.classes.includes(name)) {
    throw new UserError(`${rule.name} has no class ${name}`, `its classes: ${rule.classes.join(", ")}`, 2);
  }
  const least = fewestShuffles(wishes.alpha);
  if (rule.needsNull && wishes.shuffles < least) {
    throw new UserError(
      `${rule.name} says nothing with ${wishes.shuffles} shuffles`,
      `write: --shuffles ${least}`,
      2,
    );
  }
}

/** The units, how they were found, and how many the same rule finds where there are none to be found. */
export interface ClassFound {
  readonly plan: LagPlan;
  readonly thresholds: ClassThresholds;
  /** Of the source, rising. */
  readonly units: readonly number[];
  /** Undefined: there is no such network. */
  readonly untrained: number | undefined;
  /** Of each shuffle; empty: there are none. */
  readonly shuffles: readonly number[];
}

/**
 * @param twin the network before its first step; undefined: there is none
 * @throws UserError as `checkClass` and `lagPlan`
 */
export async function classUnits(
  engine: Engine,
  source: ActivitySource,
  twin: (() => ActivitySource) | undefined,
  choice: ClassChoice,
  pace: Pace,
): Promise<ClassFound> {
  checkClass(choice);
  const { rule, name, wishes } = choice;
  const looked = wishes.units ?? Array.from({ length: source.units }, (_, unit) => unit);
  const plan = lagPlan({ ...wishes, units: looked }, source);
  const { study } = plan;
  const judged = (of: ActivitySource, who: string) =>
    judgedSweep(sweepsOf(engine, of, plan, pace, who), study.trajectories, study);
  const all = await judged(source, "");
  const untrained = twin && (await judged(twin(), "untrained"));
  const { found, thresholds } = ruleFindings(rule, study, { all, untrained });
  if (!found) throw new Error(`${rule.name} says nothing`);
  const number = rule.classes.indexOf(name);
  return {
    ...{ plan, thresholds },
    units: unitsOf(rule, found.labels, name).map((unit) => looked[unit]!),
    untrained: found.untrained?.[number],
    shuffles: found.shuffles.map((counts) => counts[number]!),
  };
}
