/** Units of a sweep in the classes of a rule. */
import type { ClassRule, ClassThresholds, WishedThresholds } from "./class-rules.ts";
import type { LagEvidence } from "./lag-evidence.ts";
import type { LagSignificance } from "./significance.ts";

/** Numbers of classes of the rule. */
export type ClassLabels = Uint8Array; // [units]

/** @param significance by shuffles; undefined: there are none */
export function classLabels(
  rule: ClassRule,
  thresholds: ClassThresholds,
  evidence: LagEvidence,
  significance?: LagSignificance,
): ClassLabels {
  const { units, best, bestCm, atBest, atZero, highest } = evidence;
  return Uint8Array.from({ length: units }, (_, unit) => {
    const name = rule.classOf(
      {
        ...{ atZero: atZero[unit]!, atBest: atBest[unit]!, highest: highest[unit]!, bestCm: bestCm[unit]! },
        beyond: best.beyond[unit] === 1,
        significant: significance && {
          atZero: significance.atZero[unit] === 1,
          atBest: significance.atBest[unit] === 1,
        },
      },
      thresholds,
    );
    const number = rule.classes.indexOf(name);
    if (number < 0) throw new Error(`${rule.name} has no class ${name}`);
    return number;
  });
}

/** Units in each class of the rule. */
export function classCounts({ classes }: ClassRule, labels: ClassLabels): number[] {
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** Units of a class, by number. */
export const unitsOf = ({ classes }: ClassRule, labels: ClassLabels, name: string): number[] =>
  [...labels.keys()].filter((unit) => classes[labels[unit]!] === name);

/** The rule with its own thresholds where others are not wished. */
export const thresholdsOf = ({ thresholds }: ClassRule, wished: WishedThresholds): ClassThresholds => {
  // What a rule does not ask for stays so.
  const of = (key: "gridness" | "zero" | "lowGrid") =>
    thresholds[key] === Number.NEGATIVE_INFINITY ? thresholds[key] : (wished[key] ?? thresholds[key]);
  return {
    ...{ gridness: of("gridness"), zero: of("zero"), lowGrid: of("lowGrid") },
    minShiftCm: wished.minShiftCm,
  };
};
