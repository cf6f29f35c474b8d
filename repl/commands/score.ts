import { evaluationAnswer, showEvaluation } from "../../src/cli/commands/evaluate/evaluation-answer.ts";
import { evaluationOf } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details:
    "What evaluate says of the open network, computed once. `score MAPS` scores rate maps of a file, `score --null time-shift` and other flags are those of the command line. " +
    "Scorer, bins, trajectories and steps are set by `set`.",
  async run(shell, parsed) {
    const { evaluation, readout } = await evaluationOf(shell);
    shell.figure = ["scores"];
    shell.answer(parsed, evaluationAnswer(evaluation, readout), () =>
      showEvaluation(evaluation, readout, shell.terminal),
    );
  },
});
