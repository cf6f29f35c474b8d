/** What pictures of lags are made of, from what a study found by one rule. */
import { highestIn, rowsWithValues } from "../../../analyse/lags/best-lag.ts";
import type { ClassThresholds } from "../../../analyse/lags/class-rules.ts";
import { unitsOf } from "../../../analyse/lags/unit-classes.ts";
import type { ClassControl, LagNull } from "../../../draw/figure/lag-data.ts";
import type { LagStudy } from "../../../session/lag-study.ts";
import type { LagResults, ResultClass } from "./lag-results.ts";
import type { Found } from "./network-lags.ts";

/** @param words name of the source and what stands beside the numbers, as sentences */
export function studiedResults(
  study: LagStudy,
  findings: Found,
  words: { readonly title: string; readonly how: string },
): LagResults {
  const { sweep, evidence } = study.all;
  const { rule, thresholds, found } = findings;
  const { units, lagCm, hexagonal } = sweep;
  const { minShiftCm, lowGrid } = thresholds;
  const shifted = rowsWithValues(hexagonal, units).filter((row) => Math.abs(lagCm[row]!) >= minShiftCm);
  const unitNull = nullOfUnits(study);
  return {
    ...{ ...words, axis: sweep.axis, cmPerStep: sweep.cmPerStep, units, unitNumbers: sweep.unitNumbers },
    ...{ lagCm, scores: hexagonal, explainedVariance: sweep.explainedVariance },
    ...{ zeroScores: evidence.atZero, shiftedScores: highestIn(hexagonal, units, shifted) },
    ...{ bestCm: evidence.bestCm, bestScores: evidence.atBest, highestScores: evidence.highest },
    classes: rule.classes.map((name, label): ResultClass => {
      const members = unitsOf(rule, found.labels, name);
      return {
        ...{ name, units: members, controls: controlsOf(findings, label) },
        null: unitNull && meanNull(members.map(unitNull), lagCm.length),
      };
    }),
    ...{ minShiftCm, thresholds: namedThresholds(thresholds), unitNull },
    lowGrid: Number.isFinite(lowGrid)
      ? { threshold: lowGrid, units: unitsBelow(evidence.highest, lowGrid) }
      : undefined,
    control: study.untrained && {
      ...{ label: "untrained network, as many units", bestCm: study.untrained.evidence.bestCm },
    },
  };
}

/** Counts of a class in the untrained network, and its mean over the shuffles. */
function controlsOf({ found: { untrained, shuffles } }: Found, label: number): ClassControl[] {
  const sum = shuffles.reduce((total, counts) => total + counts[label]!, 0);
  return [
    ...(untrained ? [{ label: "untrained network", count: untrained[label]! }] : []),
    ...(shuffles.length > 0
      ? [{ label: `mean of ${countOf(shuffles.length)}`, count: sum / shuffles.length }]
      : []),
  ];
}

const countOf = (shuffles: number): string => (shuffles === 1 ? "1 shuffle" : `${shuffles} shuffles`);

/** Of the score of a unit at each lag; undefined: there are no shuffles of it. */
export function nullOfUnits({
  all: { sweep, shuffled },
  options,
}: LagStudy): ((unit: number) => LagNull) | undefined {
  const of = shuffled?.null.of.gridness;
  if (!of) return undefined;
  const percentile = Number((100 * (1 - options.alpha)).toPrecision(6));
  const label = `mean to ${ordinal(percentile)} percentile of ${countOf(options.shuffles)}`;
  const column = (values: Float64Array, unit: number) =>
    Float64Array.from(sweep.lags, (_, lag) => values[lag * sweep.units + unit]!);
  return (unit) => ({ label, mean: column(of.mean, unit), high: column(of.threshold, unit) });
}

const ordinal = (percentile: number): string => {
  const ending = { 1: "st", 2: "nd", 3: "rd" }[percentile % 10] ?? "th";
  return `${percentile}${Number.isInteger(percentile) && Math.floor(percentile / 10) !== 1 ? ending : "th"}`;
};

/** Means of both over the units; undefined without any. */
function meanNull(nulls: readonly LagNull[], lags: number): LagNull | undefined {
  const [first] = nulls;
  if (!first) return undefined;
  const meanOf = (of: (one: LagNull) => ArrayLike<number>) =>
    Float64Array.from({ length: lags }, (_, lag) => {
      const known = nulls.map((one) => of(one)[lag]!).filter((value) => !Number.isNaN(value));
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    });
  return {
    label: `${first.label}, averaged over the class`,
    mean: meanOf(({ mean }) => mean),
    high: meanOf(({ high }) => high),
  };
}

/** Those that the rule asks for, each value once. */
function namedThresholds({ gridness, zero, lowGrid }: ClassThresholds): { at: number; label: string }[] {
  const names = new Map<number, string[]>();
  for (const [at, name] of [
    [lowGrid, "low-grid"],
    [zero, "without a shift"],
    [gridness, "at the best shift"],
  ] as const) {
    if (Number.isFinite(at)) names.set(at, [...(names.get(at) ?? []), name]);
  }
  return [...names].map(([at, of]) => ({ at, label: `threshold ${at.toFixed(2)}: ${of.join(", ")}` }));
}

const unitsBelow = (highest: Float64Array, threshold: number): number[] =>
  [...highest.keys()].filter((unit) => highest[unit]! < threshold);
