/** Files are read whole, and only those that end: a pipe or a device may never give, or never stop giving, bytes. */
import { readFileSync, type Stats, statSync } from "node:fs";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { fileTrouble } from "./file-trouble.ts";

/**
 * All bytes of a regular file; links are followed.
 * @throws UserError when it is none, is larger than the memory, or cannot be read, saying why
 */
export function readFileBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    const found = statSync(path);
    checkRegular(path, found);
    requireMemory({
      what: path,
      needs: [oneArray("the whole file", found.size)],
      mend: "split it into smaller files",
    });
    const { buffer, byteOffset, length } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    throw error instanceof UserError ? error : fileTrouble(path, error);
  }
}

/** A regular file as text; what is not UTF-8 in it becomes U+FFFD. @throws UserError as `readFileBytes` */
export const readFileText = (path: string): string => new TextDecoder().decode(readFileBytes(path));

function checkRegular(path: string, found: Stats): void {
  // A directory is told by the system when it is read.
  if (found.isFile() || found.isDirectory()) return;
  throw new UserError(
    `${path} is a ${kindOf(found)}, not a regular file`,
    "write what it gives to a file and name that",
  );
}

const kindOf = (found: Stats): string => (found.isFIFO() ? "pipe" : found.isSocket() ? "socket" : "device");
