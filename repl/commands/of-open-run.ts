/** What takes long of the command line, on what is open: its checkpoint, its world, and the scorer and bins that are set. */
import type { CommandEntry } from "../../src/cli/frame/command.ts";
import { flagName } from "../../src/cli/frame/flags.ts";
import { choiceFlags } from "../../src/cli/frame/subject.ts";
import { plainCommandOf } from "../command-names.ts";
import { runPlainCommand } from "../plain-command.ts";
import type { Shell } from "../shell.ts";
import { defineShellCommand, type ShellCommand } from "../shell-command.ts";
import { splitWords } from "../words.ts";

/** Settings of the shell that these commands take; how many trajectories they need is another matter. */
const taken = ["scorer", "bins"];

/** @param load the command of the command line of that name */
export async function ofOpenRun(
  name: string,
  load: CommandEntry["load"],
  examples: readonly string[],
): Promise<ShellCommand> {
  const { flags, details = "" } = await load();
  return defineShellCommand({
    flags,
    positionals: [],
    details: `${details} It is about the open network, with the scorer and the bins that are set; \`${name} RUN\` is about another one.`,
    examples,
    async run(shell, { rest }) {
      const words = splitWords(rest).map(({ text }) => text);
      const { source, choice } = shell.network;
      await runPlainCommand(shell, plainCommandOf(shell, name)!, [
        ...[source, ...choiceFlags(choice), ...settingsOf(shell, Object.keys(flags)), ...words],
      ]);
    },
  });
}

/** Before the words of the line, which go over them. */
const settingsOf = ({ settings: { entries } }: Shell, flags: readonly string[]): string[] =>
  entries.flatMap(([key, value]) =>
    taken.includes(key) && flags.includes(key) ? [flagName(key), value] : [],
  );
