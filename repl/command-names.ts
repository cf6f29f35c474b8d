/** Which words begin a line: those of the shell's own commands, and those of the command line that it was given. */
import type { CommandEntry } from "../src/cli/frame/command.ts";
import type { Shell } from "./shell.ts";
import type { ShellCommandEntry } from "./shell-command.ts";

type CommandLine = Pick<Shell, "commandLine">;

/** Commands of the command line that the shell has under no other meaning. */
export function plainCommands(
  own: readonly ShellCommandEntry[],
  { commandLine }: CommandLine,
): CommandEntry[] {
  const names = new Set(own.map(({ name }) => name));
  return commandLine.filter(({ name }) => !names.has(name));
}

export const commandNames = (own: readonly ShellCommandEntry[], shell: CommandLine): string[] =>
  [...own, ...plainCommands(own, shell)].map(({ name }) => name).sort();

/** Also those that the shell has a namesake of: `score MAPS` is the command line's. */
export const plainCommandOf = ({ commandLine }: CommandLine, name: string): CommandEntry | undefined =>
  commandLine.find((entry) => entry.name === name);
