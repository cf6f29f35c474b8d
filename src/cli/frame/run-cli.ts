/** From the words of a command line to the command that runs, and from what it throws to what a user sees. */
import { resolve } from "node:path";
import packageJson from "../../../package.json" with { type: "json" };
import { detectTerminal } from "../../draw/terminal.ts";
import { printable, printableLines } from "../../printable.ts";
import { programLine } from "../../program-words.ts";
import { suggestion } from "../../suggest.ts";
import type { Condition } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { type Command, type CommandContext, type CommandEntry, commonFlags } from "./command.ts";
import { namedAnswer, namedText } from "./conditions.ts";
import { type Parsed, parseFlags } from "./flags.ts";
import { commandHelp, overview, usageLine } from "./help.ts";
import type { Io } from "./io.ts";
import type { UnitNames } from "./unit-names.ts";
import { toJson, withNewline } from "./written-answer.ts";

/**
 * Runs one command line.
 * @param argv the words after `entorhinal`
 * @param entries the commands there are, in the order of the overview
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCli(
  argv: readonly string[],
  io: Io,
  entries: readonly CommandEntry[],
): Promise<0 | 1 | 2> {
  try {
    await dispatch(argv, io, entries);
    return 0;
  } catch (error) {
    io.stderr.write(describeError(error, detectTerminal(io.env, io.stderr).colour !== "none"));
    return error instanceof UserError ? error.exitCode : 1;
  }
}

async function dispatch(argv: readonly string[], io: Io, entries: readonly CommandEntry[]): Promise<void> {
  const [first, ...rest] = argv;
  if (first === "help") {
    await dispatch([...rest.slice(0, 1), "--help"], io, entries);
    return;
  }
  if (first === undefined || first === "--help" || first === "-h") {
    io.stdout.write(overview(entries, packageJson.version));
    return;
  }
  if (first === "--version") {
    io.stdout.write(`${packageJson.version}\n`);
    return;
  }
  const entry = entries.find(({ name }) => name === first);
  if (!entry) throw unknownCommand(first, rest, entries);
  const command = await entry.load();
  const parsed = parseFlags(rest, { ...command.flags, ...commonFlags });
  if (parsed.flags.help) {
    io.stdout.write(commandHelp(entry, command));
    return;
  }
  checkPositionals(entry.name, command, parsed.positionals, io.cwd);
  await runCommand(entry.name, command, parsed, io);
}

function unknownCommand(name: string, rest: readonly string[], entries: readonly CommandEntry[]): UserError {
  const names = entries.map((entry) => entry.name);
  const command = rest.find((word) => names.includes(word));
  if (name.startsWith("-") && command !== undefined) {
    const line = programLine([command, name, ...rest.filter((word) => word !== command)]);
    return new UserError(`${name} stands before the command`, `flags follow it: ${line}`, 2);
  }
  const kind = name.startsWith("-") ? "flag" : "command";
  return new UserError(`unknown ${kind} ${name}`, suggestion(name, names, `commands: ${names.join(" ")}`), 2);
}

function checkPositionals(name: string, command: Command, given: readonly string[], cwd: string): void {
  const { positionals } = command;
  const missing = positionals.slice(given.length).find((p) => !p.optional);
  if (missing) {
    const mend = missing.mend ?? usageLine(name, positionals);
    throw new UserError(`${name} needs ${missing.name}: ${missing.help}`, mend, 2);
  }
  const extra = positionals.some(({ many }) => many) ? undefined : given[positionals.length];
  if (extra !== undefined) {
    const mend = command.meantBy?.(extra, resolve(cwd, extra)) ?? usageLine(name, positionals);
    throw new UserError(`unexpected argument "${extra}"`, mend, 2);
  }
}

async function runCommand(name: string, command: Command, parsed: Parsed, io: Io): Promise<void> {
  const json = parsed.flags.json === true;
  const quiet = parsed.flags.quiet === true;
  let answers = 0;
  let conditions: readonly Condition[] = [];
  let names: UnitNames;
  const terminal = detectTerminal(io.env, io.stdout);
  const context: CommandContext = {
    io,
    flags: parsed.flags as CommandContext["flags"],
    positionals: parsed.positionals,
    json,
    quiet,
    terminal,
    progressTerminal: detectTerminal(io.env, io.stderr),
    path: (given) => resolve(io.cwd, given),
    answer: (value, text) => {
      answers++;
      io.stdout.write(
        json
          ? `${toJson(namedAnswer(value, conditions, names))}\n`
          : withNewline(namedText(text(), conditions, terminal.columns, names)),
      );
    },
    under: (some, called) => {
      conditions = some;
      names = called;
    },
    print: (text) => {
      if (!json) io.stdout.write(withNewline(text));
    },
    note: (text) => {
      if (!quiet) io.stderr.write(withNewline(text));
    },
  };
  await command.run(context);
  if (answers !== 1) throw new Error(`${name} gave ${answers} answers instead of one`);
}

/** What the system refused is no bug: an estimate was too low. */
const isOutOfMemory = (error: unknown): boolean =>
  error instanceof RangeError && error.message === "Out of memory";

/** An error as a user sees it: two lines for a mistake or a shortage, the stack for a bug. */
export function describeError(error: unknown, color: boolean): string {
  const red = (text: string) => (color ? `\x1b[31m${text}\x1b[0m` : text);
  if (error instanceof UserError) return `${red("error:")} ${error.message}\n  ${error.mend}\n`;
  if (isOutOfMemory(error)) {
    return `${red("error:")} out of memory: the machine did not give what was asked for\n  ask for less, or close other programs\n`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? message) : message;
  const shown = printable(message);
  // The message stands in the stack as well, where it must not begin a line either.
  const frames = printableLines(message === "" ? stack : stack.replaceAll(message, () => shown));
  return `${red("error:")} ${shown}\n  this is a bug in entorhinal, please report it with what follows\n${frames}\n`;
}
