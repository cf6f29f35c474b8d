import { backgroundOf, endOf } from "../background/background.ts";
import { errorOf } from "../background/training-job.ts";
import { unlessInterrupted } from "../interrupted.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details:
    "Finishes the present step, saves a checkpoint and ends the training. Ctrl-C ends the waiting for that only.",
  async run(shell, parsed) {
    const background = backgroundOf(shell);
    const job = background.running;
    const ending = await background.end(() => unlessInterrupted(shell.signal, job.stop()));
    if (ending.report === "failed") throw errorOf(ending);
    const { complete, step, checkpoint } = ending;
    const answer = { run: job.path, step, steps: job.view.steps, complete, checkpoint };
    shell.answer(parsed, answer, () => endOf(job.view, ending));
  },
});
