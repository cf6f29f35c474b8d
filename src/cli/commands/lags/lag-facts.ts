/** What has to stand beside the numbers of `lags`: how they were made. */

import type { LagNullKind } from "../../../analyse/lags/lag-null.ts";
import { counted } from "../../../counted.ts";
import type { LagPlan } from "../../../session/lag-plan.ts";
import { conditionsText } from "../../frame/conditions.ts";
import { unitNamesText } from "../../frame/unit-names.ts";
import type { NetworkLags } from "./network-lags.ts";

const nullWords: Readonly<Record<LagNullKind, string>> = {
  circular: "each trajectory's activity rolled within itself",
  exchanged: "each trajectory with the activity of another",
  joint: "all samples dealt out anew, as published: a weak null",
};

const cm = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

/** Label and text of each fact. */
export function lagFacts(network: NetworkLags): [string, string][] {
  const { plan, study, conditions, title, unitNames } = network;
  const { lags } = plan;
  const { sweep } = study.all;
  const trained = lags.steps > plan.usualSteps ? `, longer than the usual ${plan.usualSteps}` : "";
  const [first, last] = [sweep.lagCm[0]!, sweep.lagCm.at(-1)!];
  const shifts =
    sweep.axis === "time"
      ? `${counted(sweep.lags.length, "lag")}, ${sweep.lags[0]} to ${sweep.lags.at(-1)} steps of ${sweep.cmPerStep.toFixed(2)} cm on average (${cm(first)} to ${cm(last)} cm)`
      : `${counted(sweep.lags.length, "lag")}, ${cm(first)} to ${cm(last)} cm along the path`;
  const samples =
    lags.samples === "equal"
      ? `the same ${sweep.pairs[0]} samples for all lags`
      : `all that each lag has, ${Math.min(...sweep.pairs)} to ${Math.max(...sweep.pairs)}`;
  return [
    ["units", `${unitsText(sweep.unitNumbers)} of ${title}`],
    ...(unitNames ? [["cells", unitNamesText(unitNames, sweep.unitNumbers)] satisfies [string, string]] : []),
    ...(conditions.length === 0
      ? []
      : [["conditions", conditionsText(conditions)] satisfies [string, string]]),
    [
      "paths",
      `${counted(lags.trajectories, "trajectory", "trajectories")} of ${lags.steps} steps${trained}; ${lags.publishedBatch === undefined ? `seed ${lags.seed}` : "those of the published analyses"}`,
    ],
    ["lags", `${shifts}; positive: activity before position`],
    ["samples", samples],
    ...judgedFacts(plan),
  ];
}

/** How units are judged, whatever is looked at. */
export const judgedFacts = (plan: LagPlan): [string, string][] => [
  ["best lag", `by ${plan.study.estimator}, outermost lags ${plan.study.edges}`],
  ["scores", `hexagonal, ${plan.lags.scorer.name}, ${plan.lags.bins} x ${plan.lags.bins} bins`],
  ["null", nullText(plan)],
];

/** "units 0 to 511" */
function unitsText(numbers: readonly number[]): string {
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  if (numbers.length === 1) return `unit ${first}`;
  return last - first + 1 === numbers.length
    ? `${first} to ${last}`
    : `${numbers.length} between ${first} and ${last}`;
}

export function nullText({ nullKind, study }: LagPlan): string {
  const { shuffles, alpha, correction } = study;
  if (shuffles === 0) return "none (--shuffles 0)";
  const corrected =
    correction === "best-of-lags"
      ? "corrected for the best of all lags"
      : "at the same lag, not corrected, as published";
  return `${counted(shuffles, "shuffle")}: ${nullWords[nullKind]}; alpha ${alpha}, ${corrected}`;
}
