/** Text files line by line, in memory that their size does not change. */
import { UserError } from "../user-error.ts";
import { FileWindow, filePieces } from "./file-window.ts";

/** A longer line is no text: zeros, as a crash of the machine may leave them, or a file of something else. */
const longestLine = 1 << 16;
const newline = 10;

/**
 * The whole lines of a file, without what follows the last newline.
 * @throws UserError when it is no regular file, cannot be read, or has a line of more than 64 KiB
 */
export function* linesOf(path: string): Generator<string> {
  using file = new FileWindow(path);
  const decoder = new TextDecoder();
  let [begun, number] = [Buffer.alloc(0), 1];
  const checkLength = (bytes: number) => {
    if (bytes > longestLine) {
      throw new UserError(`line ${number} of ${path} is longer than 64 KiB`, "remove the line");
    }
  };
  for (const piece of filePieces(file, 0, file.size)) {
    const bytes = Buffer.concat([begun, piece]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      checkLength(end - start);
      yield decoder.decode(bytes.subarray(start, end));
      start = end + 1;
      number++;
    }
    begun = bytes.subarray(start);
    checkLength(begun.length);
  }
}
