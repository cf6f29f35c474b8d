import { browseUnits } from "../browse-units.ts";
import { defineShellCommand } from "../shell-command.ts";
import { unitFrom } from "../unit-number.ts";
import { unitAnswer, viewOf } from "../unit-view.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "UNIT", help: "its number", kind: "unit" }],
  details: "At a terminal, arrow keys go to its neighbours in the list of units; q leaves.",
  examples: ["unit 12", "unit 12 --json"],
  async run(shell, parsed) {
    const unit = await unitFrom(shell, parsed.positionals[0]);
    if (!parsed.json) {
      await browseUnits(shell, unit);
      return;
    }
    shell.show(unit);
    const view = await viewOf(shell, unit);
    shell.answer(parsed, unitAnswer(view), () => "");
  },
});
