/** Files are read whole, and only those that end: a pipe or a device may never give, or never stop giving, bytes. */
import { readFileSync, type Stats, statSync } from "node:fs";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { fileTrouble } from "./file-trouble.ts";

/** Of a text: everything of ours is far smaller. */
const mostTextBytes = 1 << 24;

/**
 * All bytes of a regular file; links are followed.
 * @throws UserError when it is none, is larger than the memory, or cannot be read, saying why
 */
export function readFileBytes(path: string): Uint8Array<ArrayBuffer> {
  const { size } = regularFile(path);
  requireMemory({
    what: path,
    needs: [oneArray("the whole file", size)],
    mend: "split it into smaller files",
  });
  return attempt(path, () => {
    const { buffer, byteOffset, length } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  });
}

/** A regular file as text; what is not UTF-8 in it becomes U+FFFD. @throws UserError as `readFileBytes`, and above 16 MiB */
export function readFileText(path: string): string {
  const { size } = regularFile(path);
  if (size > mostTextBytes) {
    throw new UserError(
      `${path} is ${size} bytes long, too long for a text`,
      "use a file as entorhinal writes it",
    );
  }
  return new TextDecoder().decode(readFileBytes(path));
}

/** What is there. @throws UserError for a pipe, a socket or a device, and where nothing is; a directory is told by the system when it is read */
export function regularFile(path: string): Stats {
  const found = attempt(path, () => statSync(path));
  if (found.isFile() || found.isDirectory()) return found;
  throw new UserError(
    `${path} is a ${kindOf(found)}, not a regular file`,
    "write what it gives to a file and name that",
  );
}

const kindOf = (found: Stats): string => (found.isFIFO() ? "pipe" : found.isSocket() ? "socket" : "device");

/** What the operating system gives. @throws FileError when it refuses */
function attempt<Result>(path: string, ask: () => Result): Result {
  try {
    return ask();
  } catch (error) {
    throw fileTrouble(path, error);
  }
}
