import { UserError } from "../../src/user-error.ts";
import { backgroundOf } from "../background/background.ts";
import { unlessInterrupted } from "../interrupted.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "Goes on with a training that pause has paused. One that stop has ended is gone on with by train.",
  async run(shell, parsed) {
    const job = backgroundOf(shell).running;
    const { run } = job.view;
    if (job.view.phase !== "paused") throw new UserError(`${run} is not paused`, "pause pauses it", 2);
    job.goOn();
    const phase = await unlessInterrupted(
      shell.signal,
      job.untilPhase((phase) => phase !== "paused"),
    );
    const { step, steps } = job.view;
    shell.answer(
      parsed,
      { run: job.path, step, steps, phase },
      () => `${run}: going on at step ${step} of ${steps}`,
    );
  },
});
