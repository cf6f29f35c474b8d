/** TensorFlow's record framing: length (uint64), its masked CRC-32C, data, their masked CRC-32C; all little-endian. */
import { UserError } from "../user-error.ts";
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

/**
 * The data of each record, as views of `file`. The format has no mark at its end: a file that was cut off between two
 * records looks whole.
 * @param name what to call the file in errors
 * @throws UserError when there is none, or one is cut short or does not match its checksums
 */
export function* readRecords(file: Uint8Array, name: string): Generator<Uint8Array> {
  if (file.length === 0) throw new UserError(`${name} is empty`, "copy or export the file again");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0, count = 1; at < file.length; count++) {
    const damaged = (cause: string) =>
      new UserError(`${name} is damaged: record ${count} ${cause}`, "copy or export the file again");
    if (at + headBytes > file.length) throw damaged("is cut short");
    if (view.getUint32(at + 8, true) !== maskedCrc32c(file.subarray(at, at + 8))) {
      throw damaged("does not match the checksum of its length");
    }
    const dataStart = at + headBytes;
    const dataEnd = dataStart + Number(view.getBigUint64(at, true));
    if (dataEnd + tailBytes > file.length) throw damaged("is cut short");
    const data = file.subarray(dataStart, dataEnd);
    if (view.getUint32(dataEnd, true) !== maskedCrc32c(data)) throw damaged("does not match its checksum");
    yield data;
    at = dataEnd + tailBytes;
  }
}
