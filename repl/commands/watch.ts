import { UserError } from "../../src/user-error.ts";
import { backgroundOf } from "../background/background.ts";
import { trainingAnswer } from "../background/training-answer.ts";
import { watchLive, watchOnce } from "../background/watch.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details:
    "Loss, decode error and its floor, the scores of all units beside those of noise, and the maps of the best units, " +
    "while it trains. q, Escape and Ctrl-C leave, p pauses and goes on; the training does not notice. Without a terminal, " +
    "and with --json, it waits for the next maps and tells of them once. set scorer and set bins choose how it scores.",
  examples: ["watch", "watch --json"],
  async run(shell, parsed) {
    const background = backgroundOf(shell);
    const { job } = background;
    if (!job) throw new UserError("nothing is being trained", "train begins", 2);
    if (shell.interactive && !parsed.json) {
      await background.withScreen(() => watchLive(shell, job));
      return;
    }
    const picture = await watchOnce(shell, job);
    shell.answer(parsed, trainingAnswer(job.view, job.path), () => picture.join("\n"));
  },
});
