/** From a typed line to the command that runs. */
import { commonFlags } from "../src/cli/frame/command.ts";
import { parseFlags } from "../src/cli/frame/flags.ts";
import { suggestion } from "../src/suggest.ts";
import { UserError } from "../src/user-error.ts";
import { commandNames, plainCommandOf } from "./command-names.ts";
import { shellCommandOf, shellCommands } from "./commands.ts";
import { runPlainCommand } from "./plain-command.ts";
import { askFor } from "./questions.ts";
import { namesNetwork } from "./run-names.ts";
import type { Shell } from "./shell.ts";
import type { ShellCommand, ShellCommandEntry, ShellParsed } from "./shell-command.ts";
import { shellHelp, shellUsage } from "./shell-help.ts";
import { splitWords } from "./words.ts";

/**
 * Runs one line. An empty one and a comment do nothing.
 * @throws UserError; Interrupted
 */
export async function execute(shell: Shell, typed: string): Promise<void> {
  shell.under([]);
  const line = asHelp(typed.trim());
  const name = /^\S*/.exec(line)![0];
  if (name === "" || name.startsWith("#")) return;
  const entry = shellCommandOf(name);
  const command = await entry?.load();
  const rest = line.slice(name.length).trim();
  if (entry && command?.verbatim && rest !== "--help") {
    await command.run(shell, { flags: {}, positionals: [], rest, json: false, quiet: false });
    return;
  }
  const words = splitWords(line)
    .slice(1)
    .map(({ text }) => text);
  if (entry && command && !isOfCommandLine(shell, name, words)) {
    await runShellCommand(shell, entry, command, words, rest);
    return;
  }
  const plain = plainCommandOf(shell, name);
  if (!plain) throw unknownCommand(name, commandNames(shellCommands, shell));
  await runPlainCommand(shell, plain, words);
}

/** `?units` and `units?` ask for the same as `help units`. */
function asHelp(line: string): string {
  const asked = /^\?\s*(\S*)$/.exec(line) ?? /^(\w+)\?$/.exec(line);
  return asked ? `help ${asked[1]}`.trim() : line;
}

/** Also of the command line, where they name another network. */
const alsoOfOthers = ["sac", "lags", "ablate"];

const knownToAll = Object.keys(commonFlags).map((name) => `--${name}`);

/** `score MAPS`, `score --null KIND` and `sac RUN UNIT` are those of the command line, `score` and `sac 12` are about the open run. */
function isOfCommandLine(shell: Shell, name: string, words: readonly string[]): boolean {
  if (name === "score") return words.some((word) => !knownToAll.includes(word));
  const first = words.find((word) => !word.startsWith("-"));
  return first !== undefined && alsoOfOthers.includes(name) && namesNetwork(shell, first);
}

function unknownCommand(name: string, names: readonly string[]): UserError {
  return new UserError(`there is no command ${name}`, suggestion(name, names, "help lists them"), 2);
}

async function runShellCommand(
  shell: Shell,
  entry: ShellCommandEntry,
  command: ShellCommand,
  words: readonly string[],
  rest: string,
): Promise<void> {
  const { flags, positionals } = parseFlags(words, { ...command.flags, ...commonFlags });
  if (flags.help) {
    shell.print(shellHelp(entry, command, shell.terminal.columns));
    return;
  }
  shell.quiet ||= flags.quiet === true;
  const complete = await withAnswers(shell, entry.name, command, positionals);
  await command.run(shell, {
    flags: flags as ShellParsed["flags"],
    positionals: complete,
    rest,
    json: flags.json === true,
    quiet: flags.quiet === true,
  });
}

/** The positionals; those that are missing are asked for where somebody sits there. */
async function withAnswers(
  shell: Shell,
  name: string,
  command: ShellCommand,
  given: readonly string[],
): Promise<string[]> {
  const { positionals } = command;
  const extra = positionals.at(-1)?.many ? undefined : given[positionals.length];
  if (extra !== undefined) {
    const mend = command.meantBy?.(extra, shell.path(extra)) ?? shellUsage(name, positionals);
    throw new UserError(`unexpected word "${extra}"`, mend, 2);
  }
  const complete = [...given];
  for (const missing of positionals.slice(given.length).filter(({ optional }) => !optional)) {
    if (missing.kind === "unit") void shell.network;
    if (!shell.interactive) {
      throw new UserError(`${name} needs ${missing.name}: ${missing.help}`, shellUsage(name, positionals), 2);
    }
    complete.push(await askFor(missing, shell));
  }
  return complete;
}
