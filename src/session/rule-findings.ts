/** What one rule finds in a source, its shuffles, its halves and its untrained twin. */
import type { ClassRule, ClassThresholds } from "../analyse/lags/class-rules.ts";
import { type HeldOut, heldOut } from "../analyse/lags/held-out.ts";
import { type LabelAgreement, labelAgreement } from "../analyse/lags/label-agreement.ts";
import { fewestShuffles } from "../analyse/lags/significance.ts";
import {
  type ClassLabels,
  classCounts,
  classLabels,
  thresholdsOf,
  unitsOf,
} from "../analyse/lags/unit-classes.ts";
import type { JudgedSweep } from "./judged-sweep.ts";
import type { LagStudyOptions } from "./lag-study-options.ts";

/** Units in each class of a rule. */
export type ClassCounts = readonly number[];

export interface RuleFindings {
  readonly rule: ClassRule;
  readonly thresholds: ClassThresholds;
  /** Undefined: the rule says nothing with so few shuffles. */
  readonly found?: FoundClasses | undefined;
}

export interface FoundClasses {
  readonly labels: ClassLabels;
  readonly counts: ClassCounts;
  /** Undefined: there is no such network. */
  readonly untrained?: ClassCounts | undefined;
  /** Of each shuffle; empty: there are none. */
  readonly shuffles: readonly ClassCounts[];
  /** Undefined: there are no halves. */
  readonly halves?: { readonly agreement: LabelAgreement; readonly heldOut: HeldOut } | undefined;
}

interface Judged {
  readonly all: JudgedSweep;
  readonly halves?: readonly [JudgedSweep, JudgedSweep] | undefined;
  readonly untrained?: JudgedSweep | undefined;
}

/** Whether a rule can say anything with so many shuffles. */
export const canJudge = (
  { needsNull }: ClassRule,
  { shuffles, alpha }: Pick<LagStudyOptions, "shuffles" | "alpha">,
): boolean => !needsNull || shuffles >= fewestShuffles(alpha);

export function ruleFindings(
  rule: ClassRule,
  options: LagStudyOptions,
  { all, halves, untrained }: Judged,
): RuleFindings {
  const thresholds = thresholdsOf(rule, options.thresholds);
  if (!canJudge(rule, options)) return { rule, thresholds };
  const labelsOf = ({ evidence, shuffled }: JudgedSweep) =>
    classLabels(rule, thresholds, evidence, shuffled?.significance);
  const labels = labelsOf(all);
  return {
    ...{ rule, thresholds },
    found: {
      labels,
      counts: classCounts(rule, labels),
      untrained: untrained && classCounts(rule, labelsOf(untrained)),
      shuffles: (all.shuffled?.each ?? []).map(({ evidence, significance }) =>
        classCounts(rule, classLabels(rule, thresholds, evidence, significance)),
      ),
      halves: halves && comparedHalves(rule, options, halves, labelsOf),
    },
  };
}

function comparedHalves(
  rule: ClassRule,
  options: LagStudyOptions,
  [first, second]: readonly [JudgedSweep, JudgedSweep],
  labelsOf: (half: JudgedSweep) => ClassLabels,
) {
  const chosen = labelsOf(first);
  const predictive = unitsOf(rule, chosen, rule.classes[0]!);
  return {
    agreement: labelAgreement(rule, chosen, labelsOf(second)),
    heldOut: heldOut(predictive, first.evidence, second.sweep, options, second.shuffled?.null),
  };
}
