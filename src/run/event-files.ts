/** Files for TensorBoard in the folder of a run: one each time it was started. */
import { lstatSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { sourceOf } from "../format/byte-source.ts";
import { fileTrouble } from "../format/file-trouble.ts";
import { namesIn } from "../format/look-up.ts";
import { stepOf } from "../format/tfevents.ts";
import { readRecords } from "../format/tfrecord.ts";
import { UserError } from "../user-error.ts";

const eventFile = /^events\.out\.tfevents\./;

/** Those that are of this folder: what a link leads to is left alone. */
export const eventFilesOf = (run: string): string[] =>
  namesIn(run)
    .filter((name) => eventFile.test(name))
    .map((name) => join(run, name))
    .filter((path) => lstatSync(path).isFile());

/**
 * Cuts off what was written after `step`: call it before a run goes on from a checkpoint, which will write it again. What is
 * damaged is left as it is.
 * @throws FileError when a file cannot be read or written
 */
export function rewindEvents(run: string, step: number): void {
  for (const path of eventFilesOf(run)) {
    try {
      const end = endOf(readFileSync(path), step);
      if (end !== undefined) truncateSync(path, end);
    } catch (error) {
      throw fileTrouble(path, error);
    }
  }
}

/** Where the first event after a step begins; undefined where there is none before the end, or before damage. */
function endOf(file: Uint8Array, step: number): number | undefined {
  try {
    for (const { data, at } of readRecords(sourceOf(file), "events")) if (stepOf(data) > step) return at;
  } catch (error) {
    if (!(error instanceof UserError || error instanceof RangeError)) throw error;
  }
  return undefined;
}
