import { readFileSync, statSync } from "node:fs";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { fileTrouble } from "./file-trouble.ts";

/** All bytes of a file. @throws UserError when it cannot be read, or is larger than the memory, saying why */
export function readFileBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { size } = statSync(path);
    requireMemory({
      what: path,
      needs: [oneArray("the whole file", size)],
      mend: "split it into smaller files",
    });
    const { buffer, byteOffset, length } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    throw error instanceof UserError ? error : fileTrouble(path, error);
  }
}
