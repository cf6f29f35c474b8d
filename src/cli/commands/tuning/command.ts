import { tuning } from "../../../analyse/tuning.ts";
import type { TuningOptions } from "../../../analyse/tuning-sums.ts";
import type { Config } from "../../../config/schema.ts";
import type { Motion } from "../../../world/motion.ts";
import { defineCommand } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import { observationFlags } from "../../frame/observation-flags.ts";
import {
  namedNetwork,
  networkPositional,
  readIndex,
  subjectFlags,
  withSubject,
} from "../../frame/with-subject.ts";
import { showMostTuned, showUnitTuning, tuningSummary, unitTuningSummary } from "./tuning-report.ts";

const tuningFlags = {
  trajectories: { ...observationFlags.trajectories, default: 4000, minimum: 20 },
  steps: observationFlags.steps,
  headingBins: {
    type: "integer",
    placeholder: "N",
    help: "sectors of the full turn",
    default: 20,
    minimum: 3,
  },
  speedBins: { type: "integer", placeholder: "N", help: "bins of the speed", default: 12, minimum: 2 },
  shuffles: {
    type: "integer",
    placeholder: "N",
    help: "shuffled pairings to compare with",
    default: 100,
    minimum: 0,
  },
} as const satisfies FlagTable;

export const command = defineCommand({
  flags: {
    ...tuningFlags,
    best: { type: "integer", placeholder: "N", help: "units to list", default: 10, minimum: 0 },
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [
    networkPositional,
    { name: "UNIT", help: "number of a unit; without it, the most tuned ones", optional: true },
  ],
  details:
    "Rates by heading and by speed of the movement. The null pairs each trajectory with the headings and speeds of another one.",
  examples: ["entorhinal tuning quick", "entorhinal tuning quick 72 --shuffles 1000"],
  async run(context) {
    const { flags } = context;
    const saved = namedNetwork(context);
    const wanted = context.positionals[1];
    const unit = wanted === undefined ? undefined : readIndex(wanted, "unit", saved.config.model.units);
    await withSubject(context, saved, (engine, subject) => {
      const found = tuning(engine, subject, tuningOptions(flags, saved.config, subject.motion));
      const terminal = answerTerminal(context);
      if (unit === undefined) {
        context.answer(tuningSummary(found), () => showMostTuned(found, flags.best, terminal));
      } else {
        context.answer(unitTuningSummary(found, unit), () => showUnitTuning(found, unit, { terminal }));
      }
    });
  },
});

/** Bins of the speed end where 1 % of the drawn speeds are faster, or at the cap. */
export function tuningOptions(
  flags: FlagValues<typeof tuningFlags> & { readonly seed: number | undefined },
  config: Config,
  motion: Motion,
): TuningOptions {
  const { trajectories, headingBins, speedBins, shuffles } = flags;
  const fast = motion.speedRayleigh * motion.speedScale * Math.sqrt(2 * Math.log(100));
  return {
    seed: flags.seed ?? config.seed,
    steps: flags.steps ?? config.train.sequenceLength,
    speedLimit: Math.min(fast, motion.speedMax ?? fast),
    ...{ trajectories, headingBins, speedBins, shuffles },
  };
}
