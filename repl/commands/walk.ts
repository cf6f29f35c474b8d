/** `walk`: the same picture as that of the command line, of what is computed already. */
import { millisecondsPerFrame, pageRows } from "../../src/cli/commands/walk/command.ts";
import { Walk } from "../../src/cli/commands/walk/walk.ts";
import { walkFlags } from "../../src/cli/commands/walk/walk-flags.ts";
import { readUnits, unitsFlag } from "../../src/cli/frame/unit-list.ts";
import { backgroundOf } from "../background/background.ts";
import { fullScreen } from "../background/full-screen.ts";
import { unitsInOrder } from "../browse-units.ts";
import { observed, openAnalysis } from "../computed.ts";
import { Interrupted } from "../interrupted.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: {
    ...walkFlags,
    units: unitsFlag,
    seed: { type: "integer", placeholder: "N", help: "seed of the rats", default: 0, minimum: 0 },
  },
  positionals: [],
  details:
    "The rat and its last two seconds in the box, where the network thinks it is, and the rat on the maps of those units that were listed last " +
    "(at first the best, or --units), each as bright as the unit fires now. The network hears velocities only, and integrates them far longer than " +
    "it was trained to. Space pauses, . makes a step, + and - change the speed, arrow keys the units, n the rat; q, Escape and Ctrl-C leave. Without " +
    "a terminal, and with --json, it tells of one rat at its end.",
  examples: ["walk", "walk --seconds 30", "walk --units 3,17", "walk --json"],
  async run(shell, parsed) {
    const { seconds, seed, units: list } = parsed.flags;
    const { name } = shell.network;
    const { engine, source } = await openAnalysis(shell);
    const units = list === undefined ? await unitsInOrder(shell) : readUnits(list, source.units);
    const { rates } = await observed(shell);
    const walk = new Walk({ engine, source, rates, units, network: name }, { seed, seconds });
    if (!shell.interactive || parsed.json) {
      walk.finish();
      const page = walk.page(shell.terminal, pageRows);
      shell.answer(parsed, { network: name, ...walk.answer }, () => page.join("\n"));
      return;
    }
    if (shell.signal.aborted) throw new Interrupted();
    await backgroundOf(shell).withScreen(() =>
      fullScreen(shell, {
        millisecondsPerFrame,
        draw: (terminal, rows) => walk.draw(terminal, rows, performance.now()),
        onKey: ({ name: key }) => {
          walk.key(key);
          return false;
        },
      }),
    );
  },
});
