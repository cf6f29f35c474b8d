import { checkFilter, chooseUnits, mentionedColumns } from "../../src/session/unit-choice.ts";
import { unitColumns } from "../../src/session/unit-columns.ts";
import { observed, unitNumbers } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";
import { browseTable } from "../unit-list.ts";
import { unitRows, unitTable } from "../unit-table.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [
    {
      name: "FILTER",
      help: "grid60>0.8, mean<=0.1, sort=spacing",
      kind: "filter",
      optional: true,
      many: true,
    },
  ],
  details: [
    "Lists the units that pass all filters, the highest first; sort=-spacing the lowest first. and, or, not, parentheses and " +
      "chains such as 0.4<spacing<0.6 may stand in a filter: docs/report.md.",
    "At a terminal Enter looks at the unit of a row, and leaving that leads back. next and prev then go along this list. A unit without a number passes no filter on it. Where there is not room for all columns, those of the filter stay.",
    "",
    ...Object.entries(unitColumns).map(
      ([name, { help, unit }]) => `  ${name.padEnd(18)}${help}${unit && `, ${unit}`}`,
    ),
  ].join("\n"),
  examples: ["units", "units grid60>0.8 mean>0.1 sort=spacing", "units sort=-border"],
  async run(shell, parsed) {
    const filter = parsed.positionals.join(" ");
    checkFilter(filter);
    const numbers = await unitNumbers(shell);
    const units = chooseUnits(numbers, filter);
    const { network } = shell;
    network.list(units);
    const { scorer } = shell.settings.look;
    const { binsX: bins } = (await observed(shell)).rates;
    const answer = { scorer: scorer.name, bins, units: unitRows(units, numbers) };
    const title = `${units.length} of ${numbers.grid60.length} units; scores: ${scorer.name}, ${bins} x ${bins} bins`;
    if (parsed.json || units.length === 0) {
      shell.answer(parsed, answer, () => title);
      return;
    }
    const wanted = mentionedColumns(filter);
    if (shell.interactive) await browseTable(shell, units, numbers, title, wanted);
    else shell.print(shell.named([title, ...unitTable(units, numbers, shell.terminal, wanted)].join("\n")));
  },
});
