/** `gridness_data.npz` and `summary.txt`, as multi_seed_predictive_analysis.py writes them. */
import { highestIn, rowsWithValues } from "../../../analyse/lags/best-lag.ts";
import { cellClasses } from "../../../analyse/lags/class-rules.ts";
import { unitsOf } from "../../../analyse/lags/unit-classes.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import type { LagStudy } from "../../../session/lag-study.ts";
import { conditionsArray, conditionsText } from "../../frame/conditions.ts";
import { type PublishedMetrics, publishedMetrics } from "../ablate/published-metrics.ts";
import { foundBy, type NetworkLags } from "./network-lags.ts";
import { indices, meanOf, medianOf, pythonNumber } from "./published-numbers.ts";

interface GridnessData {
  readonly zeroScores: Float64Array;
  readonly shiftedScores: Float64Array;
  /** Predictive, phase-precession and phase-locked units. */
  readonly classes: readonly (readonly number[])[];
  readonly lowGrid: readonly number[];
}

function gridnessData(study: LagStudy): GridnessData {
  const { sweep, evidence } = study.all;
  const { rule, thresholds, found } = foundBy(study, "fork-loose");
  const { hexagonal, units, lagCm } = sweep;
  const shifted = rowsWithValues(hexagonal, units).filter(
    (row) => Math.abs(lagCm[row]!) >= thresholds.minShiftCm,
  );
  return {
    zeroScores: evidence.atZero,
    shiftedScores: highestIn(hexagonal, units, shifted),
    classes: rule.classes.slice(0, cellClasses).map((name) => unitsOf(rule, found.labels, name)),
    // Whatever the class: two thresholds may overlap.
    lowGrid: [...evidence.highest.keys()].filter((unit) => evidence.highest[unit]! < thresholds.lowGrid),
  };
}

/** Arrays of `gridness_data.npz`. Units are rows of the arrays. Errors of an ablation that was not asked for are NaN, or none. */
export function gridnessArrays({ study, conditions, ablation }: NetworkLags): Record<string, NpyArray> {
  const { sweep, evidence } = study.all;
  const { zeroScores, shiftedScores, classes, lowGrid } = gridnessData(study);
  const [predictive, precession, locked] = classes;
  const errors = ablation && publishedMetrics(ablation);
  const number = (value: number | null | undefined) => npyArray(Float64Array.of(value ?? Number.NaN), []);
  return {
    lag_cm: npyArray(sweep.lagCm),
    scores_60: npyArray(sweep.hexagonal, [sweep.lags.length, sweep.units]),
    zero_scores: npyArray(zeroScores),
    shifted_scores: npyArray(shiftedScores),
    classes_predictive: indices(predictive!),
    classes_phase_precession: indices(precession!),
    classes_phase_locked: indices(locked!),
    best_cm: npyArray(evidence.bestCm),
    low_grid_units: indices(lowGrid),
    ablation_baseline_error_cm: number(errors?.baseline_error_cm),
    ablation_predictive_error_cm: number(errors?.predictive_error_cm),
    ablation_random_error_cm: npyArray(Float64Array.from(errors?.random_error_cm ?? [])),
    ...conditionsArray(conditions),
  };
}

/** `summary.txt`: a key and its value a line, numbers as Python writes them. */
export function gridnessSummary({ study, conditions, ablation }: NetworkLags): string {
  const { sweep, evidence } = study.all;
  const { zeroScores, shiftedScores, classes, lowGrid } = gridnessData(study);
  const [predictive, precession, locked] = classes;
  const shiftsOf = (units: readonly number[]) => units.map((unit) => evidence.bestCm[unit]!);
  const lines: [string, string][] = [
    ["cm_per_step", pythonNumber(sweep.cmPerStep)],
    ["lag_cm", `[${Array.from(sweep.lagCm, pythonNumber).join(", ")}]`],
    ["zero_scores_mean", pythonNumber(meanOf(zeroScores))],
    ["shifted_scores_mean", pythonNumber(meanOf(shiftedScores))],
    ["num_predictive", String(predictive!.length)],
    ["num_phase_precession", String(precession!.length)],
    ["num_phase_locked", String(locked!.length)],
    ["num_low_grid_units", String(lowGrid.length)],
    ["preferred_shift_mean_predictive_cm", pythonNumber(meanOf(shiftsOf(predictive!)))],
    ["preferred_shift_median_predictive_cm", pythonNumber(medianOf(shiftsOf(predictive!)))],
    ["preferred_shift_mean_retrospective_cm", pythonNumber(meanOf(shiftsOf(precession!)))],
    ["preferred_shift_median_retrospective_cm", pythonNumber(medianOf(shiftsOf(precession!)))],
    ...(ablation ? ablationLines(publishedMetrics(ablation)) : []),
    ...(conditions.length === 0
      ? []
      : [["conditions", conditionsText(conditions)] satisfies [string, string]]),
  ];
  return `${lines.map(([key, value]) => `${key}: ${value}`).join("\n")}\n`;
}

const ablationLines = (errors: PublishedMetrics): [string, string][] => [
  ["ablation_batches", pythonNumber(errors.batches)],
  ["ablation_predictive_units", String(errors.predictive_unit_count)],
  ["ablation_baseline_error_cm", pythonNumber(errors.baseline_error_cm)],
  ["ablation_predictive_error_cm", pythonNumber(errors.predictive_error_cm ?? Number.NaN)],
  ["ablation_random_error_cm", `[${errors.random_error_cm.map(pythonNumber).join(", ")}]`],
  ["ablation_random_error_cm_mean", pythonNumber(meanOf(errors.random_error_cm))],
];
