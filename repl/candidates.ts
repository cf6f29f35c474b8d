/** What a word may be, by its kind. */
import { nullNames } from "../src/analyse/nulls/null-scores.ts";
import { scorers } from "../src/analyse/scorer.ts";
import { figureKinds } from "../src/cli/commands/figure/kinds.ts";
import { listSettings } from "../src/config/settings.ts";
import { presetNames } from "../src/config/sources.ts";
import { printable } from "../src/printable.ts";
import { filterStarts } from "../src/session/unit-choice.ts";
import { knownRuns, openablePaths, pathsFor } from "./run-names.ts";
import type { Shell } from "./shell.ts";
import type { WordKind } from "./shell-command.ts";
import { lookNames } from "./shell-settings.ts";

/** Words of this kind that begin with `word`; the names of commands are completion.ts's. */
export function candidates(kind: Exclude<WordKind, "command">, word: string, shell: Shell): string[] {
  const all = kind === "run" ? [...runNames(shell), ...openablePaths(shell, word)] : named(kind, word, shell);
  // A name that cannot be shown cannot be typed either.
  return [...new Set(all)].filter((name) => name.startsWith(word) && name === printable(name));
}

function named(kind: Exclude<WordKind, "run" | "command">, word: string, shell: Shell): string[] {
  switch (kind) {
    case "preset":
      return presetNames();
    case "unit":
      return shell.hasNetwork
        ? Array.from({ length: shell.network.units ?? 0 }, (_, unit) => String(unit))
        : [];
    case "setting":
      return settingNames();
    case "null":
      return [...nullNames];
    case "world":
      return worldSettings();
    case "scorer":
      return scorers.map(({ name }) => name);
    case "figure":
      return figureKinds.map(({ name }) => name);
    case "filter":
      return filterStarts;
    case "file":
      return pathsFor(shell, word);
    case "text":
      return [];
  }
}

const runNames = (shell: Shell): string[] => knownRuns(shell).map(({ name }) => name);

export const settingNames = (): string[] => [
  ...new Set([...lookNames, ...listSettings().map(({ key }) => key)]),
];

/** What `--world-set` can begin with. */
export const worldSettings = (): string[] =>
  settingNames().flatMap((key) => (key.startsWith("world.") ? [`${key.slice("world.".length)}=`] : []));

/** The values a setting can have, where they are a list. */
export function valuesOf(key: string): string[] {
  if (key === "scorer") return scorers.map(({ name }) => name);
  if (key === "null") return [...nullNames];
  const values = listSettings()
    .filter((setting) => setting.key === key)
    .flatMap(({ default: value, names = [] }) => (typeof value === "boolean" ? ["true", "false"] : names));
  return [...new Set(values)];
}
