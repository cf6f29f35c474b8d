/** Commands of the command line by the same words, with the open run where a RUN is asked for. */
import { join } from "node:path";
import { type Command, type CommandEntry, commonFlags } from "../src/cli/frame/command.ts";
import { parseFlags } from "../src/cli/frame/flags.ts";
import { runCli } from "../src/cli/frame/run-cli.ts";
import { choiceFlags } from "../src/cli/frame/subject.ts";
import { commandLine, pathWord } from "../src/copied-command.ts";
import { printable } from "../src/printable.ts";
import { UserError } from "../src/user-error.ts";
import { Interrupted } from "./interrupted.ts";
import { askFor } from "./questions.ts";
import { namesNetwork } from "./run-names.ts";
import type { Shell } from "./shell.ts";

const main = join(import.meta.dir, "../src/main.ts");

/** Over before a finger reaches Ctrl-C; all others run in a process of their own, which Ctrl-C can end at any moment. */
const immediate = new Set(["runs", "presets"]);

/** @throws CommandFailed when it says so itself; UserError; Interrupted */
export async function runPlainCommand(
  shell: Shell,
  entry: CommandEntry,
  words: readonly string[],
): Promise<void> {
  const argv = [entry.name, ...(await completed(shell, await entry.load(), words))];
  const code =
    !shell.interactive || immediate.has(entry.name)
      ? await runCli(argv, { ...shell.io, dialogue: undefined, screen: undefined }, shell.commandLine)
      : await shell.host.withChild(() => runChild(shell, argv));
  if (code === 130) throw new Interrupted();
  if (code !== 0) throw new CommandFailed(entry.name, code === 2 ? 2 : 1);
}

/** A command that has said itself what is wrong. */
export class CommandFailed extends UserError {
  constructor(name: string, exitCode: 1 | 2) {
    super(`${name} failed`, "what is wrong stands above", exitCode);
  }
}

async function runChild(shell: Shell, argv: readonly string[]): Promise<number> {
  const { io } = shell;
  const child = Bun.spawn([process.execPath, main, ...argv], {
    cwd: io.cwd,
    env: io.env as Record<string, string>,
    stdio: ["inherit", "inherit", "inherit"],
  });
  const code = await child.exited;
  return child.signalCode === "SIGINT" ? 130 : code;
}

/** The words, with the open run, the unit looked at or an answer where one is missing. */
async function completed(shell: Shell, command: Command, words: readonly string[]): Promise<string[]> {
  const { flags, positionals: given } = parseFlags(words, { ...command.flags, ...commonFlags });
  if (flags.help) return [...words];
  const required = command.positionals.filter(({ optional }) => !optional);
  const [first] = command.positionals;
  const isOfOpenRun = first && /\bRUN\b/.test(first.name) && lacksRun(shell, given, required.length);
  const result = [...words];
  if (isOfOpenRun) {
    const { name, newerStep } = shell.network;
    result.unshift(pathWord(name), ...chosen(shell, command, flags));
    if (newerStep !== undefined) {
      const again = commandLine(["open", pathWord(name)]);
      shell.note(`${printable(name)} has a newer checkpoint (step ${newerStep}); ${again} reads it`);
    }
  }
  const count = given.length + (isOfOpenRun ? 1 : 0);
  for (const missing of required.slice(count)) {
    if (missing.name === "UNIT" && shell.unit !== undefined) result.push(String(shell.unit));
    else if (shell.interactive) result.push(await askFor(missing, shell));
    // Otherwise the command itself says what it needs.
  }
  return result;
}

/** What is open of the network, for a command that was not told otherwise. @throws UserError when it knows the trained one only */
function chosen(shell: Shell, command: Command, given: Readonly<Record<string, unknown>>): string[] {
  const { choice, name, title } = shell.network;
  const words = choiceFlags(choice);
  if (words.length === 0) return [];
  if (!("untrained" in command.flags)) {
    throw new UserError(
      `${title} is open, and this command knows ${name} as it was trained`,
      `name it: ${name}`,
      2,
    );
  }
  // What a command is told of the world goes on top of the world that is open; so do dropout, data and whose place is meant.
  return given.tap === undefined && given.untrained !== true
    ? words
    : choiceFlags({ ...choice, tap: undefined, untrained: undefined });
}

/** `sac 12` and `evaluate` are about the open run, `sac quick 12` and `evaluate nowhere` are not. */
function lacksRun(shell: Shell, given: readonly string[], required: number): boolean {
  const [word] = given;
  if (!shell.hasNetwork || (word !== undefined && namesNetwork(shell, word))) return false;
  return given.length < required || (word !== undefined && /^\d+$/.test(word));
}
