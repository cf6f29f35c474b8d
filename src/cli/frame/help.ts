/** Help texts, made of what commands say of themselves. */
import { alignColumns } from "./columns.ts";
import { type Command, type CommandEntry, commonFlags, type Positional } from "./command.ts";
import { type Flag, type FlagTable, flagName, placeholderOf } from "./flags.ts";
import { wrap, wrapCommand } from "./lines.ts";

/** Of every help text, whatever the terminal: it is also read in files. */
const width = 80;
const indent = "  ";

export function overview(entries: readonly CommandEntry[], version: string): string {
  return [
    `entorhinal ${version}: spatial representations in neural networks`,
    "",
    "usage: entorhinal COMMAND [flags]",
    "",
    ...columns(entries.map(({ name, summary }) => [name, summary])),
    "",
    "entorhinal COMMAND --help shows the flags of a command",
    "",
  ].join("\n");
}

export function commandHelp(entry: CommandEntry, command: Command): string {
  const sections = [
    usageLine(entry.name, command.positionals),
    "",
    entry.summary,
    ...(command.details ? ["", ...wrap(command.details, width)] : []),
    ...section("arguments", positionalRows(command.positionals)),
    ...section("flags", flagRows(command.flags)),
    ...section("of every command", flagRows(commonFlags)),
    ...(command.examples ? ["", "examples", ...command.examples.flatMap(exampleLines)] : []),
    "",
  ];
  return sections.join("\n");
}

export function usageLine(name: string, positionals: readonly Positional[]): string {
  const words = positionals.map((p) => (p.optional ? `[${p.name}]` : p.name));
  return ["usage: entorhinal", name, ...words, "[flags]"].join(" ");
}

function section(title: string, rows: readonly [string, string][]): string[] {
  return rows.length === 0 ? [] : ["", title, ...columns(rows)];
}

const positionalRows = (positionals: readonly Positional[]): [string, string][] =>
  positionals.map((p) => [p.name, p.help]);

export function flagRows(table: FlagTable): [string, string][] {
  return Object.entries(table).map(([key, flag]) => [signature(key, flag), flagHelp(flag)]);
}

export const signature = (key: string, flag: Flag): string =>
  flag.type === "boolean" ? flagName(key) : `${flagName(key)} ${placeholderOf(flag)}`;

export function flagHelp(flag: Flag): string {
  const notes = [
    ...(flag.choices && flag.placeholder ? [flag.choices.join("|")] : []),
    ...(flag.type === "list" ? ["may be repeated"] : []),
    ...(flag.default === undefined || flag.default === null || flag.default === false || flag.default === ""
      ? []
      : [`default ${flag.default}`]),
  ];
  return notes.length === 0 ? flag.help : `${flag.help} (${notes.join("; ")})`;
}

const exampleLines = (example: string): string[] =>
  (example.length <= width - indent.length ? [example] : wrapCommand(example, width - indent.length)).map(
    (line) => indent + line,
  );

const columns = (rows: readonly (readonly [string, string])[]): string[] =>
  alignColumns(rows, width - indent.length).map((line) => indent + line);
