/** Flags that say how a class of lags is found. */
import { classRules, findRule } from "../../../analyse/lags/class-rules.ts";
import { lagEstimators } from "../../../analyse/lags/lag-sweep.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import type { LesionChoice } from "./chosen-lesions.ts";

const usualShuffles = 20;

export const classFlags = {
  rule: {
    type: "string",
    placeholder: "NAME",
    help: `whose class: ${classRules.map(({ name }) => name).join(", ")}`,
    default: classRules[0]!.name,
  },
  estimator: {
    type: "string",
    placeholder: "NAME",
    help: "what places a unit's best lag for its class (default: explained-variance)",
    choices: lagEstimators,
  },
  faithful: { type: "boolean", help: "classes as published: what lags --faithful finds" },
  shuffles: {
    type: "integer",
    placeholder: "N",
    help: "shuffles to compare the class with, 0 for none",
    default: usualShuffles,
    minimum: 0,
    maximum: 100_000,
  },
} as const satisfies FlagTable;

type ClassFlags = Pick<FlagValues<typeof classFlags>, "rule" | "estimator" | "faithful" | "shuffles"> & {
  readonly bins: number | undefined;
  readonly seed: number | undefined;
};

/** All else is as `lags` has it. @throws UserError (exit 2) for a rule that is not there */
export function classWishes({ rule: name, ...wishes }: ClassFlags): LesionChoice["lags"] {
  const rule = findRule(name);
  const { estimator, faithful, shuffles, bins, seed } = wishes;
  return {
    rule,
    wishes: {
      ...{ estimator, faithful, shuffles, bins, seed, rules: [rule], axis: "time" },
      ...{ thresholds: { minShiftCm: 5 }, shuffleSeed: 0, alpha: 0.05 },
    },
  };
}

/** For whoever silences no class. */
export const usualClassWishes = classWishes({
  ...{ rule: classRules[0]!.name, estimator: undefined, faithful: false },
  ...{ shuffles: usualShuffles, bins: undefined, seed: undefined },
});
