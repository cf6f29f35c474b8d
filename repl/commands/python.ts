import { pythonLines } from "../python-lines.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  details: "The lines need NumPy alone. They read the checkpoint that is open, and the log of a run.",
  run(shell, parsed) {
    const text = pythonLines(shell.network, shell.path(shell.network.name));
    shell.answer(parsed, { run: shell.network.name, python: text }, () => text);
  },
});
