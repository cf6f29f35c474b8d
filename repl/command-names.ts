import { type CommandEntry, commands } from "../src/cli/commands/commands.ts";
import { type ShellCommandEntry, shellCommands } from "./commands.ts";

/** Of the command line, what makes no sense in here. */
const notHere = new Set(["repl"]);

/** Commands of the command line that the shell has under no other meaning; looked up when they are needed, as is the table. */
export const plainCommands = (): CommandEntry[] => {
  const own = new Set(shellCommands.map(({ name }) => name));
  return commands.filter(({ name }) => !own.has(name) && !notHere.has(name));
};

export const commandNames = (): string[] =>
  [...shellCommands, ...plainCommands()].map(({ name }) => name).sort();

export const shellCommandOf = (name: string): ShellCommandEntry | undefined =>
  shellCommands.find((entry) => entry.name === name);

/** Also those that the shell has a namesake of: `score MAPS` is the command line's. */
export const plainCommandOf = (name: string): CommandEntry | undefined =>
  commands.find((entry) => entry.name === name && !notHere.has(name));
