import { readFileSync } from "node:fs";
import { UserError } from "../user-error.ts";

const causes: Readonly<Record<string, readonly [cause: string, mend: string]>> = {
  ENOENT: ["does not exist", "check the path"],
  ENOTDIR: ["does not exist", "check the path"],
  EISDIR: ["is a directory", "name a file in it"],
  EACCES: ["may not be read", "change its permissions"],
  EPERM: ["may not be read", "change its permissions"],
};

/** All bytes of a file. @throws UserError when it cannot be read, saying why */
export function readFileBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { buffer, byteOffset, length } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [cause, mend] = causes[code ?? ""] ?? [`cannot be read: ${message}`, "check the file and the disk"];
    throw new UserError(`${path} ${cause}`, mend);
  }
}
