/** `help`: which commands there are, and what one of them does. */
import { alignColumns } from "../../src/cli/frame/columns.ts";
import { commandHelp } from "../../src/cli/frame/help.ts";
import { truncate } from "../../src/draw/text.ts";
import { suggestion } from "../../src/suggest.ts";
import { UserError } from "../../src/user-error.ts";
import { commandNames, plainCommandOf, plainCommands } from "../command-names.ts";
import { showLines } from "../pages.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand, type ShellCommand, type ShellCommandEntry } from "../shell-command.ts";
import { shellHelp } from "../shell-help.ts";

const keys = [
  ["Tab", "completes commands, flags, runs, files, presets, units, settings, names in js"],
  ["Up, Down", "earlier lines that begin like this one"],
  ["Ctrl-R", "finds an earlier line by a part of it; again: an older one"],
  ["Ctrl-C", "stops what runs; drops what is typed"],
  ["Ctrl-D", "leaves"],
];

/** @param own the commands of the shell, of which it is one itself */
export const helpOf = (own: readonly ShellCommandEntry[]): ShellCommand =>
  defineShellCommand({
    flags: {},
    positionals: [{ name: "COMMAND", help: "what to explain", kind: "command", optional: true }],
    details: "?COMMAND and COMMAND? are short for it.",
    async run(shell, parsed) {
      const [name] = parsed.positionals;
      const others = plainCommands(own, shell);
      if (name === undefined) {
        const rows = (entries: readonly Named[]) => entries.map(({ name, summary }) => ({ name, summary }));
        const answer = { commands: rows(own), commandLine: rows(others) };
        if (parsed.json) shell.answer(parsed, answer, () => "");
        else await showLines(shell, overview(own, others, shell));
        return;
      }
      const text = await explanation(name, own, shell);
      shell.answer(parsed, { command: name, help: text }, () => text);
    },
  });

type Named = Pick<ShellCommandEntry, "name" | "summary">;

async function explanation(name: string, own: readonly ShellCommandEntry[], shell: Shell): Promise<string> {
  const entry = own.find((candidate) => candidate.name === name);
  if (entry) return shellHelp(entry, await entry.load(), shell.terminal.columns);
  const plain = plainCommandOf(shell, name);
  if (plain) return commandHelp(plain, await plain.load());
  const mend = suggestion(name, commandNames(own, shell), "help lists them");
  throw new UserError(`there is no command ${name}`, mend, 2);
}

function overview(own: readonly Named[], others: readonly Named[], { terminal }: Shell): string[] {
  const rows = (entries: readonly Named[]) => entries.map(({ name, summary }) => [name, summary]);
  const groups = [rows(own), rows(others), keys];
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
