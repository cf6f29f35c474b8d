/** `next` and `prev`, a step for each command. By arrow keys it goes in browse-units.ts. */
import { UserError } from "../../src/user-error.ts";
import { stepFrom, unitsInOrder } from "../browse-units.ts";
import { defineShellCommand, type ShellCommand } from "../shell-command.ts";
import { drawUnit, unitAnswer, viewOf } from "../unit-view.ts";

/** The unit `by` places on in the list of units. */
const stepCommand = (by: 1 | -1): ShellCommand =>
  defineShellCommand({
    flags: {},
    positionals: [],
    details: "Goes along the units that `units` listed last; at first, all by falling score.",
    async run(shell, parsed) {
      const units = await unitsInOrder(shell);
      const unit = stepFrom(units, shell.unit, by);
      if (unit === undefined) throw new UserError("the list of units is empty", "list some: units", 2);
      if (unit === shell.unit) {
        throw new UserError(
          `unit ${unit} is the ${by > 0 ? "last" : "first"} of the list`,
          "units lists others",
        );
      }
      shell.show(unit);
      const view = await viewOf(shell, unit);
      const rows = shell.host.rows && shell.host.rows - 1;
      shell.answer(parsed, unitAnswer(view), () => drawUnit(view, shell.terminal, rows).join("\n"));
    },
  });

export const nextCommand = stepCommand(1);
export const prevCommand = stepCommand(-1);
