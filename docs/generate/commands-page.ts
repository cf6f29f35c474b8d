import { type Command, type CommandEntry, commonFlags } from "../../src/cli/frame/command.ts";
import type { FlagTable } from "../../src/cli/frame/flags.ts";
import { flagHelp, signature, usageLine } from "../../src/cli/frame/help.ts";
import { markdownTable } from "./markdown-table.ts";

/** docs/commands.md: what `--help` says of every command. */
export async function commandsPage(entries: readonly CommandEntry[]): Promise<string> {
  const sections: string[] = [];
  for (const entry of entries) sections.push(...commandSection(entry, await entry.load()));
  return [
    "# Commands",
    "",
    "Made by `bun docs/generate-commands.ts` from what `--help` says. What goes for all of them, exit codes and",
    "variables of the environment: [conventions.md](conventions.md#the-command-line).",
    "",
    ...markdownTable(
      ["command", "does"],
      entries.map(({ name, summary }) => [`[${name}](#${name})`, summary]),
    ),
    "",
    "Flags of every command:",
    "",
    ...flagRows(commonFlags),
    ...sections,
    "",
  ].join("\n");
}

function commandSection(entry: CommandEntry, command: Command): string[] {
  const sentence = `${entry.summary[0]!.toUpperCase()}${entry.summary.slice(1)}.`;
  const positionals = command.positionals.map(({ name, help }) => [`\`${name}\``, help]);
  return [
    "",
    `## ${entry.name}`,
    "",
    sentence,
    "",
    "```text",
    usageLine(entry.name, command.positionals).replace("usage: ", ""),
    "```",
    ...(command.details ? ["", ...detailLines(command.details)] : []),
    ...(positionals.length > 0 ? ["", ...markdownTable(["argument", "meaning"], positionals)] : []),
    ...(Object.keys(command.flags).length > 0 ? ["", ...flagRows(command.flags)] : []),
    ...(command.examples ? ["", "```sh", ...command.examples.map(asTyped), "```"] : []),
  ];
}

/** Columns stay as they are; everything else is a paragraph. */
const detailLines = (details: string): string[] =>
  / {2}/.test(details) ? ["```text", ...details.split("\n"), "```"] : [asText(details)];

const flagRows = (flags: FlagTable): readonly string[] =>
  markdownTable(
    ["flag", "meaning"],
    Object.entries(flags).map(([key, flag]) => [`\`${signature(key, flag)}\``, asText(flagHelp(flag))]),
  );

/** In the repository a command is a script of package.json. */
const asTyped = (example: string): string => `bun run ${example}`;

/** Without what Markdown would take for a link or for emphasis. */
const asText = (text: string): string => text.replaceAll("\n", " ").replace(/[[\]*_]/g, "\\$&");
