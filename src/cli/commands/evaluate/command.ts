import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { defineCommand } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { nullChoice, nullFlags } from "../../frame/null-flags.ts";
import {
  lookOf,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { evaluationAnswer, showEvaluation } from "./evaluation-answer.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ...nullFlags,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [subjectPositional],
  details:
    "Lets the network run along fresh trajectories. The null is smoothed noise of the same resolution and smoothness, or what --null chooses, scored by the same scorer; --json has threshold, p and p adjusted by Benjamini and Hochberg of each unit.",
  examples: [
    "entorhinal evaluate quick",
    "entorhinal evaluate quick --null field-shuffle --shuffles 200",
    "entorhinal evaluate runs/large --scorer deepmind-code --json",
  ],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    nullChoice(flags);
    await withSubject(context, namedSubject(context), async (analysis) => {
      const look = lookOf({ ...flags, scorer }, analysis.source);
      analysis.checkNull(look);
      // Scoring takes long with many bins.
      warnOfUnvisitedBins(context, (await analysis.observation(look)).rates, analysis.source);
      const evaluation = await analysis.evaluation(look);
      const readout = await analysis.readout(look);
      context.answer(evaluationAnswer(evaluation, readout), () =>
        showEvaluation(evaluation, readout, answerTerminal(context)),
      );
    });
  },
});
