/** What a rule asks of units, in words. */
import type { ClassThresholds } from "../../../analyse/lags/class-rules.ts";
import type { RuleFindings } from "../../../session/rule-findings.ts";

/** A rule by its name, and what it asks for. */
export const ruleFact = ({
  rule,
  thresholds,
}: Pick<RuleFindings, "rule" | "thresholds">): [string, string] => [
  rule.name,
  `${rule.description}${thresholdWords(thresholds)}`,
];

/** " (0.5 and 0.5; shifts below 5 cm count as none)" */
function thresholdWords({ gridness, zero, lowGrid, minShiftCm }: ClassThresholds): string {
  const asked = [
    ["best", gridness],
    ["no shift", zero],
    ["low-grid", lowGrid],
  ] as const;
  const told = asked.filter(([, value]) => Number.isFinite(value)).map(([name, value]) => `${name} ${value}`);
  return told.length === 0 ? "" : ` (${told.join(", ")}; shifts below ${minShiftCm} cm are none)`;
}
