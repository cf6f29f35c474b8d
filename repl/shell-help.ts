/** Help of the shell's own commands. That of the command line's is src/cli/frame/help.ts's. */
import { alignColumns } from "../src/cli/frame/columns.ts";
import { commonFlags } from "../src/cli/frame/command.ts";
import { flagRows } from "../src/cli/frame/help.ts";
import { wrapProse } from "../src/cli/frame/lines.ts";
import type { ShellCommand, ShellCommandEntry, ShellPositional } from "./shell-command.ts";

/** `help COMMAND` of a command of the shell, in lines of at most `width` characters where they can be broken. */
export function shellHelp(entry: ShellCommandEntry, command: ShellCommand, width: number): string {
  const flags = command.verbatim ? [] : flagRows({ ...command.flags, ...commonFlags });
  return [
    shellUsage(entry.name, command.positionals),
    "",
    entry.summary,
    ...(command.details ? ["", wrapProse(command.details, width)] : []),
    ...section(
      "words",
      command.positionals.map(({ name, help }) => [name, help]),
      width,
    ),
    ...section("flags", flags, width),
    ...(command.examples ? ["", "examples", ...command.examples.map((example) => `  ${example}`)] : []),
  ].join("\n");
}

export function shellUsage(name: string, positionals: readonly ShellPositional[]): string {
  const words = positionals.map((p) => {
    const word = p.many ? `${p.name}...` : p.name;
    return p.optional ? `[${word}]` : word;
  });
  return ["usage:", name, ...words].join(" ");
}

function section(title: string, rows: readonly (readonly string[])[], width: number): string[] {
  return rows.length === 0 ? [] : ["", title, ...alignColumns(rows, width - 2).map((line) => `  ${line}`)];
}
