/** The names a user may give for a network: a path, the name of a run in runs/, or quick. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { listRuns } from "../src/run/run-index.ts";
import type { Shell } from "./shell.ts";

export const bundledNetwork = "quick";
export const runsDirectory = "runs";

/** `first` is `runs/first` where there is no other `first`; everything else stays as it is. */
export function fullRunName(shell: Shell, given: string): string {
  const inRuns = join(runsDirectory, given);
  const isRun = existsSync(shell.path(join(inRuns, "manifest.json")));
  return isRun && !existsSync(shell.path(given)) ? inRuns : given;
}

export const namesNetwork = (shell: Shell, word: string): boolean =>
  word === bundledNetwork || existsSync(shell.path(fullRunName(shell, word)));

/** The bundled network and the runs in runs/, the newest first; a damaged one is left out. */
export function knownRuns(shell: Shell): { name: string; hint: string }[] {
  const runs = listRuns(shell.path(runsDirectory)).filter(({ state }) => state !== "damaged");
  return [
    ...runs.map(({ name, state, step }) => ({ name, hint: `${state}, step ${step}` })),
    { name: bundledNetwork, hint: "comes with entorhinal" },
  ];
}

/** Paths that begin with `word`, directories ending in a slash. Hidden ones only when asked for. */
export function pathsFor(shell: Shell, word: string): string[] {
  const folder = word.endsWith("/") ? word : word.includes("/") ? `${dirname(word)}/` : "";
  const start = word.endsWith("/") ? "" : basename(word);
  const path = shell.path(folder === "" ? "." : folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name.startsWith(start) && (start.startsWith(".") || !name.startsWith(".")))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort();
}
