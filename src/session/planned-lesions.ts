/** Which units are silenced, and which others in their place. */
import { bestUnits } from "../analyse/best-units.ts";
import {
  type ControlOptions,
  candidatesFor,
  randomUnits,
  rateMatchedUnits,
} from "../analyse/control-units.ts";
import type { Engine } from "../engine/engine.ts";
import { UserError } from "../user-error.ts";
import type { PlannedLesion } from "./ablation.ts";

/** What controls are drawn from. */
export interface ControlSource extends ControlOptions {
  readonly engine: Engine;
  /** [units] mean activity. */
  readonly rates: ArrayLike<number>;
}

/** Names of controls, as answers have them. */
export const controlNames = {
  random: "random",
  rateMatched: "of like rate",
  silent: "least active",
} as const;

/**
 * Units beside as many others: drawn at random, and of like mean activity.
 * @throws UserError when there are no units, or they are all that there are
 */
export function withControls(
  name: string,
  units: readonly number[],
  { engine, rates, seed, trials }: ControlSource,
): PlannedLesion {
  if (units.length === 0) {
    throw new UserError(
      `there is no unit to silence: ${name} is empty`,
      "choose others, or a lower threshold",
    );
  }
  if (units.length >= rates.length) {
    throw new UserError(`${name} are all ${rates.length} units`, "leave some: nothing speaks without any");
  }
  const candidates = candidatesFor(units, rates.length);
  const mixed = candidates.mixed ? ", chosen ones among them" : "";
  const options = { seed, trials };
  return {
    ...{ name, units },
    controls: [
      {
        name: `${controlNames.random}${mixed}`,
        sets: randomUnits(engine, candidates.units, units.length, options),
      },
      {
        name: `${controlNames.rateMatched}${mixed}`,
        sets: rateMatchedUnits(engine, units, candidates.units, rates, options),
      },
    ],
  };
}

/**
 * The units of the highest scores, so many for each count, beside as many at random, of like activity, and the least active.
 * @param scores [units], NaN: no score
 * @throws UserError when a count is more than have a score
 */
export function topLesions(
  counts: readonly number[],
  scores: Float64Array,
  source: ControlSource,
): PlannedLesion[] {
  const best = bestUnits(scores);
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  if (most > best.length) {
    throw new UserError(
      `there is no top ${most}: ${best.length} of ${scores.length} units have a score`,
      "name smaller numbers: --top 8,16",
      2,
    );
  }
  const { rates } = source;
  const idle = Array.from({ length: rates.length }, (_, unit) => unit).sort(
    (a, b) => rates[a]! - rates[b]! || a - b,
  );
  return counts.map((count) => {
    const lesion = withControls(`top ${count}`, best.slice(0, count), source);
    return {
      ...lesion,
      controls: [...lesion.controls, { name: controlNames.silent, sets: [idle.slice(0, count)] }],
    };
  });
}
