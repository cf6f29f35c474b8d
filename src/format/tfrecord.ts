/** TensorFlow's record framing: length (uint64), its masked CRC-32C, data, their masked CRC-32C; all little-endian. */
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import type { ByteSource } from "./byte-source.ts";
import { crc32c } from "./crc32c.ts";

const headBytes = 12;
const tailBytes = 4;
const maskDelta = 0xa282ead8;

/** TensorFlow stores checksums rotated and shifted, so that data which hold checksums can be summed again. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + maskDelta) >>> 0;
}

/** `data` as one record, ready to be appended to a file. */
export function writeRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(headBytes + data.length + tailBytes);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, headBytes);
  view.setUint32(headBytes + data.length, maskedCrc32c(data), true);
  return record;
}

/** A record in its file. */
export interface TfRecord {
  /** Gone when the next record is asked for. */
  readonly data: Uint8Array;
  /** Where in the file the record begins, and how long its data are. */
  readonly at: number;
  readonly bytes: number;
}

/** Larger records are read in one piece. */
const windowBytes = 2 ** 22;

/**
 * The records of a file one after the other, a few MiB of it in memory. The format has no mark at its end: a file that was cut off
 * between two records looks whole.
 * @param name what to call the file in errors
 * @throws UserError when there is none, or one is cut short or does not match its checksums
 */
export function* readRecords(file: ByteSource, name: string): Generator<TfRecord> {
  if (file.size === 0) throw new UserError(`${name} is empty`, again);
  let window: Uint8Array = new Uint8Array();
  let windowStart = 0;
  const take = (start: number, end: number): Uint8Array => {
    if (end > windowStart + window.length) {
      [window, windowStart] = [file.read(start, Math.max(end, start + windowBytes)), start];
    }
    return window.subarray(start - windowStart, end - windowStart);
  };
  for (let at = 0, count = 1; at < file.size; count++) {
    const bytes = dataLength(take(at, at + headBytes), file.size - at, name, count);
    if (bytes > windowBytes) {
      requireMemory({ what: `record ${count} of ${name}`, needs: [oneArray("its data", bytes)] });
    }
    const record = take(at, at + headBytes + bytes + tailBytes);
    yield { data: checkedData(record, name, count), at, bytes };
    at += headBytes + bytes + tailBytes;
  }
}

/** Where a record lies, and the masked checksum of its data as it stands there. */
export type RecordPlace = Pick<TfRecord, "at" | "bytes"> & { readonly checksum: number };

/**
 * The places of the records, from what frames them: their data are neither read nor checked.
 * @throws UserError as `readRecords`, but for what is wrong with data
 */
export function* recordPlaces(file: ByteSource, name: string): Generator<RecordPlace> {
  if (file.size === 0) throw new UserError(`${name} is empty`, again);
  let head = file.read(0, headBytes);
  for (let at = 0, count = 1; at < file.size; count++) {
    const bytes = dataLength(head, file.size - at, name, count);
    const end = at + headBytes + bytes;
    const frame = file.read(end, end + tailBytes + headBytes);
    if (frame.length < tailBytes) throw damaged(name, count, "is cut short");
    yield { at, bytes, checksum: viewOf(frame).getUint32(0, true) };
    head = frame.subarray(tailBytes);
    at = end + tailBytes;
  }
}

/**
 * The data of the record at a place.
 * @param number of the record in its file, from 1, for errors
 * @throws UserError when it is no longer there, or does not match its checksums
 */
export function readRecordAt(
  file: ByteSource,
  { at, bytes }: Pick<RecordPlace, "at" | "bytes">,
  name: string,
  number: number,
): Uint8Array {
  const record = file.read(at, at + headBytes + bytes + tailBytes);
  if (dataLength(record, record.length, name, number) !== bytes) {
    throw damaged(name, number, "has changed");
  }
  return checkedData(record, name, number);
}

const again = "copy or export the file again";

const damaged = (name: string, count: number, cause: string): UserError =>
  new UserError(`${name} is damaged: record ${count} ${cause}`, again);

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** @param left bytes of the file from the record on */
function dataLength(head: Uint8Array, left: number, name: string, count: number): number {
  if (head.length < headBytes) throw damaged(name, count, "is cut short");
  const view = viewOf(head);
  if (view.getUint32(8, true) !== maskedCrc32c(head.subarray(0, 8))) {
    throw damaged(name, count, "does not match the checksum of its length");
  }
  const bytes = Number(view.getBigUint64(0, true));
  if (headBytes + bytes + tailBytes > left) throw damaged(name, count, "is cut short");
  return bytes;
}

/** @param record whole */
function checkedData(record: Uint8Array, name: string, count: number): Uint8Array {
  const end = record.length - tailBytes;
  if (end < headBytes) throw damaged(name, count, "is cut short");
  const data = record.subarray(headBytes, end);
  if (viewOf(record).getUint32(end, true) !== maskedCrc32c(data)) {
    throw damaged(name, count, "does not match its checksum");
  }
  return data;
}
