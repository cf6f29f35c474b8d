import { defaultScorer, findScorer, publishedScorer } from "../../../analyse/scorer.ts";
import { readSubject } from "../../../session/subject.ts";
import { tapNames, tapShares } from "../../../session/tap-study.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import type { FlagTable } from "../../frame/flags.ts";
import { nullChoice, nullFlags } from "../../frame/null-flags.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import {
  choiceOf,
  lookOf,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withSubject,
} from "../../frame/subject.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { evaluationAnswer, showEvaluation } from "./evaluation-answer.ts";
import { showTaps } from "./taps-table.ts";

const evaluateFlags = {
  ...observationFlags,
  scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
  ...nullFlags,
  taps: {
    type: "string",
    placeholder: "NAMES",
    help: "shares of cells of several taps instead, separated by commas; all: of all",
  },
  ascii: asciiFlag,
  ...subjectFlags,
} as const satisfies FlagTable;

export const command = defineCommand({
  flags: evaluateFlags,
  positionals: [subjectPositional],
  details:
    "Lets the network run along fresh trajectories. The null is smoothed noise of the same resolution and smoothness, or what --null chooses, scored by the same scorer; --json has threshold, p and p adjusted by Benjamini and Hochberg of each unit. --taps counts the grid cells of the released and of the published scorer, square, border, head-direction and speed cells of each tap, beside null and untrained network.",
  examples: [
    "entorhinal evaluate quick",
    "entorhinal evaluate quick --null field-shuffle --shuffles 200",
    "entorhinal evaluate runs/large --scorer deepmind-code --json",
    "entorhinal evaluate quick --taps all --trajectories 4000",
  ],
  async run(context) {
    const { flags } = context;
    const scorer = findScorer(flags.scorer);
    nullChoice(flags);
    if (flags.taps !== undefined) return evaluateTaps(context, flags.taps);
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

/** @throws UserError (exit 2) when there is no such tap, or something is asked that is not of several */
async function evaluateTaps(context: CommandContext<typeof evaluateFlags>, given: string): Promise<void> {
  const { flags } = context;
  if (flags.tap !== undefined) throw new UserError("--tap and --taps are both given", "leave one out", 2);
  const scorer = publishedScorer;
  if (flags.scorer !== defaultScorer) {
    throw new UserError("--taps has scorers of its own", "leave out --scorer, or name one --tap", 2);
  }
  const subject = namedSubject(context);
  if (!subject.openNetwork) {
    throw new UserError(
      `${subject.name} is a file of activity: --taps is for networks`,
      "leave out --taps",
      2,
    );
  }
  await withSubject(context, subject, async ({ engine, source }) => {
    const names = source.taps.map(({ name }) => name);
    const { request, null: choice } = lookOf({ ...flags, scorer }, source);
    const wanted = { request, null: choice, bins: flags.bins };
    const open = (tap: string) =>
      readSubject(subject.path, context.positionals[0]!, { ...choiceOf(context), tap });
    const found = await tapShares(engine, tapNames(given, names), open, wanted, shareProgress(context));
    const { trajectories, steps } = request;
    context.answer({ trajectories, steps, taps: found }, () =>
      showTaps(found, request, answerTerminal(context)),
    );
  });
}
