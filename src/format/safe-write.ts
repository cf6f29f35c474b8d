/** Files that are written whole or not at all, and never over what was not asked for. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../user-error.ts";
import { discard } from "./discard.ts";
import { fileTrouble } from "./file-trouble.ts";
import { lookUp, lookUpLink } from "./look-up.ts";
import { partialName, removeLeftovers } from "./partial.ts";

export interface WriteOptions {
  readonly force?: boolean | undefined;
  readonly links?: "follow" | "replace" | undefined;
}

/** What is written: all at once, or by putting bytes at their places one after the other. */
export type Content = Uint8Array | string | ((writeAt: (bytes: Uint8Array, at: number) => void) => void);

/**
 * Writes a file so that at any moment, also after a crash, either all of it is there or what was there before:
 * under a temporary name (`.….partial` in the same folder), synced, renamed. What killed processes were writing
 * in that folder is removed.
 * @param force replace an existing file; it keeps its permissions
 * @param links follow: what a link leads to is written; replace: the file takes the place of the link itself, for files
 * in a folder that somebody else may have filled
 * @throws UserError when the path exists (without `force`), is no regular file, or cannot be written; nothing is left behind
 */
export function writeFileSafely(
  path: string,
  content: Content,
  { force = false, links = "follow" }: WriteOptions = {},
): void {
  const existing = existingAt(path, links);
  const isLink = existing?.isSymbolicLink() === true;
  if (existing && !existing.isFile() && !isLink) {
    throw new UserError(`${path} is not a regular file`, "choose another name");
  }
  if (existing && !force) throw new UserError(`${path} exists`, "use --force or another name");
  const target = existing && links === "follow" ? realpathSync(path) : path;
  tidy(dirname(target));
  const partial = join(dirname(target), partialName());
  try {
    writeSynced(partial, content, isLink ? undefined : existing);
    renameSync(partial, target);
    syncFolder(dirname(target));
  } catch (error) {
    discard(partial);
    // What is no trouble with a file was thrown by who made the content.
    throw error instanceof Error && "code" in error ? fileTrouble(path, error) : error;
  }
}

const tidied = new Set<string>();

/** Before the first file of this process in a folder: what others left may be what fills the disk. */
function tidy(folder: string): void {
  if (tidied.has(folder)) return;
  tidied.add(folder);
  removeLeftovers(folder);
}
function writeAll(file: number, bytes: Uint8Array, start: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, start + at);
}

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

function writeSynced(path: string, content: Content, existing: Stats | undefined): void {
  const file = openSync(path, "wx");
  try {
    if (existing) fchmodSync(file, existing.mode);
    if (typeof content === "function") content((bytes, at) => writeAll(file, bytes, at));
    else writeFileSync(file, content);
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
