/** `compare`: any number of networks beside each other, in what `evaluate` says and in their settings. */
import { comparisonSummary, showComparison } from "../../src/cli/commands/compare/compare-answer.ts";
import { choiceFlags } from "../../src/cli/frame/subject.ts";
import type { ComparedNetwork } from "../../src/session/comparison.ts";
import { namedNetworks } from "../../src/session/named-networks.ts";
import { UserError } from "../../src/user-error.ts";
import { compared, paceOf } from "../computed.ts";
import { OpenNetwork } from "../open-network.ts";
import { fullRunName } from "../run-names.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [
    {
      name: "RUN",
      help: "runs, checkpoints, quick, files of activity, folders of runs, patterns such as runs/quick-*",
      kind: "run",
      many: true,
    },
  ],
  details:
    "A row for each, mean, standard deviation and range of every number, and the settings in which they differ. " +
    "One alone is compared with the open one.",
  examples: ["compare quick first", "compare runs/quick-*"],
  async run(shell, parsed) {
    const given = parsed.positionals.map((name) => fullRunName(shell, name));
    const named = namedNetworks(given, shell.io.cwd).map((one) => one.given);
    const names = named.length === 1 && shell.hasNetwork ? [shell.network.name, ...named] : named;
    if (names.length < 2) throw new UserError("one network is compared with nothing", "name another", 2);
    const networks: ComparedNetwork[] = [];
    for (const name of names) networks.push(await compare(shell, name));
    shell.answer(parsed, comparisonSummary(networks), () => showComparison(networks, shell.terminal));
  },
});

async function compare(shell: Shell, name: string): Promise<ComparedNetwork> {
  const isOpen =
    shell.hasNetwork && shell.network.name === name && choiceFlags(shell.network.choice).length === 0;
  const network = isOpen ? shell.network : OpenNetwork.read(name, shell.path(name), paceOf(shell, name));
  try {
    return await compared(shell, network);
  } finally {
    if (!isOpen) network.close();
  }
}
