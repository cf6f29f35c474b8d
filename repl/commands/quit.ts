import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell) {
    shell.leaving = true;
  },
});
