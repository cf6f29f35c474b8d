import { backgroundOf } from "../background/background.ts";
import { trainingAnswer, trainingLine } from "../background/training-answer.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "The newest training of this shell, also when it is over. There is one at a time.",
  run(shell, parsed) {
    const { job } = backgroundOf(shell);
    const jobs = job ? [trainingAnswer(job.view, job.path)] : [];
    shell.answer(parsed, { jobs }, () =>
      job ? trainingLine(job.view) : "nothing was trained in this shell",
    );
  },
});
