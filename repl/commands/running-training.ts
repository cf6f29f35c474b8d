/** Commands about the training that goes on. train.ts begins one, watch.ts shows it. */
import { printable } from "../../src/printable.ts";
import { UserError } from "../../src/user-error.ts";
import { backgroundOf, endOf } from "../background/background.ts";
import { trainingAnswer, trainingLine } from "../background/training-answer.ts";
import { errorOf } from "../background/training-job.ts";
import { unlessInterrupted } from "../interrupted.ts";
import { defineShellCommand } from "../shell-command.ts";

export const pauseCommand = defineShellCommand({
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
        ? `${printable(run)}: paused at step ${step} of ${steps}\n  continue goes on, stop saves and ends`
        : trainingLine(job.view),
    );
  },
});

export const continueCommand = defineShellCommand({
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
      () => `${printable(run)}: going on at step ${step} of ${steps}`,
    );
  },
});

export const stopCommand = defineShellCommand({
  flags: {},
  positionals: [],
  details:
    "Finishes the present step, saves a checkpoint and ends the training. Ctrl-C ends the waiting for that only.",
  async run(shell, parsed) {
    const background = backgroundOf(shell);
    const job = background.running;
    const ending = await background.end(() => unlessInterrupted(shell.signal, job.stop()));
    if (ending.event === "failed") throw errorOf(ending);
    const { complete, step, checkpoint } = ending;
    const answer = { run: job.path, step, steps: job.view.steps, complete, checkpoint };
    shell.answer(parsed, answer, () => endOf(job.view, ending));
  },
});

export const waitCommand = defineShellCommand({
  flags: {},
  positionals: [],
  details: "Waits until the training has ended: for scripts. Ctrl-C ends the waiting, not the training.",
  examples: ['printf "train --preset quick\\nwait\\n" | entorhinal repl'],
  async run(shell, parsed) {
    const background = backgroundOf(shell);
    const ending = await background.end((job) => unlessInterrupted(shell.signal, job.ended));
    if (ending.event === "failed") throw errorOf(ending);
    const { view, path } = background.job!;
    const { complete, step, checkpoint } = ending;
    const answer = { run: path, step, steps: view.steps, complete, checkpoint, ...view.measured };
    shell.answer(parsed, answer, () => endOf(view, ending));
  },
});

export const jobsCommand = defineShellCommand({
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
