/**
 * Rules by which units are called predictive, each as it was published. Positive lags: the activity comes before the position.
 * No rule sees a theta rhythm, which networks do not have: where the names of a source speak of its phase, they are borrowed.
 */
import { suggestion } from "../../suggest.ts";
import { UserError } from "../../user-error.ts";

/** Of a unit. Scores are hexagonal ones; NaN: none. */
export interface UnitEvidence {
  readonly atZero: number;
  readonly atBest: number;
  /** Of all lags. */
  readonly highest: number;
  /** NaN: no lag has a score. */
  readonly bestCm: number;
  /** The score still rises where the lags end. */
  readonly beyond: boolean;
  /** By shuffles; undefined: there are none. */
  readonly significant?: { readonly atZero: boolean; readonly atBest: boolean } | undefined;
}

export interface ClassThresholds {
  /** Score at the best lag. */
  readonly gridness: number;
  /** Score without a shift. */
  readonly zero: number;
  /** Below it at all lags a unit is low-grid. */
  readonly lowGrid: number;
  /** Shorter shifts count as none, cm. */
  readonly minShiftCm: number;
}

/** What a user wishes of them; undefined: as the rule has it. */
export interface WishedThresholds {
  readonly gridness?: number | undefined;
  readonly zero?: number | undefined;
  readonly lowGrid?: number | undefined;
  readonly minShiftCm: number;
}

export interface ClassRule {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  /** In the order in which they are shown; the first is the predictive one. */
  readonly classes: readonly string[];
  readonly thresholds: Pick<ClassThresholds, "gridness" | "zero" | "lowGrid">;
  /** Whether it says nothing without shuffles. */
  readonly needsNull: boolean;
  classOf(unit: UnitEvidence, thresholds: ClassThresholds): string;
}

/** The first classes of every rule are of cells that it knows; the others are what is left. */
export const cellClasses = 3;

/** A class by the direction of the shift. */
function byShift(
  { bestCm }: UnitEvidence,
  minShiftCm: number,
  [ahead, behind, here]: readonly [string, string, string],
): string {
  if (bestCm >= minShiftCm) return ahead;
  return bestCm <= -minShiftCm ? behind : here;
}

export const classRules: readonly ClassRule[] = [
  {
    name: "fork-loose",
    description: "score at the best lag >= threshold; no word on the score without a shift",
    source: "multi_seed_predictive_analysis.py",
    classes: ["predictive", "phase-precession", "phase-locked", "low-grid", "unclassified"],
    thresholds: { gridness: 0.2, zero: Number.NEGATIVE_INFINITY, lowGrid: 0.2 },
    needsNull: false,
    classOf(unit, { gridness, lowGrid, minShiftCm }) {
      if (unit.highest < lowGrid && !(unit.atBest >= gridness)) return "low-grid";
      if (!(unit.atBest >= gridness) || unit.beyond) return "unclassified";
      return byShift(unit, minShiftCm, ["predictive", "phase-precession", "phase-locked"]);
    },
  },
  {
    name: "fork-strict",
    description: "scores at the best lag and without a shift >= thresholds, significant where shuffles are",
    source: "predictive_retrospective_summary.py",
    classes: ["predictive", "retrospective", "zero-lag", "low-grid", "other"],
    thresholds: { gridness: 0.5, zero: 0.5, lowGrid: Number.NEGATIVE_INFINITY },
    needsNull: false,
    classOf(unit, { gridness, zero, minShiftCm }) {
      const { significant = { atZero: true, atBest: true } } = unit;
      const passes =
        unit.atZero >= zero && significant.atZero && unit.atBest >= gridness && significant.atBest;
      if (!passes) return "low-grid";
      return unit.beyond ? "other" : byShift(unit, minShiftCm, ["predictive", "retrospective", "zero-lag"]);
    },
  },
  {
    name: "ouchi2024",
    description:
      "score significant at a best lag ahead, not significant without a shift; no theta phase here",
    source: "Ouchi & Fujisawa, Science 385:776 (2024)",
    classes: ["predictive", "retrospective", "current-position", "not-significant", "unclassified"],
    thresholds: {
      gridness: Number.NEGATIVE_INFINITY,
      zero: Number.NEGATIVE_INFINITY,
      lowGrid: Number.NEGATIVE_INFINITY,
    },
    needsNull: true,
    classOf(unit) {
      if (!unit.significant) throw new Error("ouchi2024 without shuffles");
      const { atZero, atBest } = unit.significant;
      if (atZero) return "current-position";
      if (!atBest) return "not-significant";
      if (unit.beyond || unit.bestCm === 0) return "unclassified";
      return unit.bestCm > 0 ? "predictive" : "retrospective";
    },
  },
];

/** @throws UserError (exit 2) naming the rules there are */
export function findRule(name: string): ClassRule {
  const rule = classRules.find((one) => one.name === name);
  if (rule) return rule;
  const names = classRules.map((one) => one.name);
  throw new UserError(`there is no rule '${name}'`, suggestion(name, names, `rules: ${names.join(", ")}`), 2);
}
