import { alignColumns } from "../../src/cli/frame/columns.ts";
import { commandHelp } from "../../src/cli/frame/help.ts";
import { truncate } from "../../src/draw/text.ts";
import { suggestion } from "../../src/suggest.ts";
import { UserError } from "../../src/user-error.ts";
import { commandNames, plainCommandOf, plainCommands, shellCommandOf } from "../command-names.ts";
import { shellCommands } from "../commands.ts";
import { showLines } from "../pages.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand } from "../shell-command.ts";
import { shellHelp } from "../shell-help.ts";

const keys = [
  ["Tab", "completes commands, flags, runs, presets, units, settings, files"],
  ["Up, Down", "earlier lines that begin like this one"],
  ["Ctrl-C", "stops what runs; drops what is typed"],
  ["Ctrl-D", "leaves"],
];

export const command = defineShellCommand({
  flags: {},
  positionals: [{ name: "COMMAND", help: "what to explain", kind: "command", optional: true }],
  details: "?COMMAND and COMMAND? are short for it.",
  async run(shell, parsed) {
    const [name] = parsed.positionals;
    if (name === undefined) {
      const rows = (entries: readonly { name: string; summary: string }[]) =>
        entries.map(({ name, summary }) => ({ name, summary }));
      const answer = { commands: rows(shellCommands), commandLine: rows(plainCommands()) };
      if (parsed.json) shell.answer(parsed, answer, () => "");
      else await showLines(shell, overview(shell));
      return;
    }
    const text = await explanation(name, shell.terminal.columns);
    shell.answer(parsed, { command: name, help: text }, () => text);
  },
});

async function explanation(name: string, width: number): Promise<string> {
  const entry = shellCommandOf(name);
  if (entry) return shellHelp(entry, await entry.load(), width);
  const plain = plainCommandOf(name);
  if (plain) return commandHelp(plain, await plain.load());
  throw new UserError(`there is no command ${name}`, suggestion(name, commandNames(), "help lists them"), 2);
}

function overview({ terminal }: Shell): string[] {
  const rows = (entries: readonly { name: string; summary: string }[]) =>
    entries.map(({ name, summary }) => [name, summary]);
  const groups = [rows(shellCommands), rows(plainCommands()), keys];
  const lines = alignColumns(groups.flat()).map((line) =>
    truncate(`  ${line}`, terminal.columns, terminal.unicode),
  );
  const [first, second] = [groups[0]!.length, groups[0]!.length + groups[1]!.length];
  return [
    ...lines.slice(0, first),
    "",
    "of the command line",
    ...lines.slice(first, second),
    "",
    "keys",
    ...lines.slice(second),
    "",
    "?COMMAND explains one",
  ];
}
