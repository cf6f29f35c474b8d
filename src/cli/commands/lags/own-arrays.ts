/** `lags.npz`: all that was computed, by our names. */
import { bestLagP } from "../../../analyse/lags/lag-null.ts";
import type { LagSweep } from "../../../analyse/lags/lag-sweep.ts";
import { scoresOfNull } from "../../../analyse/lags/significance.ts";
import { type NpyArray, npyArray } from "../../../format/npy-array.ts";
import type { JudgedSweep } from "../../../session/judged-sweep.ts";
import { conditionsArray } from "../../frame/conditions.ts";
import { unitNamesArray } from "../../frame/unit-names.ts";
import { isFound, type NetworkLags } from "./network-lags.ts";
import { indices } from "./published-numbers.ts";

/**
 * [L], [units], [L, units]. `half1_…`, `half2_…`: the same of the first and second half of the trajectories, `untrained_…` of the
 * untrained network, `null_…` of the shuffles. `class_RULE`: names. `held_out_RULE`: 1 and 0 for units that were tested, else -1.
 */
export function ownArrays({ plan, study, conditions, unitNames }: NetworkLags): Record<string, NpyArray> {
  const { all, halves, untrained, options } = study;
  const { sweep, evidence } = all;
  const text = (value: string) => npyArray([value], []);
  return {
    units: indices(sweep.unitNumbers),
    lags: npyArray(sweep.lags),
    lag_cm: npyArray(sweep.lagCm),
    cm_per_step: npyArray(Float64Array.of(sweep.cmPerStep), []),
    pairs: npyArray(sweep.pairs),
    ...estimates(sweep, ""),
    best_row: indices([...evidence.best.row]),
    best_cm: npyArray(evidence.bestCm),
    beyond_lags: npyArray(evidence.best.beyond),
    ...nullArrays(all, ""),
    ...(halves ? { ...estimates(halves[0].sweep, "half1_"), ...estimates(halves[1].sweep, "half2_") } : {}),
    ...(untrained
      ? { ...estimates(untrained.sweep, "untrained_"), ...nullArrays(untrained, "untrained_") }
      : {}),
    ...classArrays(study.findings, sweep.units),
    ...{ axis: text(sweep.axis), samples: text(sweep.samples), estimator: text(options.estimator) },
    ...{ edges: text(options.edges), scorer: text(plan.lags.scorer.name) },
    ...{
      null_kind: text(options.shuffles > 0 ? plan.nullKind : "none"),
      shuffles: npyArray(BigInt64Array.of(BigInt(options.shuffles)), []),
    },
    alpha: npyArray(Float64Array.of(options.alpha), []),
    ...unitNamesArray(unitNames && sweep.unitNumbers.map((unit) => unitNames[unit]!)),
    ...conditionsArray(conditions),
  };
}

function estimates(sweep: LagSweep, prefix: string): Record<string, NpyArray> {
  const shape = [sweep.lags.length, sweep.units];
  return {
    [`${prefix}grid60`]: npyArray(sweep.hexagonal, shape),
    [`${prefix}grid90`]: npyArray(sweep.square, shape),
    [`${prefix}explained_variance`]: npyArray(sweep.explainedVariance, shape),
    [`${prefix}spatial_information`]: npyArray(sweep.spatialInformation, shape),
  };
}

/** Of the hexagonal scores: levels at each lag, and of the best of all lags with its p. */
function nullArrays({ sweep, evidence, shuffled }: JudgedSweep, prefix: string): Record<string, NpyArray> {
  if (!shuffled) return {};
  const scores = scoresOfNull(shuffled.null);
  const shape = [sweep.lags.length, sweep.units];
  return {
    [`${prefix}null_mean`]: npyArray(scores.mean, shape),
    [`${prefix}null_deviation`]: npyArray(scores.deviation, shape),
    [`${prefix}null_threshold`]: npyArray(scores.threshold, shape),
    [`${prefix}null_best_threshold`]: npyArray(scores.bestThreshold),
    [`${prefix}null_level`]: npyArray(scores.level, shape),
    [`${prefix}null_best_level`]: npyArray(scores.bestLevel),
    [`${prefix}p`]: npyArray(bestLagP(scores, evidence.atBest)),
  };
}

const classArrays = (findings: NetworkLags["study"]["findings"], units: number): Record<string, NpyArray> =>
  Object.fromEntries(
    findings.filter(isFound).flatMap(({ rule, found: { labels, halves } }) => {
      const name = rule.name.replaceAll("-", "_");
      const classes = npyArray(Array.from(labels, (label) => rule.classes[label]!));
      if (!halves) return [[`class_${name}`, classes]];
      const tested = new Int8Array(units).fill(-1);
      halves.heldOut.units.forEach((unit, i) => {
        tested[unit] = halves.heldOut.confirmed[i]!;
      });
      return [
        [`class_${name}`, classes],
        [`held_out_${name}`, npyArray(tested)],
      ];
    }),
  );
