/**
 * Reads zip archives member by member, as NumPy and PyTorch write them: stored or deflated, with or without zip64.
 * Not: encryption, archives in several parts. Memory is asked for before anything is inflated.
 */
import { crc32, inflateRawSync } from "node:zlib";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { checkAgreement } from "./zip-agreement.ts";
import { localBytes, localSignature, type ZipMember, zip64Values } from "./zip-member.ts";

const endSignature = 0x06054b50;
const end64LocatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const centralSignature = 0x02014b50;

const endBytes = 22;
const centralBytes = 46;
const longestComment = 0xffff;

/** A count or size that stands in a zip64 field instead. */
const elsewhere = 0xffffffff;

/**
 * The members of the archive in the order of its directory; directories are left out.
 * @param file what to call the archive in errors
 * @throws UserError when the bytes are empty, truncated, not a zip, damaged, or say two things of one member
 */
export function readZipDirectory(archive: Uint8Array, file: string): readonly ZipMember[] {
  const view = viewOf(archive);
  const { count, start, end } = findDirectory(archive, view, file);
  const members: ZipMember[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + centralBytes > archive.length || view.getUint32(at, true) !== centralSignature) {
      throw damaged(`${file} is damaged: its zip directory is broken at entry ${i + 1} of ${count}`);
    }
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + centralBytes + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > archive.length) throw damaged(`${file} is truncated inside its zip directory`);
    const member = readEntry(archive, view, at, nameBytes, extraBytes, file);
    members.push(member);
    at = next;
  }
  if (at !== end)
    throw damaged(`${file} says two things: its zip directory does not end after ${count} entries`);
  checkAgreement(archive, members, start, file);
  return members.filter(({ name }) => !name.endsWith("/"));
}

/**
 * The unpacked bytes of one member, checked against its length and CRC-32.
 * Stored members are a view of `archive`, not a copy.
 * @throws UserError when the member is damaged, encrypted, packed in an unknown way, or larger than the memory
 */
export function readZipMember(archive: Uint8Array, member: ZipMember, file: string): Uint8Array {
  const broken = `${file} is damaged: its member ${member.name}`;
  const bytes = unpack(member, packedBytesOf(archive, member, broken), broken, file);
  if (bytes.length !== member.bytes) {
    throw damaged(`${broken} has ${bytes.length} bytes instead of ${member.bytes}`);
  }
  if (crc32(bytes) !== member.crc) throw damaged(`${broken} does not match its checksum`);
  return bytes;
}

function packedBytesOf(archive: Uint8Array, member: ZipMember, broken: string): Uint8Array {
  const view = viewOf(archive);
  const at = member.headerStart;
  if (at + localBytes > archive.length || view.getUint32(at, true) !== localSignature) {
    throw damaged(`${broken} is not where the zip directory says`);
  }
  const start = at + localBytes + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + member.packedBytes > archive.length)
    throw damaged(`${broken} reaches beyond the end of the file`);
  return archive.subarray(start, start + member.packedBytes);
}

function unpack(member: ZipMember, packed: Uint8Array, broken: string, file: string): Uint8Array {
  if (member.encrypted) {
    throw new UserError(`${file} is encrypted (member ${member.name})`, "pack it again without a password");
  }
  if (member.method === 0) return packed;
  if (member.method !== 8) {
    throw new UserError(
      `${file} is packed by zip method ${member.method} (member ${member.name})`,
      "pack it again with numpy.savez or numpy.savez_compressed",
    );
  }
  requireMemory({
    what: `${file}, its member ${member.name},`,
    needs: [oneArray("what it inflates to", member.bytes)],
    mend: "split it into smaller files",
  });
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, member.bytes) });
  } catch {
    throw damaged(`${broken} does not inflate to ${member.bytes} bytes`);
  }
}

interface Directory {
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/** Finds the end-of-directory record, which a comment may follow, and the zip64 one when sizes do not fit into it. */
function findDirectory(archive: Uint8Array, view: DataView, file: string): Directory {
  if (archive.length === 0) throw damaged(`${file} is empty`);
  const last = archive.length - endBytes;
  let at = last;
  while (
    at >= 0 &&
    !(view.getUint32(at, true) === endSignature && view.getUint16(at + 20, true) === last - at)
  ) {
    if (--at < last - longestComment) at = -1;
  }
  if (at < 0) {
    const begun = archive.length >= 4 && view.getUint32(0, true) === localSignature;
    if (begun) throw damaged(`${file} is truncated: the zip directory at its end is missing`);
    throw new UserError(`${file} is not a zip archive`, "name a file written by numpy.savez or torch.save");
  }
  const record = [
    view.getUint16(at + 10, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 16, true),
  ] as const;
  const parted = view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 8, true) !== record[0];
  const locator = at - 20;
  if (locator < 0 || view.getUint32(locator, true) !== end64LocatorSignature) {
    if (parted) throw new UserError(`${file} is one part of a zip archive`, "join its parts first");
    return directoryOf(record, at, file);
  }
  const at64 = Number(view.getBigUint64(locator + 8, true));
  if (at64 + 56 > archive.length || view.getUint32(at64, true) !== end64Signature) {
    throw damaged(`${file} is damaged: its zip64 directory is not where it should be`);
  }
  const long = [32, 40, 48].map((offset) => Number(view.getBigUint64(at64 + offset, true)));
  const full = [0xffff, elsewhere, elsewhere];
  if (record.some((value, i) => value !== full[i] && value !== long[i])) {
    throw damaged(`${file} says two things: its zip64 directory is not the other one`);
  }
  return directoryOf(long, at64, file);
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
