import { choiceFlags } from "../../src/cli/frame/subject.ts";
import { plainCommandOf } from "../command-names.ts";
import { runPlainCommand } from "../plain-command.ts";
import { defineShellCommand } from "../shell-command.ts";
import { unitFrom } from "../unit-number.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "UNIT", help: "its number; else the unit looked at", kind: "unit", optional: true }],
  details:
    "Tuning of one unit to heading and speed. tuning, which has more flags, lists the most tuned units.",
  examples: ["tune 12", "tuning --best 20"],
  async run(shell, { positionals, json, quiet }) {
    const unit = await unitFrom(shell, positionals[0]);
    shell.show(unit);
    const flags = [json ? "--json" : "", quiet ? "--quiet" : ""].filter(Boolean);
    await runPlainCommand(shell, plainCommandOf(shell, "tuning")!, [
      shell.network.source,
      String(unit),
      ...choiceFlags(shell.network.choice),
      ...flags,
    ]);
  },
});
