/** `tuning`: how units follow heading and speed. The measures are src/analyse/tuning.ts. */
import { tuning } from "../../../analyse/tuning.ts";
import type { TuningOptions } from "../../../analyse/tuning-rows.ts";
import { tuningStudy } from "../../../session/tuning-study.ts";
import type { ActivitySource } from "../../../tasks/activity-source.ts";
import { defineCommand } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import {
  namedSubject,
  readIndex,
  requestFlags,
  requestOf,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { showTunedUnits, showUnitTuning, tuningSummary, unitTuningSummary } from "./tuning-answer.ts";
import { tuningSorts } from "./tuning-sort.ts";

const trajectories = 4000;

const tuningFlags = {
  trajectories: {
    ...requestFlags.trajectories,
    help: `trajectories to run along (default: ${trajectories}; of a file, all)`,
  },
  steps: requestFlags.steps,
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
    sort: {
      type: "string",
      placeholder: "KEY",
      help: `in which order units are listed: ${tuningSorts.join(", ")}`,
      choices: tuningSorts,
      default: "heading",
    },
    best: { type: "integer", placeholder: "N", help: "units to list", default: 10, minimum: 0 },
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [
    subjectPositional,
    { name: "UNIT", help: "number of a unit; without it, the most tuned ones", optional: true },
  ],
  details:
    "Rates by heading and by speed of the movement; the heading is that after the step where the network is asked for it. Shares of tuned units stand beside those of the null and of the untrained network. The null pairs each trajectory with the headings and speeds of another one; of a recording with gaps, or of fewer than 20 trials, with its own, shifted in a circle.",
  examples: [
    "entorhinal tuning quick",
    "entorhinal tuning quick 72 --shuffles 1000",
    "entorhinal tuning quick --sort smoothness",
  ],
  async run(context) {
    const { flags } = context;
    const wanted = context.positionals[1];
    const subject = namedSubject(context);
    await withSubject(context, subject, ({ engine, source }) => {
      const unit = wanted === undefined ? undefined : readIndex(wanted, "unit", source.units);
      const options = tuningOptions(flags, source);
      const terminal = answerTerminal(context);
      if (unit !== undefined) {
        const found = tuning(engine, source, options);
        context.answer(unitTuningSummary(found, unit), () => showUnitTuning(found, unit, { terminal }));
        return;
      }
      const { sort } = flags;
      const twin = subject.untrained?.().open(engine);
      const study = tuningStudy(engine, source, options, twin, sort === "smoothness");
      context.answer(tuningSummary(study), () => showTunedUnits(study, sort, flags.best, terminal));
    });
  },
});

/** Bins of the speed end where 1 % of the samples are faster. */
export const tuningOptions = (
  flags: FlagValues<typeof tuningFlags> & { readonly seed: number | undefined },
  source: ActivitySource,
): TuningOptions => ({
  ...requestOf(flags, source, trajectories),
  speedLimit: source.fastSpeed,
  headingBins: flags.headingBins,
  speedBins: flags.speedBins,
  shuffles: flags.shuffles,
});
