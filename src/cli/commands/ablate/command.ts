/** `ablate`: what decoding loses when units fall silent. The measuring is src/session/ablation.ts. */
import { defaultScorer } from "../../../analyse/scorer.ts";
import { Analysis } from "../../../session/analysis.ts";
import { openSilenceable } from "../../../session/silenceable-network.ts";
import { titleOf } from "../../../session/subject.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { conditionsAnswer } from "../../frame/conditions.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  lookOf,
  namedSubject,
  networkPositional,
  observationFlags,
  subjectFlags,
  withEngine,
} from "../../frame/subject.ts";
import { ablationSummary, showAblation } from "./ablation-answer.ts";
import { checkFolder, writeAblation } from "./ablation-files.ts";
import { ablationPicture } from "./ablation-picture.ts";
import { checkCounts, countsIn } from "./chosen-lesions.ts";
import { classFlags, classWishes } from "./class-flags.ts";
import { measuredAblation, usualTrajectories } from "./measured-ablation.ts";

export const command = defineCommand({
  flags: {
    units: {
      type: "string",
      placeholder: "WHICH",
      help: "units to silence: 3,17,40-60, those of a filter: 'grid60>0.8', or of a class of lags: predictive",
    },
    ...classFlags,
    top: {
      type: "string",
      placeholder: "LIST",
      help: "so many units of the highest grid scores, for each number: 8,16,32,64",
    },
    trials: {
      type: "integer",
      placeholder: "N",
      help: "sets of other units to compare with, of each kind",
      default: 20,
      minimum: 0,
      maximum: 10_000,
    },
    steps: {
      type: "string",
      placeholder: "LIST",
      help: "errors are means over so many first steps, for each number",
      default: "20,100",
    },
    trajectories: {
      ...observationFlags.trajectories,
      // One says nothing of how much trajectories differ.
      minimum: 2,
      help: `fresh trajectories, the same for all (default: ${usualTrajectories})`,
    },
    scoreTrajectories: {
      ...observationFlags.trajectories,
      help: "fresh trajectories by which units are scored and their activity measured (default: 12,000)",
    },
    resamples: {
      type: "integer",
      placeholder: "N",
      help: "bootstrap resamples of the trajectories, for the 95 % intervals",
      default: 2000,
      minimum: 100,
      maximum: 1_000_000,
    },
    bins: { ...observationFlags.bins, help: "bins along each side of the maps that are scored" },
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    out: { type: "string", placeholder: "DIR", help: "write the numbers and a figure into this folder" },
    force: forceFlag,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [networkPositional],
  details:
    "Silenced units are exactly 0 at every step: all they hear and send is cut. Beside them stand as many units drawn from the others, and as many of like mean activity; all run along the same trajectories. Intervals hold 95 % of bootstrap resamples of the trajectories.",
  examples: [
    "entorhinal ablate quick --top 8,16,32,64",
    "entorhinal ablate quick --units 'grid60>0.8' --trials 50 --out lesions",
  ],
  async run(context) {
    const { flags } = context;
    const horizons = countsIn("--steps", flags.steps);
    const counts = flags.top === undefined ? [] : countsIn("--top", flags.top);
    const out = flags.out === undefined ? undefined : context.path(flags.out);
    const subject = namedSubject(context);
    checkCounts(counts, subject.units);
    if (out !== undefined) checkFolder(out, flags.force);
    const { untrained: twin } = subject;
    const pace = shareProgress(context);
    await withEngine(context, async (engine) => {
      const network = openSilenceable(engine, subject);
      const { source } = network;
      context.under(source.conditions);
      const analysis = new Analysis(engine, source, subject.step, pace);
      const look = lookOf({ ...flags, steps: undefined, trajectories: flags.scoreTrajectories }, source);
      const untrained = twin && (() => openSilenceable(engine, twin()));
      const wishes = { ...flags, counts, horizons, lags: classWishes(flags) };
      const shown = await measuredAblation(analysis, network, untrained, look, wishes, pace);
      const answer = { ...ablationSummary(shown), ...conditionsAnswer(source.conditions) };
      const picture = ablationPicture(shown, titleOf(subject), source.conditions);
      const files = out === undefined ? [] : await writeAblation(out, answer, shown, picture, flags.force);
      context.answer({ ...ablationSummary(shown), out: out ?? null }, () =>
        paragraphs([showAblation(shown, answerTerminal(context))], files),
      );
    });
  },
});
