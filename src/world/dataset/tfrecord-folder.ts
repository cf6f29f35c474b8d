/** A folder of records, as Banino et al. 2018 published theirs: 0000-of-0099.tfrecord and so on. */
import { join } from "node:path";
import { writeFileSafely } from "../../format/safe-write.ts";
import { writeRecord } from "../../format/tfrecord.ts";
import type { PathRecord } from "./path-record.ts";
import { writePublished } from "./published-record.ts";

const digits = (number: number): string => String(number).padStart(4, "0");

/** Names of the files that so many records make. */
export const tfrecordNames = (records: number, perFile: number): string[] => {
  const files = Math.ceil(records / perFile);
  return Array.from({ length: files }, (_, i) => `${digits(i)}-of-${digits(files - 1)}.tfrecord`);
};

/**
 * Writes the records, `perFile` a file, each file whole or not at all.
 * @param count of the records
 * @yields what share is written, now and then
 * @throws UserError when a file exists (without `force`) or cannot be written
 */
export function* writeTfrecords(
  folder: string,
  records: Iterator<PathRecord>,
  { count, perFile, force }: { readonly count: number; readonly perFile: number; readonly force: boolean },
): Generator<number> {
  for (const [i, name] of tfrecordNames(count, perFile).entries()) {
    const wanted = Math.min(perFile, count - i * perFile);
    const write = (writeAt: (bytes: Uint8Array, at: number) => void) => {
      let at = 0;
      for (let written = 0; written < wanted; written++) {
        const next = records.next();
        if (next.done) throw new RangeError(`${count} records are wanted, there are fewer`);
        const bytes = writeRecord(writePublished(next.value));
        writeAt(bytes, at);
        at += bytes.length;
      }
    };
    writeFileSafely(join(folder, name), write, { force });
    yield Math.min(1, ((i + 1) * perFile) / count);
  }
}
