import { readFileSync } from "node:fs";
import { fileTrouble } from "./file-trouble.ts";

/** All bytes of a file. @throws UserError when it cannot be read, saying why */
export function readFileBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    const { buffer, byteOffset, length } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  } catch (error) {
    throw fileTrouble(path, error);
  }
}
