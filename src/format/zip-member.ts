/** A member of a zip archive, as its directory describes it. */

export const localSignature = 0x04034b50;
/** Of the header before the packed bytes, without name and extra fields. */
export const localBytes = 30;
const zip64ExtraField = 1;

export interface ZipMember {
  readonly name: string;
  /** As it stands in the archive. */
  readonly encodedName: Uint8Array;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerStart: number;
}

/** The 64-bit values of the extra fields from `start` to `end`, in their order. */
export function* zip64Values(view: DataView, start: number, end: number): Generator<number, undefined> {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== zip64ExtraField) continue;
    const fieldEnd = Math.min(end, at + 4 + view.getUint16(at + 2, true));
    for (let value = at + 4; value + 8 <= fieldEnd; value += 8) yield Number(view.getBigUint64(value, true));
    return;
  }
}
