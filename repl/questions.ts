/** Asks for what a command was not given. */
import { autocomplete, isCancel, type Option, select, text } from "@clack/prompts";
import { scorers } from "../src/analyse/scorer.ts";
import type { Positional } from "../src/cli/frame/command.ts";
import type { Io } from "../src/cli/frame/io.ts";
import { presetNames, readPreset } from "../src/config/sources.ts";
import { printable } from "../src/printable.ts";
import { backgroundOf } from "./background/background.ts";
import { settingNames } from "./candidates.ts";
import { Interrupted } from "./interrupted.ts";
import { knownRuns, openableHere } from "./run-names.ts";
import type { Shell } from "./shell.ts";
import { kindOf, type ShellPositional } from "./shell-command.ts";

type Dialogue = NonNullable<Io["dialogue"]>;

const mostShown = 10;

/** The word a user chooses or types. @throws Interrupted when the user gives up */
export async function askFor(positional: Positional | ShellPositional, shell: Shell): Promise<string> {
  const answer = await backgroundOf(shell).withScreen(() =>
    shell.host.withDialogue((dialogue) => question(positional, dialogue, shell)),
  );
  if (isCancel(answer)) throw new Interrupted();
  return answer as string;
}

function question(
  positional: Positional | ShellPositional,
  dialogue: Dialogue,
  shell: Shell,
): Promise<string | symbol> {
  const message = `${positional.name}: ${positional.help}`;
  const choose = (options: Option<string>[]) =>
    select({ ...dialogue, message, options, maxItems: mostShown });
  switch (kindOf(positional)) {
    case "run":
      return choose(
        [...knownRuns(shell), ...openableHere(shell).map((name) => ({ name, hint: "a file" }))].map(
          ({ name, hint }) => ({ value: name, label: printable(name), hint: printable(hint) }),
        ),
      );
    case "preset":
      return choose(
        presetNames().map((name) => ({ value: name, label: name, hint: readPreset(name).description })),
      );
    case "scorer":
      return choose(
        scorers.map(({ name, description }) => ({ value: name, label: name, hint: description })),
      );
    case "setting":
      return search(settingNames(), message, dialogue);
    case "unit":
      return text({ ...dialogue, message, validate: (typed) => wrongUnit(typed, shell) });
    default:
      return text({
        ...dialogue,
        message,
        validate: (typed) => (typed?.trim() ? undefined : "it is needed"),
      });
  }
}

const search = (names: readonly string[], message: string, dialogue: Dialogue): Promise<string | symbol> =>
  autocomplete({
    ...dialogue,
    message,
    options: names.map((name) => ({ value: name, label: name })),
    maxItems: mostShown,
  });

function wrongUnit(typed: string | undefined, shell: Shell): string | undefined {
  if (!shell.hasNetwork) return typed?.trim() ? undefined : "it is needed";
  const { units } = shell.network;
  const last = units === undefined ? Number.POSITIVE_INFINITY : units - 1;
  const unit = typed?.trim() ? Number(typed) : Number.NaN;
  return Number.isInteger(unit) && unit >= 0 && unit <= last
    ? undefined
    : units === undefined
      ? "a number"
      : `a number from 0 to ${last}`;
}
