/** `NAME_summary.json` and `NAME_summary_data.npz`, as predictive_retrospective_summary.py writes them. */
import { type ClassRule, cellClasses } from "../../../analyse/lags/class-rules.ts";
import { scoresOfNull } from "../../../analyse/lags/significance.ts";
import { unitsOf } from "../../../analyse/lags/unit-classes.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import type { LagStudy } from "../../../session/lag-study.ts";
import { conditionsAnswer, conditionsArray } from "../../frame/conditions.ts";
import { foundBy, type NetworkLags } from "./network-lags.ts";
import { indices, meanOf, medianOf } from "./published-numbers.ts";

/** Units of the classes of fork-strict, in its order. */
function membersOf(study: LagStudy): { rule: ClassRule; members: number[][] } {
  const { rule, found } = foundBy(study, "fork-strict");
  return { rule, members: rule.classes.map((name) => unitsOf(rule, found.labels, name)) };
}

/** Strict JSON: null where a class is empty, and where nothing was shuffled. @param figure path of its picture */
export function retrospectiveSummary({ study, conditions, path }: NetworkLags, figure: string): string {
  const { sweep, evidence } = study.all;
  const { thresholds } = foundBy(study, "fork-strict");
  const { rule, members } = membersOf(study);
  const { shuffles, alpha } = study.options;
  const names = rule.classes.map((name) => name.replaceAll("-", "_"));
  const [predictive, retrospective] = members as [number[], number[]];
  const of = (units: readonly number[], values: Float64Array) => units.map((unit) => values[unit]!);
  const both = (statistic: (values: number[]) => number) => ({
    predictive: statistic(of(predictive, evidence.bestCm)),
    retrospective: statistic(of(retrospective, evidence.bestCm)),
  });
  const summary = {
    checkpoint: path,
    cm_per_step: sweep.cmPerStep,
    gridness_threshold: thresholds.gridness,
    zero_shift_threshold: thresholds.zero,
    min_shift_cm: thresholds.minShiftCm,
    shuffle_trials: shuffles,
    shuffle_alpha: shuffles > 0 ? alpha : null,
    counts: Object.fromEntries(names.map((name, label) => [name, members[label]!.length])),
    preferred_shift_mean_cm: both(meanOf),
    preferred_shift_median_cm: both(medianOf),
    gridness_means: {
      predictive_zero: meanOf(of(predictive, evidence.atZero)),
      predictive_shift: meanOf(of(predictive, evidence.atBest)),
      retrospective_zero: meanOf(of(retrospective, evidence.atZero)),
      retrospective_shift: meanOf(of(retrospective, evidence.atBest)),
    },
    figure_path: figure,
    ...conditionsAnswer(conditions),
  };
  // NaN and infinities are null.
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/** Arrays of `NAME_summary_data.npz`. Units are rows of the arrays; without shuffles theirs are empty. */
export function retrospectiveArrays({ study, conditions }: NetworkLags): Record<string, NpyArray> {
  const { sweep, evidence, shuffled } = study.all;
  const { members } = membersOf(study);
  const shape = [sweep.lags.length, sweep.units];
  const scores = shuffled && scoresOfNull(shuffled.null);
  const levels = (values: Float64Array | undefined) =>
    values ? npyArray(values, shape) : npyArray(new Float64Array(0));
  const names = ["predictive", "retrospective", "zero", "low_grid", "other"];
  if (names.length !== members.length || cellClasses > names.length) throw new Error("other classes");
  return {
    lag_cm: npyArray(sweep.lagCm),
    scores_60: npyArray(sweep.hexagonal, shape),
    scores_90: npyArray(sweep.square, shape),
    zero_scores: npyArray(evidence.atZero),
    best_idx: indices([...evidence.best.row]),
    best_scores: npyArray(evidence.atBest),
    best_shift_cm: npyArray(evidence.bestCm),
    ...Object.fromEntries(names.map((name, label) => [`classes_${name}`, indices(members[label]!)])),
    shuffle_thresholds: levels(scores?.threshold),
    shuffle_mean: levels(scores?.mean),
    shuffle_std: levels(scores?.deviation),
    ...conditionsArray(conditions),
  };
}
