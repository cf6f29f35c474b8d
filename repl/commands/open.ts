/** Opening a network, and saying which one is open. */
import { inShort, networkAnswer, showNetwork } from "../network-report.ts";
import { OpenNetwork } from "../open-network.ts";
import { fullRunName } from "../run-names.ts";
import { defineShellCommand } from "../shell-command.ts";

export const openCommand = defineShellCommand({
  flags: {},
  positionals: [{ name: "RUN", help: "a run directory, a checkpoint file, or quick", kind: "run" }],
  details: "A name alone is that of a run in runs/.",
  examples: ["open quick", "open first"],
  run(shell, parsed) {
    const name = fullRunName(shell, parsed.positionals[0]!);
    shell.use(OpenNetwork.read(name, shell.path(name)));
    shell.answer(parsed, networkAnswer(shell.network), () => inShort(shell.network));
  },
});

export const infoCommand = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell, parsed) {
    const { network } = shell;
    shell.answer(parsed, networkAnswer(network), () => showNetwork(network).join("\n"));
  },
});
