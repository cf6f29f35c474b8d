/** `world`: the open network in another world than it was trained in. What may be changed, src/session/changed-world.ts says. */
import { conditionsText } from "../../src/cli/frame/conditions.ts";
import { wrapProse } from "../../src/cli/frame/lines.ts";
import { printable } from "../../src/printable.ts";
import { UserError } from "../../src/user-error.ts";
import { paceOf } from "../computed.ts";
import { inShort, networkAnswer } from "../network-answer.ts";
import { OpenNetwork } from "../open-network.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand } from "../shell-command.ts";

export const command = defineShellCommand({
  flags: { trained: { type: "boolean", help: "the world of the training again" } },
  positionals: [
    { name: "KEY=VALUE", help: "a setting of the world", kind: "world", optional: true, many: true },
  ],
  details:
    "Looks at the open network in another world than it was trained in: how the rat runs, how large its box is. What was changed before stays changed. " +
    "Alone it says what is. `set world.…` is for the next train.",
  examples: ["world speedScale=1.4", "world boxWidth=3 boxHeight=3", "world --trained", "world"],
  run(shell, parsed) {
    const { flags, positionals } = parsed;
    if (flags.trained && positionals.length > 0) {
      throw new UserError("--trained takes back what the words set", "leave out one of them", 2);
    }
    if (!flags.trained && positionals.length === 0) {
      const { name, subject } = shell.network;
      const text = subject.changed.length === 0 ? "as in training" : conditionsText(subject.changed);
      if (parsed.json) shell.under(subject.changed);
      shell.answer(parsed, { run: name }, () => `${printable(name)}: ${text}`);
      return;
    }
    const strange = positionals.find((word) => !word.includes("="));
    if (strange !== undefined) {
      throw new UserError(
        `world ${printable(strange)} is no setting`,
        "write for example: world speedScale=1.4; world --trained takes all back",
        2,
      );
    }
    reopen(shell, flags.trained ? [] : [...(shell.network.choice.worldSet ?? []), ...positionals]);
    shell.under(shell.network.subject.changed);
    shell.answer(parsed, networkAnswer(shell.network), () =>
      wrapProse(inShort(shell.network), shell.terminal.columns),
    );
  },
});

/** The same network in another world, at the unit that was looked at. */
function reopen(shell: Shell, assignments: readonly string[]): void {
  const { unit, figure } = shell;
  const { name, path, choice } = shell.network;
  const worldSet = lastOfEach(assignments);
  shell.use(OpenNetwork.read(name, path, paceOf(shell, name), { ...choice, worldSet }));
  if (unit !== undefined) shell.show(unit, figure);
}

/** Of each setting what was said of it last, in the order in which they came first. */
function lastOfEach(assignments: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const assignment of assignments) byKey.set(assignment.split("=")[0]!, assignment);
  return [...byKey.values()];
}
