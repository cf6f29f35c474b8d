/** Files that are written whole or not at all, and never over what was not asked for. */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../user-error.ts";
import { discard } from "./discard.ts";
import { fileTrouble } from "./file-trouble.ts";
import { lookUp, lookUpLink } from "./look-up.ts";

export interface WriteOptions {
  readonly force?: boolean | undefined;
  readonly links?: "follow" | "replace" | undefined;
}

/**
 * Writes a file so that at any moment, also after a crash, either all of it is there or what was there before:
 * under a temporary name (`.….partial` in the same folder), synced, renamed.
 * @param force replace an existing file; it keeps its permissions
 * @param links follow: what a link leads to is written; replace: the file takes the place of the link itself, for files
 * in a folder that somebody else may have filled
 * @throws UserError when the path exists (without `force`), is no regular file, or cannot be written; nothing is left behind
 */
export function writeFileSafely(
  path: string,
  content: Uint8Array | string,
  { force = false, links = "follow" }: WriteOptions = {},
): void {
  const existing = existingAt(path, links);
  const isLink = existing?.isSymbolicLink() === true;
  if (existing && !existing.isFile() && !isLink) {
    throw new UserError(`${path} is not a regular file`, "choose another name");
  }
  if (existing && !force) throw new UserError(`${path} exists`, "use --force or another name");
  const target = existing && links === "follow" ? realpathSync(path) : path;
  const partial = join(dirname(target), `.${randomUUID().slice(0, 8)}.partial`);
  try {
    writeSynced(partial, content, isLink ? undefined : existing);
    renameSync(partial, target);
    syncFolder(dirname(target));
  } catch (error) {
    discard(partial);
    throw fileTrouble(path, error);
  }
}

/** Whether a name is one under which `writeFileSafely` was still writing: left behind by a process that was killed. */
export const isPartial = (name: string): boolean => /^\..*\.partial$/.test(name);

/** What is at the path; undefined when nothing is and a file could be made there. */
function existingAt(path: string, links: "follow" | "replace"): Stats | undefined {
  const found = links === "follow" ? lookUp(path) : lookUpLink(path);
  const folder = dirname(path);
  if (found) return found;
  const around = lookUp(folder);
  if (!around)
    throw new UserError(`the folder ${folder} does not exist`, "create it or choose another place");
  if (!around.isDirectory()) throw fileTrouble(path, { code: "ENOTDIR" });
  return undefined;
}

function writeSynced(path: string, content: Uint8Array | string, existing: Stats | undefined): void {
  const file = openSync(path, "wx");
  try {
    if (existing) fchmodSync(file, existing.mode);
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the new name survive a power cut. Windows has no such call. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
