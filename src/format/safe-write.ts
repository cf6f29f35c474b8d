/** Files that are written whole or not at all, and never over what was not asked for. */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../user-error.ts";
import { fileTrouble } from "./file-trouble.ts";

/** What is written: all at once, or by putting bytes at their places one after the other. */
export type Content = Uint8Array | string | ((writeAt: (bytes: Uint8Array, at: number) => void) => void);

/**
 * Writes a file so that at any moment, also after a crash, either all of it is there or what was there before:
 * under a temporary name (`.….partial` in the same folder), synced, renamed. A link is followed.
 * @param force replace an existing file; it keeps its permissions
 * @throws UserError when the path exists (without `force`), is no regular file, or cannot be written; nothing is left behind
 */
export function writeFileSafely(
  path: string,
  content: Content,
  { force = false }: { readonly force?: boolean | undefined } = {},
): void {
  const existing = lookUp(path);
  if (existing && !existing.isFile()) {
    throw new UserError(`${path} is not a regular file`, "choose another name");
  }
  if (existing && !force) throw new UserError(`${path} exists`, "use --force or another name");
  const target = existing ? realpathSync(path) : path;
  const partial = join(dirname(target), `.${randomUUID().slice(0, 8)}.partial`);
  try {
    writeSynced(partial, content, existing);
    renameSync(partial, target);
    syncFolder(dirname(target));
  } catch (error) {
    rmSync(partial, { force: true });
    // What is no trouble with a file was thrown by who made the content.
    throw error instanceof Error && "code" in error ? fileTrouble(path, error) : error;
  }
}

function writeAll(file: number, bytes: Uint8Array, start: number): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, start + at);
}

/** Whether a name is one under which `writeFileSafely` was still writing: left behind by a process that was killed. */
export const isPartial = (name: string): boolean => /^\..*\.partial$/.test(name);

/** What is at the path; undefined when nothing is and a file could be made there. */
function lookUp(path: string): Stats | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found && !existsSync(dirname(path))) {
      throw new UserError(`the folder ${dirname(path)} does not exist`, "create it or choose another place");
    }
    return found;
  } catch (error) {
    throw error instanceof UserError ? error : fileTrouble(path, error);
  }
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
