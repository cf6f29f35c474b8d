import { UserError } from "../../src/user-error.ts";
import { backgroundOf } from "../background/background.ts";
import { trainingLine } from "../background/training-answer.ts";
import { unlessInterrupted } from "../interrupted.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "The training computes nothing until continue; nothing is lost, and nothing need be saved.",
  async run(shell, parsed) {
    const job = backgroundOf(shell).running;
    if (job.view.phase === "paused") throw new UserError(`${job.view.run} is paused`, "continue goes on", 2);
    job.pause();
    const phase = await unlessInterrupted(
      shell.signal,
      job.untilPhase((phase) => phase !== "training"),
    );
    const { run, step, steps } = job.view;
    shell.answer(parsed, { run: job.path, step, steps, phase }, () =>
      phase === "paused"
        ? `${run}: paused at step ${step} of ${steps}\n  continue goes on, stop saves and ends`
        : trainingLine(job.view),
    );
  },
});
