import { bestUnits } from "../../src/analyse/best-units.ts";
import { bestUnitMaps } from "../../src/cli/commands/ratemaps/best-unit-maps.ts";
import { UserError } from "../../src/user-error.ts";
import { observed, scored, unitNumbers } from "../computed.ts";
import { defineShellCommand } from "../shell-command.ts";
import { unitRows } from "../unit-table.ts";

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "N", help: "how many, 8 unless given", kind: "text", optional: true }],
  details: "Draws the rate maps of the units of the highest hexagonal score.",
  examples: ["top", "top 24"],
  async run(shell, parsed) {
    const count = countFrom(parsed.positionals[0] ?? "8");
    const { rates } = await observed(shell);
    const scores = await scored(shell);
    const units = bestUnits(scores.grid60).slice(0, count);
    const numbers = await unitNumbers(shell);
    shell.figure = ["ratemaps", "--best", String(count)];
    shell.answer(parsed, { scorer: scores.scorer, bins: scores.bins, units: unitRows(units, numbers) }, () =>
      units.length === 0
        ? "no unit has a score: no map varies"
        : bestUnitMaps(rates, scores, count, { terminal: shell.terminal }).join("\n"),
    );
  },
});

/** A whole number above 0. @throws UserError (exit 2) */
function countFrom(word: string): number {
  const count = Number(word);
  if (/^\d+$/.test(word) && count > 0) return count;
  throw new UserError(`"${word}" is no count`, "usage: top N, a whole number above 0", 2);
}
