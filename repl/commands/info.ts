import { networkAnswer, showNetwork } from "../network-report.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell, parsed) {
    const { network } = shell;
    shell.answer(parsed, networkAnswer(network), () => showNetwork(network).join("\n"));
  },
});
