/** What Ctrl-L and Ctrl-D do, as words. */
import { defineShellCommand } from "../shell-command.ts";

export const clearCommand = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell) {
    if (shell.interactive) shell.host.write("stdout", "\x1b[H\x1b[2J");
  },
});

export const quitCommand = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell) {
    shell.leaving = true;
  },
});
