/** Files of trajectories as one row of records, each of which can be read by its number. */
import { UserError } from "../../user-error.ts";
import { checkAgreement, dataChecksum } from "./data-agreement.ts";
import type { PathFile, PathHeader } from "./path-file.ts";
import { isReadByRecord, openPathFile, pathFilesOf } from "./path-files.ts";
import type { PathRecord } from "./path-record.ts";

export interface PathData {
  /** What the user named, for errors. */
  readonly name: string;
  /** Records of each file, in order. */
  readonly counts: readonly number[];
  readonly records: number;
  readonly steps: number;
  /** Where the files say. */
  readonly header: PathHeader | undefined;
  /** Of the records and their order, wherever they lie; 64 hexadecimal digits. */
  readonly checksum: string;
  /** @param record from 0 over all files @throws UserError when it is damaged */
  read(record: number): PathRecord;
}

/**
 * @param path a file, or a folder of them
 * @throws UserError when there are none, they do not agree, or one is damaged where records begin and end
 */
export function openPathData(path: string): PathData {
  const files = pathFilesOf(path).map((file) => {
    if (isReadByRecord(file)) return openPathFile(file);
    throw new UserError(
      `${file} gives no record without all others`,
      `make it a file that does: entorhinal dataset ${path} --out paths.npz`,
    );
  });
  const [first] = files;
  for (const file of files) checkAgreement(first!, file);
  const counts = files.map(({ records }) => records);
  const starts = startsOf(files);
  return {
    ...{ name: path, counts, steps: first!.steps, header: first!.header },
    records: counts.reduce((sum, count) => sum + count, 0),
    checksum: dataChecksum(files.map(({ checksum }) => checksum)),
    read(record) {
      const file = starts.findLastIndex((start) => start <= record);
      return files[file]!.read(record - starts[file]!);
    },
  };
}

/** Number of the first record of each. */
function startsOf(files: readonly PathFile[]): number[] {
  let start = 0;
  return files.map(({ records }) => {
    start += records;
    return start - records;
  });
}
