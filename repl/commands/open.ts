/** Opening a network or a file of activity, and saying what is open. */

import { wrapProse } from "../../src/cli/frame/lines.ts";
import { choiceOf, subjectFlags } from "../../src/cli/frame/subject.ts";
import { paceOf } from "../computed.ts";
import { inShort, networkAnswer, showNetwork } from "../network-answer.ts";
import { OpenNetwork } from "../open-network.ts";
import { fullRunName } from "../run-names.ts";
import { defineShellCommand } from "../shell-command.ts";

export const openCommand = defineShellCommand({
  flags: {
    tap: {
      type: "string",
      placeholder: "NAME",
      help: "what of the network to look at (default: what its decoder reads)",
    },
    untrained: { type: "boolean", help: "the network as it was before its first step" },
    worldSet: subjectFlags.worldSet,
    dropout: subjectFlags.dropout,
    data: subjectFlags.data,
    of: subjectFlags.of,
  },
  positionals: [
    { name: "RUN", help: "a run directory, a checkpoint, quick, or an .npz of activity", kind: "run" },
  ],
  details: "A name alone is a file or folder, a network that comes along, or a run in runs/, in this order.",
  examples: ["open quick", "open first", "open quick --untrained", "open quick --world-set speedScale=1.4"],
  async run(shell, parsed) {
    const name = fullRunName(shell, parsed.positionals[0]!);
    const network = OpenNetwork.read(
      name,
      shell.path(name),
      paceOf(shell, name),
      choiceOf({ flags: parsed.flags, path: (given) => shell.path(given) }),
    );
    // What is wrong with a file of activity, or with the name of a tap, is to be said now.
    if (network.units === undefined) await network.analysis();
    shell.use(network);
    shell.under(network.subject.changed);
    shell.answer(parsed, networkAnswer(shell.network), () =>
      wrapProse(inShort(shell.network), shell.terminal.columns),
    );
  },
});

export const infoCommand = defineShellCommand({
  flags: {},
  positionals: [],
  run(shell, parsed) {
    const { network } = shell;
    shell.under(network.subject.changed);
    shell.answer(parsed, networkAnswer(network), () =>
      showNetwork(network, shell.terminal.columns).join("\n"),
    );
  },
});
