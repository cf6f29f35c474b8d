/** Flags of `lags`, and the wishes that they are. */
import { classRules, findRule } from "../../../analyse/lags/class-rules.ts";
import { lagNullKinds } from "../../../analyse/lags/lag-null.ts";
import { lagEstimators } from "../../../analyse/lags/lag-sweep.ts";
import type { LagWishes } from "../../../session/lag-plan.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import { observationFlags } from "../../frame/subject.ts";
import { readUnits, unitsFlag } from "../../frame/unit-list.ts";

const number = { type: "number", placeholder: "X" } as const;

/** What is looked at, and how it is judged. */
export const lagFlags = {
  by: {
    type: "string",
    placeholder: "AXIS",
    help: "shifts in time steps, or in cm along the path",
    choices: ["time", "distance"],
    default: "time",
  },
  maxLag: {
    type: "number",
    placeholder: "N",
    help: "furthest shift, in steps or cm (default: 20 steps, 40 cm, or what fits)",
    minimum: 0,
  },
  lagStep: {
    type: "number",
    placeholder: "N",
    help: "between two shifts (default: 1 step, 2 cm)",
    minimum: 0.001,
  },
  lags: { type: "string", placeholder: "LIST", help: "these shifts instead: -8,-4,0,4,8 or -10:11" },
  estimator: {
    type: "string",
    placeholder: "NAME",
    help: "what places a unit's best shift (default: explained-variance)",
    choices: lagEstimators,
  },
  edges: {
    type: "string",
    placeholder: "HOW",
    help: "whether the outermost shifts may be the best (default: excluded)",
    choices: ["excluded", "included"],
  },
  samples: {
    type: "string",
    placeholder: "HOW",
    help: "all shifts by equal samples, or each by all it has (default: equal)",
    choices: ["equal", "each"],
  },
  faithful: {
    type: "boolean",
    help: "as published: gridness, deepmind-code, samples of each, edges included, joint null",
  },
  rule: {
    type: "string",
    placeholder: "NAME",
    help: `show one rule: ${classRules.map(({ name }) => name).join(", ")} (default: all)`,
  },
  gridnessThreshold: { ...number, help: "score at the best shift (default: the rule's, 0.2 or 0.5)" },
  zeroThreshold: { ...number, help: "score without a shift, of fork-strict (default: 0.5)" },
  lowGridThreshold: { ...number, help: "low-grid below it, of fork-loose (default: 0.2)" },
  minShiftCm: {
    type: "number",
    placeholder: "CM",
    help: "shorter shifts count as none",
    default: 5,
    minimum: 0,
  },
  shuffles: {
    type: "integer",
    placeholder: "N",
    help: "shuffles to compare with, 0 for none",
    default: 20,
    minimum: 0,
    maximum: 1_000_000,
  },
  null: {
    type: "string",
    placeholder: "KIND",
    help: "how to shuffle (default: circular)",
    choices: lagNullKinds,
  },
  shuffleSeed: {
    type: "integer",
    placeholder: "N",
    help: "seed of the shuffles",
    default: 0,
    minimum: 0,
  },
  alpha: {
    type: "number",
    placeholder: "P",
    help: "significance level",
    default: 0.05,
    minimum: 1e-6,
    maximum: 0.5,
  },
  scorer: { type: "string", placeholder: "NAME", help: "how to score (default: nan-aware)" },
  ...observationFlags,
  trajectories: {
    ...observationFlags.trajectories,
    help: "fresh trajectories to run along (default: 2500; of a file, all)",
  },
  steps: { ...observationFlags.steps, help: "time steps of each (default: three times the furthest shift)" },
  units: { ...unitsFlag, help: "these units: 3,17,200-210, or all (default: the first 512)" },
} as const satisfies FlagTable;

export type LagFlagValues = FlagValues<typeof lagFlags> & { readonly seed: number | undefined };

/** @throws UserError (exit 2) for a rule or units that are not there */
export function lagWishes(flags: LagFlagValues, source: Pick<ActivitySource, "units">): LagWishes {
  const { minShiftCm } = flags;
  const thresholds = {
    ...{ minShiftCm, gridness: flags.gridnessThreshold },
    ...{ zero: flags.zeroThreshold, lowGrid: flags.lowGridThreshold },
  };
  return {
    ...flags,
    ...{ axis: flags.by, nullKind: flags.null, thresholds },
    // Files have what two of the rules find, whichever is shown.
    rules: classRules,
    units: unitsWished(flags.units, source.units),
  };
}

/** The rules to be shown. @throws UserError (exit 2) for one that is not there */
export const shownRules = ({ rule }: Pick<LagFlagValues, "rule">): readonly string[] =>
  rule === undefined ? classRules.map(({ name }) => name) : [findRule(rule).name];

/** Ascending, each once. */
function unitsWished(list: string | undefined, count: number): number[] | undefined {
  if (list === undefined) return undefined;
  if (list === "all") return Array.from({ length: count }, (_, unit) => unit);
  return [...new Set(readUnits(list, count))].sort((a, b) => a - b);
}
