import { findFigureKind } from "../../src/cli/commands/figure/kinds.ts";
import { flagName } from "../../src/cli/frame/flags.ts";
import { choiceFlags } from "../../src/cli/frame/subject.ts";
import { plainCommandOf } from "../command-names.ts";
import { runPlainCommand } from "../plain-command.ts";
import { defineShellCommand } from "../shell-command.ts";
import type { ShellSettings } from "../shell-settings.ts";

export const command = defineShellCommand({
  flags: { force: { type: "boolean", help: "overwrite the file when it exists" } },
  positionals: [
    { name: "FILE", help: "FIGURE.png or FIGURE.svg", kind: "file" },
    { name: "KIND", help: "what figure can draw; else what was shown last", kind: "figure", optional: true },
  ],
  details:
    "Writes what was shown last (a unit, the best ones, the loss, the scores), or the KIND, as a figure. figure has more flags.",
  examples: ["save unit12.png", "save loss.svg loss"],
  async run(shell, { positionals, flags, json, quiet }) {
    const [file, kind] = positionals as [string, string | undefined];
    const words = kind === undefined ? shell.figure : [kind];
    const asked = [json && "--json", quiet && "--quiet", flags.force && "--force"].filter(
      (flag) => flag !== false,
    );
    const { name, source, choice } = shell.network;
    await runPlainCommand(shell, plainCommandOf(shell, "figure")!, [
      // Only a run keeps a log of its training.
      words[0] === "loss" ? name : source,
      ...words,
      ...choiceFlags(choice),
      ...lookFlags(words[0]!, shell.settings),
      "--out",
      file,
      ...(asked as string[]),
    ]);
  },
});

/** How the run is looked at, as far as the kind of figure depends on it. */
function lookFlags(kind: string, { entries }: ShellSettings): string[] {
  const choices: readonly string[] = findFigureKind(kind).choices;
  return entries.flatMap(([key, value]) => (choices.includes(key) ? [flagName(key), value] : []));
}
