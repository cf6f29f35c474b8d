import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell) {
    if (shell.interactive) shell.host.write("stdout", "\x1b[H\x1b[2J");
  },
});
