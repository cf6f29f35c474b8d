/** What the Tab key offers. */
import { commonFlags, type Positional } from "../src/cli/frame/command.ts";
import { type Flag, type FlagTable, flagName } from "../src/cli/frame/flags.ts";
import { subjectFlags } from "../src/cli/frame/subject.ts";
import { candidates, settingNames, valuesOf } from "./candidates.ts";
import { commandNames, plainCommandOf } from "./command-names.ts";
import { shellCommandOf, shellCommands } from "./commands.ts";
import type { Shell } from "./shell.ts";
import { kindOf } from "./shell-command.ts";
import { wordsSoFar } from "./words.ts";

export interface Completion {
  readonly candidates: string[];
  /** What is typed of them so far. */
  readonly word: string;
}

/** Completes the last word of `line`, which ends at the cursor. A single candidate gets a space behind it. */
export async function complete(line: string, shell: Shell): Promise<Completion> {
  const expression = /^\s*js\s+(.*)$/.exec(line)?.[1];
  if (expression !== undefined)
    return await (await import("./js-names.ts")).completeExpression(expression, shell);
  const words = wordsSoFar(line).map(({ text }) => text);
  const word = words.at(-1)!;
  const found = await wordsFor(words.slice(0, -1), word, shell);
  const [only] = found;
  const finished = found.length === 1 && !/[/=<>]$/.test(only!);
  return { candidates: finished ? [`${only} `] : found, word };
}

async function wordsFor(before: readonly string[], word: string, shell: Shell): Promise<string[]> {
  const [name, ...rest] = before;
  if (name === undefined) return firstWords(word, shell);
  if (name === "set" && rest.length === 1)
    return valuesOf(rest[0]!).filter((value) => value.startsWith(word));
  const own = await shellCommandOf(name)?.load();
  const plain = await plainCommandOf(shell, name)?.load();
  const command = own ?? plain;
  if (!command || own?.verbatim) return [];
  const flags = { ...command.flags, ...commonFlags };
  const positionals = command.positionals.length > 0 ? command.positionals : (plain?.positionals ?? []);
  if (word.startsWith("-")) return flagWords(flags, word);
  const flag = flagBefore(flags, before);
  if (flag) return valuesFor(flag, word, shell);
  return positionalsAt(positionals, rest, flags, shell).flatMap((positional) => {
    const kind = kindOf(positional);
    return kind === "command" ? commandsFor(word, shell) : candidates(kind, word, shell);
  });
}

const commandsFor = (word: string, shell: Shell): string[] =>
  commandNames(shellCommands, shell).filter((name) => name.startsWith(word));

/** The first word of a line may have a question mark before it. */
function firstWords(word: string, shell: Shell): string[] {
  const question = word.startsWith("?") ? "?" : "";
  return commandsFor(word.slice(question.length), shell).map((name) => question + name);
}

const flagWords = (flags: FlagTable, word: string): string[] =>
  Object.keys(flags)
    .map(flagName)
    .filter((flag) => flag.startsWith(word))
    .sort();

/** The flag whose value is being typed. */
function flagBefore(flags: FlagTable, before: readonly string[]): Flag | undefined {
  const last = before.at(-1)!;
  const flag = Object.entries(flags).find(([key]) => flagName(key) === last)?.[1];
  return flag && flag.type !== "boolean" ? flag : undefined;
}

function valuesFor(flag: Flag, word: string, shell: Shell): string[] {
  if (flag.choices) return flag.choices.filter((choice) => choice.startsWith(word));
  if (flag === subjectFlags.worldSet) return candidates("world", word, shell);
  const { placeholder = "", help } = flag;
  if (placeholder === "KEY=VALUE") {
    return settingNames()
      .flatMap((key) => (key.includes(".") ? [`${key}=`] : []))
      .filter((key) => key.startsWith(word));
  }
  if (/preset/.test(help)) return candidates("preset", word, shell);
  if (/how to score/.test(help)) return candidates("scorer", word, shell);
  if (placeholder === "DIR") return candidates("run", word, shell);
  return /^(FILE|PATH)/.test(placeholder) ? candidates("file", word, shell) : [];
}

/** What may be typed here; behind a RUN that may be left out, also what comes after it. */
function positionalsAt<P extends Positional>(
  positionals: readonly P[],
  rest: readonly string[],
  flags: FlagTable,
  shell: Shell,
): P[] {
  const given = rest.filter(
    (word, i) => !word.startsWith("-") && !flagBefore(flags, ["", ...rest.slice(0, i)]),
  );
  const last = positionals.at(-1);
  const here = positionals[given.length] ?? (last && "many" in last && last.many ? last : undefined);
  const leaveOut = given.length === 0 && shell.hasNetwork && here && kindOf(here) === "run";
  return [here, leaveOut ? positionals[1] : undefined].filter((positional) => positional !== undefined);
}
