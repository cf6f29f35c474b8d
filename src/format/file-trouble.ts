/** What the operating system says about a file, told to a user. */
import { UserError } from "../user-error.ts";

const causes: Readonly<Record<string, readonly [cause: string, mend: string]>> = {
  ENOENT: ["does not exist", "check the path"],
  ENOTDIR: ["does not exist: a part of the path is a file", "check the path"],
  EEXIST: ["is a file where a folder is needed", "choose another name"],
  EISDIR: ["is a directory", "name a file in it"],
  EACCES: ["is not permitted", "change the permissions or choose another place"],
  EPERM: ["is not permitted", "change the permissions or choose another place"],
  EROFS: ["is on a read-only disk", "choose another place"],
  ENOSPC: ["does not fit: the disk is full", "free some space or choose another place"],
  EDQUOT: ["does not fit: the disk quota is used up", "free some space or choose another place"],
  EFBIG: ["is larger than this disk or shell (ulimit -f) allows", "choose another place"],
  ELOOP: ["is a link that leads nowhere, or is not followed", "name the file itself"],
  ENAMETOOLONG: ["has too long a name", "choose a shorter one"],
};

/** The operating system refused to read or write a file. */
export class FileError extends UserError {}

/** What the operating system's refusal to read or write `path` means to the user. @param error as thrown, with its `code` */
export function fileTrouble(path: string, error: unknown): FileError {
  const { code, message } = error as NodeJS.ErrnoException;
  const [cause, mend] = causes[code ?? ""] ?? [`cannot be used: ${message}`, "check the path and the disk"];
  return new FileError(`${path} ${cause}`, mend);
}
