/** Which files a path means, and how each is opened. */
import { join } from "node:path";
import { lookUp, namesIn } from "../../format/look-up.ts";
import { UserError } from "../../user-error.ts";
import { openNpzFile } from "./npz-file.ts";
import type { PathFile } from "./path-file.ts";
import { openTfrecordFile } from "./tfrecord-file.ts";
import { openTorchFile } from "./torch-paths.ts";

const openers: Readonly<Record<string, (path: string) => PathFile>> = {
  tfrecord: openTfrecordFile,
  npz: openNpzFile,
  pt: openTorchFile,
};

const endings = Object.keys(openers);
const endingOf = (path: string): string | undefined => endings.find((ending) => path.endsWith(`.${ending}`));
const inWords = endings.map((ending) => `.${ending}`).join(", ");

/** 2-99 before 10-99. */
const byNumber = new Intl.Collator("en", { numeric: true }).compare;

/**
 * The files of trajectories that a path means: itself, or those in the folder, in the order of their names.
 * @throws UserError when there are none, or files of several kinds
 */
export function pathFilesOf(path: string): readonly string[] {
  const found = lookUp(path);
  if (!found) throw new UserError(`${path} does not exist`, "check the path");
  if (!found.isDirectory()) return [path];
  const names = recordNames(path);
  const kinds = new Set(names.map(endingOf));
  if (kinds.size > 1) {
    throw new UserError(
      `${path} holds files of several kinds: ${[...kinds].map((kind) => `.${kind}`).join(", ")}`,
      "keep each kind in a folder of its own, or name the files",
    );
  }
  if (names.length > 0) return names.map((name) => join(path, name));
  const below = namesIn(path)
    .filter((name) => lookUp(join(path, name))?.isDirectory())
    .find((name) => recordNames(join(path, name)).length > 0);
  throw new UserError(
    `${path} holds no files of trajectories (${inWords})`,
    below === undefined ? "name the folder that holds them" : `did you mean ${join(path, below)}?`,
  );
}

const recordNames = (folder: string): string[] =>
  namesIn(folder)
    .filter((name) => !name.startsWith(".") && endingOf(name) !== undefined)
    .toSorted(byNumber);

/** @throws UserError when its name has no known ending, or as the readers of each kind */
export function openPathFile(path: string): PathFile {
  const ending = endingOf(path);
  if (ending !== undefined) return openers[ending]!(path);
  throw new UserError(`${path} is of no kind that is read`, `name files that end in ${inWords}`);
}

/** Whether single records of it are read without the others. */
export const isReadByRecord = (path: string): boolean => endingOf(path) !== "pt";
