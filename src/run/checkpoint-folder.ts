/** The checkpoints of a run as files: their names, which are kept, what a killed process left behind. */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileTrouble } from "../format/file-trouble.ts";
import { namesIn } from "../format/look-up.ts";
import { removeLeftovers } from "../format/partial.ts";
import { filmPath } from "./film-frame.ts";
import { checkNoLink, isLink } from "./own-folder.ts";
import type { RunDirectory } from "./run-directory.ts";

const stepDigits = 6;
const checkpointName = /^step-(\d+)\.safetensors$/;

export const checkpointPath = (directory: RunDirectory, step: number): string =>
  join(directory.checkpointsPath, `step-${String(step).padStart(stepDigits, "0")}.safetensors`);

/** Where the state goes that stopped a run because it was not finite: for looking at, never resumed from. */
export const notFinitePath = (directory: RunDirectory): string =>
  join(directory.checkpointsPath, "not-finite.safetensors");

/** Checkpoints of a run, oldest first. */
export function listCheckpoints(
  directory: Pick<RunDirectory, "checkpointsPath">,
): { step: number; path: string }[] {
  return namesIn(directory.checkpointsPath)
    .flatMap((name) => {
      const match = checkpointName.exec(name);
      return match ? [{ step: Number(match[1]), path: join(directory.checkpointsPath, name) }] : [];
    })
    .sort((a, b) => a.step - b.step);
}

/** @throws UserError when the folder is a link */
export const checkOwnFolder = ({ checkpointsPath }: RunDirectory): void => checkNoLink(checkpointsPath);

/** Removes the oldest checkpoints; call it after a new one is saved, never before. @throws FileError when one cannot be removed */
export function rotateCheckpoints(directory: RunDirectory, keep: number): void {
  for (const { path } of listCheckpoints(directory).slice(0, -keep)) remove(path);
}

/** Makes room for a run to go on: its folder of checkpoints, without what killed processes were writing in the run and beside it. */
export function makeRoom({ path, checkpointsPath, figuresPath }: RunDirectory): void {
  if (!isLink(checkpointsPath)) mkdirSync(checkpointsPath, { recursive: true });
  const own = [path, checkpointsPath, figuresPath, filmPath(path)].filter(
    (folder) => folder === path || !isLink(folder),
  );
  for (const folder of [dirname(path), ...own]) removeLeftovers(folder);
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw fileTrouble(path, error);
  }
}
