/** The names a user may give for a network: a path, the name of a run in runs/, or quick. */
import { type Dirent, existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FileError, fileTrouble } from "../src/format/file-trouble.ts";
import { lookUp } from "../src/format/look-up.ts";
import { listCheckpoints } from "../src/run/checkpoint-folder.ts";
import { listRuns } from "../src/run/run-index.ts";
import { bundledNames, runPath, runsDirectory } from "../src/session/run-names.ts";
import type { Shell } from "./shell.ts";

/** As the command line takes it, but so that it can be shown: `first` becomes `runs/first` where that is meant. */
export function fullRunName(shell: Shell, given: string): string {
  const path = shell.path(given);
  return runPath(path, given) === path ? given : join(runsDirectory, given);
}

export const namesNetwork = (shell: Shell, word: string): boolean =>
  bundledNames().includes(word) || existsSync(shell.path(fullRunName(shell, word)));

/** The bundled networks and the runs in runs/, the newest first; a damaged one is left out. */
export function knownRuns(shell: Shell): { name: string; hint: string }[] {
  const runs = whatIsThere(() => listRuns(shell.path(runsDirectory))).filter(
    ({ state }) => state !== "damaged",
  );
  return [
    ...runs.map(({ name, state, step }) => ({ name, hint: `${state}, step ${step}` })),
    ...bundledNames().map((name) => ({ name, hint: "comes with entorhinal" })),
  ];
}

/** Files of networks and of activity. */
const openable = /\.(safetensors|npz)$/;

/** Files in this folder that can be opened. */
export const openableHere = (shell: Shell): string[] =>
  pathsFor(shell, "").filter((path) => openable.test(path));

/** Folders and what can be opened that begin with `word`; in the folder of a run, its checkpoints, the newest first. */
export function openablePaths(shell: Shell, word: string): string[] {
  const folder = word.slice(0, word.lastIndexOf("/") + 1);
  const checkpoints = whatIsThere(() =>
    listCheckpoints({ checkpointsPath: shell.path(join(folder, "checkpoints")) }),
  );
  const ofRun = checkpoints.toReversed().map(({ path }) => `${folder}checkpoints/${basename(path)}`);
  const others = pathsFor(shell, word).filter((path) => path.endsWith("/") || openable.test(path));
  return folder === "" ? others : [...ofRun.filter((path) => path.startsWith(word)), ...others];
}

/** Paths that begin with `word`, directories ending in a slash. Hidden ones only when asked for. */
export function pathsFor(shell: Shell, word: string): string[] {
  const folder = word.endsWith("/") ? word : word.includes("/") ? `${dirname(word)}/` : "";
  const start = word.endsWith("/") ? "" : basename(word);
  const path = shell.path(folder === "" ? "." : folder);
  return whatIsThere(() => (lookUp(path)?.isDirectory() ? entriesOf(path) : []))
    .filter(({ name }) => name.startsWith(start) && (start.startsWith(".") || !name.startsWith(".")))
    .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`)
    .sort();
}

function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw fileTrouble(path, error);
  }
}

/** What can be offered: nothing where the system refuses. The command that is completed says why. */
function whatIsThere<Found>(find: () => Found[]): Found[] {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return [];
  }
}
