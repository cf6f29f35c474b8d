/** An .npz whose arrays come in portions: their shapes are known, so that each portion has its place in the file. Small ones may be given whole. */
import { crc32 } from "node:zlib";
import { bytesOf, descrOf, writeNpy } from "./npy.ts";
import { elementCount, type NpyArray, type NumericNpyArray } from "./npy-array.ts";
import { writeNpyHeader } from "./npy-header.ts";
import { memberHeaders, zipDirectory } from "./zip-write.ts";

/** An array of which only the shape is known yet. */
export type PlannedArray = Pick<NumericNpyArray, "kind" | "shape">;

/** Puts bytes at a place of a file. */
export type WriteAt = (bytes: Uint8Array, at: number) => void;

interface Place {
  /** Where the header of the member begins. */
  readonly at: number;
  /** Of the .npy file in it. */
  readonly bytes: number;
  /** Where its values are to end. */
  readonly end: number;
  next: number;
  crc: number;
}

const suffix = ".npy";

/** Writes the bytes that `writeNpz` without compression would give, the arrays side by side. */
export class NpzStream {
  private readonly places = new Map<string, Place>();
  private readonly end: number;

  /** @throws UserError when the archive does not fit into 4 GiB */
  constructor(
    private readonly writeAt: WriteAt,
    planned: Readonly<Record<string, PlannedArray | NpyArray>>,
  ) {
    let at = 0;
    const entries: Uint8Array[] = [];
    const headers: (() => void)[] = [];
    for (const [name, array] of Object.entries(planned)) {
      const [header, later] = beginningOf(array);
      const bytes = header.length + later;
      const { local, entry } = memberHeaders(memberOf(name, at, bytes, 0));
      const start = at + local.length;
      const place = { at, bytes, end: start + bytes, next: start + header.length, crc: crc32(header) };
      this.places.set(name, place);
      headers.push(() => writeAt(header, start));
      entries.push(entry);
      at = place.end;
    }
    this.end = at;
    zipDirectory(entries, at);
    for (const write of headers) write();
  }

  /** The next values of an array. @throws RangeError when there is no room for so many */
  append(name: string, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
    const place = this.places.get(name);
    if (!place || place.next + byteLength > place.end) throw new RangeError(`no room for values of ${name}`);
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    this.writeAt(bytes, place.next);
    place.crc = crc32(bytes, place.crc);
    place.next += byteLength;
  }

  /** Headers and directory. @throws RangeError when values are missing */
  finish(): void {
    const entries = [...this.places].map(([name, { at, bytes, end, next, crc }]) => {
      if (next !== end) throw new RangeError(`${end - next} bytes of ${name} are missing`);
      const { local, entry } = memberHeaders(memberOf(name, at, bytes, crc));
      this.writeAt(local, at);
      return entry;
    });
    this.writeAt(zipDirectory(entries, this.end), this.end);
  }
}

/** What is known of the .npy file, and the number of bytes that follow it. */
function beginningOf(array: PlannedArray | NpyArray): [known: Uint8Array, later: number] {
  if ("data" in array) return [writeNpy(array), 0];
  const { kind, shape } = array;
  return [
    writeNpyHeader({ descr: descrOf(kind), fortranOrder: false, shape }),
    elementCount(shape) * bytesOf(kind),
  ];
}

const memberOf = (name: string, at: number, bytes: number, crc: number) => ({
  ...{ name: name + suffix, compressed: false, at, crc },
  ...{ packedBytes: bytes, bytes },
});
