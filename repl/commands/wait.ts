import { backgroundOf, endOf } from "../background/background.ts";
import { errorOf } from "../background/training-job.ts";
import { unlessInterrupted } from "../interrupted.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "Waits until the training has ended: for scripts. Ctrl-C ends the waiting, not the training.",
  examples: ['printf "train --preset quick\\nwait\\n" | entorhinal repl'],
  async run(shell, parsed) {
    const background = backgroundOf(shell);
    const ending = await background.end((job) => unlessInterrupted(shell.signal, job.ended));
    if (ending.report === "failed") throw errorOf(ending);
    const { view, path } = background.job!;
    const { complete, step, checkpoint } = ending;
    const { decodeErrorCm } = view;
    const answer = { run: path, step, steps: view.steps, complete, checkpoint, decodeErrorCm };
    shell.answer(parsed, answer, () => endOf(view, ending));
  },
});
