/** Whether two halves of the trajectories put units into the same classes. */
import { type ClassRule, cellClasses } from "./class-rules.ts";
import type { ClassLabels } from "./unit-classes.ts";

export interface LabelAgreement {
  readonly units: number;
  readonly same: number;
  /** Cohen's kappa: 1 for agreement, 0 for what two independent halves of the same class sizes have; NaN where all are in one class. */
  readonly kappa: number;
  /** The same of the units that are cells of some class in either half. */
  readonly cells: { readonly units: number; readonly same: number };
}

export function labelAgreement(rule: ClassRule, one: ClassLabels, other: ClassLabels): LabelAgreement {
  const units = one.length;
  const pairs = Array.from(one, (label, unit) => [label, other[unit]!] as const);
  const same = pairs.filter(([a, b]) => a === b).length;
  const cells = pairs.filter(([a, b]) => a < cellClasses || b < cellClasses);
  const shareOf = (labels: ClassLabels, label: number) =>
    labels.filter((each) => each === label).length / units;
  const byChance = rule.classes.reduce(
    (sum, _, label) => sum + shareOf(one, label) * shareOf(other, label),
    0,
  );
  return {
    ...{ units, same },
    kappa: byChance === 1 ? Number.NaN : (same / units - byChance) / (1 - byChance),
    cells: { units: cells.length, same: cells.filter(([a, b]) => a === b).length },
  };
}
