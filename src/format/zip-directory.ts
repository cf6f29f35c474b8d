/** The directory at the end of a zip archive, with or without zip64. Not: archives in several parts. */
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import type { ByteSource } from "./byte-source.ts";
import { checkAgreement } from "./zip-agreement.ts";
import { localSignature, type ZipMember, zip64Values } from "./zip-member.ts";

const endSignature = 0x06054b50;
const end64LocatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const centralSignature = 0x02014b50;

const endBytes = 22;
const end64Bytes = 56;
const locatorBytes = 20;
const centralBytes = 46;
const longestComment = 0xffff;

/** A count or size that stands in a zip64 field instead. */
const elsewhere = 0xffffffff;

/**
 * The members of the archive in the order of its directory; directories are left out.
 * @param file what to call the archive in errors
 * @throws UserError when it is empty, truncated, not a zip, damaged, or says two things of one member
 */
export function readZipDirectory(archive: ByteSource, file: string): readonly ZipMember[] {
  const { count, start, end } = findDirectory(archive, file);
  requireMemory({
    what: file,
    needs: [oneArray("the directory of the archive", end - start)],
    mend: "split it into smaller files",
  });
  const bytes = archive.read(start, end);
  const view = viewOf(bytes);
  const members: ZipMember[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + centralBytes > bytes.length || view.getUint32(at, true) !== centralSignature) {
      throw damaged(`${file} is damaged: its zip directory is broken at entry ${i + 1} of ${count}`);
    }
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + centralBytes + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > bytes.length) throw damaged(`${file} is truncated inside its zip directory`);
    members.push(readEntry(bytes, view, at, nameBytes, extraBytes, file));
    at = next;
  }
  if (at !== bytes.length)
    throw damaged(`${file} says two things: its zip directory does not end after ${count} entries`);
  checkAgreement(archive, members, start, file);
  return members.filter(({ name }) => !name.endsWith("/"));
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** Finds the end-of-directory record, which a comment may follow, and the zip64 one when sizes do not fit into it. */
function findDirectory(archive: ByteSource, file: string): Directory {
  const { size } = archive;
  if (size === 0) throw damaged(`${file} is empty`);
  const before = Math.max(0, size - endBytes - longestComment - locatorBytes);
  const tail = viewOf(archive.read(before, size));
  const at = findEnd(tail);
  if (at === undefined) {
    const begin = archive.read(0, 4);
    const begun = begin.length === 4 && viewOf(begin).getUint32(0, true) === localSignature;
    if (begun) throw damaged(`${file} is truncated: the zip directory at its end is missing`);
    throw new UserError(`${file} is not a zip archive`, "name a file written by numpy.savez or torch.save");
  }
  const record = [
    tail.getUint16(at + 10, true),
    tail.getUint32(at + 12, true),
    tail.getUint32(at + 16, true),
  ] as const;
  const parted = tail.getUint16(at + 4, true) !== 0 || tail.getUint16(at + 8, true) !== record[0];
  const locator = at - locatorBytes;
  if (locator < 0 || tail.getUint32(locator, true) !== end64LocatorSignature) {
    if (parted) throw new UserError(`${file} is one part of a zip archive`, "join its parts first");
    return directoryOf(record, before + at, file);
  }
  const at64 = Number(tail.getBigUint64(locator + 8, true));
  const end64 = viewOf(archive.read(at64, at64 + end64Bytes));
  if (end64.byteLength < end64Bytes || end64.getUint32(0, true) !== end64Signature) {
    throw damaged(`${file} is damaged: its zip64 directory is not where it should be`);
  }
  const long = [32, 40, 48].map((offset) => Number(end64.getBigUint64(offset, true)));
  const full = [0xffff, elsewhere, elsewhere];
  if (record.some((value, i) => value !== full[i] && value !== long[i])) {
    throw damaged(`${file} says two things: its zip64 directory is not the other one`);
  }
  return directoryOf(long, at64, file);
}

/** Where the end-of-directory record begins in the last bytes of an archive. */
function findEnd(tail: DataView): number | undefined {
  const last = tail.byteLength - endBytes;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (tail.getUint32(at, true) === endSignature && tail.getUint16(at + 20, true) === last - at) return at;
  }
  return undefined;
}

/** @param before where the record stands that says so */
function directoryOf(record: readonly number[], before: number, file: string): Directory {
  const [count, bytes, start] = record as [number, number, number];
  if (start + bytes === before) return { count, start, end: before };
  throw damaged(`${file} is damaged: its zip directory is not where it should be`);
}

function readEntry(
  archive: Uint8Array,
  view: DataView,
  at: number,
  nameBytes: number,
  extraBytes: number,
  file: string,
): ZipMember {
  const nameStart = at + centralBytes;
  const extra = nameStart + nameBytes;
  const encodedName = archive.subarray(nameStart, extra);
  const large = zip64Values(view, extra, extra + extraBytes);
  const sizeOf = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    if (value !== elsewhere) return value;
    const long = large.next().value;
    if (long === undefined) throw damaged(`${file} is damaged: a zip64 size is missing`);
    return long;
  };
  // The zip64 field holds what is missing in just this order.
  const bytes = sizeOf(24);
  const packedBytes = sizeOf(20);
  const headerStart = sizeOf(42);
  return {
    name: new TextDecoder().decode(encodedName),
    encodedName,
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    crc: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    headerStart,
  };
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const damaged = (cause: string): UserError => new UserError(cause, "copy or export the file again");
