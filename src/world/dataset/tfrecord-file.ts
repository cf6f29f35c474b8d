/** Trajectories in a file as Banino et al. 2018 published them: records of TensorFlow. */
import { FileWindow } from "../../format/file-window.ts";
import { type RecordPlace, readRecordAt, readRecords, recordPlaces } from "../../format/tfrecord.ts";
import type { PathFile } from "./path-file.ts";
import type { PathRecord } from "./path-record.ts";
import { readPublished } from "./published-record.ts";

/**
 * Looks at what frames the records, and at the first of them.
 * @throws UserError when the file is damaged there, or the first record is no trajectory
 */
export function openTfrecordFile(path: string): PathFile {
  const { places, checksum } = placesIn(path);
  const one = (window: FileWindow, record: number, steps?: number): PathRecord => {
    const number = record + 1;
    const data = readRecordAt(window, places.of(record), path, number);
    return readPublished(data, `record ${number} of ${path}`, steps);
  };
  const opened = <Result>(body: (window: FileWindow) => Result): Result => {
    using window = new FileWindow(path);
    return body(window);
  };
  const steps = opened((window) => one(window, 0)).heading.length;
  return {
    ...{ name: path, records: places.count, steps, checksum, header: undefined },
    read: (record) => opened((window) => one(window, record, steps)),
    *all() {
      using window = new FileWindow(path);
      let number = 1;
      for (const { data } of readRecords(window, path)) {
        yield readPublished(data, `record ${number++} of ${path}`, steps);
      }
    },
  };
}

interface Places {
  readonly count: number;
  of(record: number): Pick<RecordPlace, "at" | "bytes">;
}

/** The checksum is that of the lengths and checksums that stand in the frames. */
function placesIn(path: string): { readonly places: Places; readonly checksum: string } {
  using window = new FileWindow(path);
  const hash = new Bun.CryptoHasher("sha256");
  const found: number[] = [];
  const word = new Float64Array(2);
  const bytes = new Uint8Array(word.buffer);
  for (const place of recordPlaces(window, path)) {
    found.push(place.at, place.bytes);
    word.set([place.bytes, place.checksum]);
    hash.update(bytes);
  }
  const numbers = Float64Array.from(found);
  return {
    places: {
      count: numbers.length / 2,
      of: (record) => ({ at: numbers[2 * record]!, bytes: numbers[2 * record + 1]! }),
    },
    checksum: hash.digest("hex"),
  };
}
