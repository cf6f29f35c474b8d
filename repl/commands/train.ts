import { meantBy } from "../../src/cli/commands/train/meant-by.ts";
import { commandLine, pathWord } from "../../src/copied-command.ts";
import { printable } from "../../src/printable.ts";
import { UserError } from "../../src/user-error.ts";
import { backgroundOf, endOf } from "../background/background.ts";
import { errorOf, TrainingJob } from "../background/training-job.ts";
import { trainFlags, trainingTarget } from "../background/training-target.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: trainFlags,
  positionals: [],
  meantBy,
  details:
    "Trains in the background, and the prompt stays. Starts the configuration of new, or goes on with it where it was " +
    "stopped; without one, goes on with what was stopped here last, or with the open run. It is the training of the command line: bun run train --resume " +
    "goes on with the same run, and the other way round. When the shell ends, it is saved and stopped.",
  examples: [
    "new quick",
    "train",
    "train --preset quick --steps 500 --run runs/short",
    "train --resume first",
  ],
  async run(shell, { flags, ...parsed }) {
    const background = backgroundOf(shell);
    if (!background.isFree) {
      const { run, phase } = background.running.view;
      const mend =
        phase === "paused" ? "continue goes on with it, stop ends it" : "stop ends it, watch shows it";
      throw new UserError(`${run} is being trained (${phase})`, mend, 2);
    }
    const given = flags as Parameters<typeof trainingTarget>[2];
    const task = trainingTarget(shell, background, given);
    const started = await background.start(task);
    if (started instanceof TrainingJob) {
      const { view, path, pid } = started;
      const verb = task.kind === "resume" ? `going on at step ${view.step} in` : "training in";
      const answer = { run: path, step: view.step, steps: view.steps, device: view.device, pid };
      shell.answer(parsed, answer, () =>
        parsed.quiet
          ? ""
          : `${verb} ${printable(view.run)}\ndevice: ${printable(view.device ?? "")}\n  watch shows it, pause and stop are there`,
      );
      return;
    }
    if (started.event === "failed") throw errorOf(started);
    const { step, checkpoint } = started;
    const { view } = background.job!;
    shell.answer(parsed, { run: task.path, step, steps: view.steps, checkpoint }, () =>
      step === view.steps
        ? `done already: all ${step} steps are made\n  look at it: ${commandLine(["open", pathWord(view.run)])}`
        : endOf(view, started),
    );
  },
});
