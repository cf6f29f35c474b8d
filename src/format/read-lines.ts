/** Text files line by line, in memory that their size does not change. */
import { closeSync, openSync, readSync } from "node:fs";
import { UserError } from "../user-error.ts";
import { fileTrouble } from "./file-trouble.ts";
import { regularFile } from "./read-file.ts";

const chunkBytes = 1 << 18;
/** A longer line is no text: zeros, as a crash of the machine may leave them, or a file of something else. */
const longestLine = 1 << 16;
const newline = 10;

/**
 * The whole lines of a file, without what follows the last newline.
 * @throws UserError when it is no regular file, cannot be read, or has a line of more than 64 KiB
 */
export function* linesOf(path: string): Generator<string> {
  const file = opened(path);
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(chunkBytes + longestLine);
  try {
    for (let [kept, number] = [0, 1]; ; ) {
      const length = readInto(file, path, buffer, kept);
      if (length === 0) return;
      const end = kept + length;
      let start = 0;
      for (let at = buffer.indexOf(newline); at >= 0 && at < end; at = buffer.indexOf(newline, start)) {
        yield decoder.decode(buffer.subarray(start, at));
        start = at + 1;
        number++;
      }
      kept = end - start;
      if (kept > longestLine) {
        throw new UserError(`line ${number} of ${path} is longer than 64 KiB`, "remove the line");
      }
      buffer.copyWithin(0, start, end);
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  regularFile(path);
  try {
    return openSync(path, "r");
  } catch (error) {
    throw fileTrouble(path, error);
  }
}

function readInto(file: number, path: string, buffer: Buffer, at: number): number {
  try {
    return readSync(file, buffer, at, chunkBytes, null);
  } catch (error) {
    throw fileTrouble(path, error);
  }
}
