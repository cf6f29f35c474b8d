/** `compare`: any number of networks in what `evaluate` says of them, and in their settings. */
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { defineCommand } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { nullChoice, nullFlags } from "../../frame/null-flags.ts";
import { observationFlags, subjectFlags } from "../../frame/subject.ts";
import { comparisonSummary, showComparison } from "./compare-answer.ts";
import { comparedNetworks } from "./compared-networks.ts";

export const command = defineCommand({
  flags: {
    ...observationFlags,
    scorer: { type: "string", placeholder: "NAME", help: "how to score", default: defaultScorer },
    ...nullFlags,
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [
    {
      name: "RUN…",
      help: "runs, checkpoints, folders of runs, patterns such as 'runs/quick-*'",
      many: true,
    },
  ],
  details:
    "A row for each network, then mean, standard deviation (by n - 1) and range of every number, and the settings in which they differ. Each has its own null. `figure RUN… compare` draws them.",
  examples: ["entorhinal compare quick runs/first", "entorhinal compare 'runs/quick-*' --json"],
  async run(context) {
    const { flags, positionals } = context;
    const { null: kind, shuffles } = flags;
    nullChoice(flags);
    const look = { bins: flags.bins, scorer: findScorer(flags.scorer), null: kind, shuffles };
    const networks = await comparedNetworks(context, positionals, look);
    context.answer(comparisonSummary(networks), () => showComparison(networks, answerTerminal(context)));
  },
});
