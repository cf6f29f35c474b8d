/**
 * Reads zip archives member by member, as NumPy and PyTorch write them: stored or deflated, with or without zip64.
 * Not: encryption, archives in several parts. Memory is asked for before anything is inflated.
 */
import { constants, crc32, inflateRawSync } from "node:zlib";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";

const endSignature = 0x06054b50;
const end64LocatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
const longestComment = 0xffff;
const zip64ExtraField = 1;

/** Deflated text of so many bytes is no shorter than itself. */
const startBytes = 2 ** 13;

export const zipMethods = { stored: 0, deflated: 8 } as const;

/** A count or size that stands in a zip64 field instead. */
const elsewhere = 0xffffffff;

export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerStart: number;
}

/**
 * The members of the archive in the order of its directory; directories are left out.
 * @param file what to call the archive in errors
 * @param before bytes of the file in front of `archive`, which then is its end
 * @throws UserError when the bytes are empty, truncated, not a zip, or damaged
 */
export function readZipDirectory(archive: Uint8Array, file: string, before = 0): readonly ZipMember[] {
  const view = viewOf(archive);
  const { count, start } = findZipDirectory(archive, file, before);
  const members: ZipMember[] = [];
  let at = start - before;
  for (let i = 0; i < count; i++) {
    if (at + centralBytes > archive.length || view.getUint32(at, true) !== centralSignature) {
      throw damaged(`${file} is damaged: its zip directory is broken at entry ${i + 1} of ${count}`);
    }
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const next = at + centralBytes + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (next > archive.length) throw damaged(`${file} is truncated inside its zip directory`);
    const member = readEntry(archive, view, at, nameBytes, extraBytes, file);
    if (!member.name.endsWith("/")) members.push(member);
    at = next;
  }
  return members;
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

/** At least as much of it as a header takes, or all of it: what is said in the beginning is known before memory is spent. */
export function readZipMemberStart(archive: Uint8Array, member: ZipMember, file: string): Uint8Array {
  const broken = `${file} is damaged: its member ${member.name}`;
  checkPacking(member, file);
  const packed = packedBytesOf(archive, member, broken);
  if (member.method === zipMethods.stored) return packed.subarray(0, startBytes);
  try {
    return inflateRawSync(packed.subarray(0, startBytes), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw damaged(`${broken} does not inflate`);
  }
}

function packedBytesOf(archive: Uint8Array, member: ZipMember, broken: string): Uint8Array {
  const at = member.headerStart;
  const start = at + localHeaderBytes(archive.subarray(at, at + localBytes), broken);
  if (start + member.packedBytes > archive.length)
    throw damaged(`${broken} reaches beyond the end of the file`);
  return archive.subarray(start, start + member.packedBytes);
}

/** Length of the header in front of a member. @param fixed its first 30 bytes */
export function localHeaderBytes(fixed: Uint8Array, broken: string): number {
  const view = viewOf(fixed);
  if (fixed.length < localBytes || view.getUint32(0, true) !== localSignature) {
    throw damaged(`${broken} is not where the zip directory says`);
  }
  return localBytes + view.getUint16(26, true) + view.getUint16(28, true);
}

/** @throws UserError for what is encrypted, or packed neither by deflation nor not at all */
export function checkPacking(member: ZipMember, file: string): void {
  if (member.encrypted) {
    throw new UserError(`${file} is encrypted (member ${member.name})`, "pack it again without a password");
  }
  if (member.method === zipMethods.stored || member.method === zipMethods.deflated) return;
  throw new UserError(
    `${file} is packed by zip method ${member.method} (member ${member.name})`,
    "pack it again with numpy.savez or numpy.savez_compressed",
  );
}

function unpack(member: ZipMember, packed: Uint8Array, broken: string, file: string): Uint8Array {
  checkPacking(member, file);
  if (member.method === zipMethods.stored) return packed;
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

/**
 * Finds the end-of-directory record, which a comment may follow, and the zip64 one when sizes do not fit into it.
 * @returns entries of the directory, and where in the file it begins
 */
export function findZipDirectory(
  archive: Uint8Array,
  file: string,
  before = 0,
): { readonly count: number; readonly start: number } {
  const view = viewOf(archive);
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
    const begun = before > 0 || (archive.length >= 4 && view.getUint32(0, true) === localSignature);
    if (begun) throw damaged(`${file} is truncated: the zip directory at its end is missing`);
    throw new UserError(`${file} is not a zip archive`, "name a file written by numpy.savez or torch.save");
  }
  const record = { count: view.getUint16(at + 10, true), start: view.getUint32(at + 16, true) };
  const locator = at - 20;
  if (locator < 0 || view.getUint32(locator, true) !== end64LocatorSignature) return record;
  const at64 = Number(view.getBigUint64(locator + 8, true)) - before;
  if (at64 < 0 || at64 + 56 > archive.length || view.getUint32(at64, true) !== end64Signature) {
    throw damaged(`${file} is damaged: its zip64 directory is not where it should be`);
  }
  return {
    count: Number(view.getBigUint64(at64 + 32, true)),
    start: Number(view.getBigUint64(at64 + 48, true)),
  };
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
    name: new TextDecoder().decode(archive.subarray(nameStart, extra)),
    method: view.getUint16(at + 10, true),
    encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    crc: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    headerStart,
  };
}

function* zip64Values(view: DataView, start: number, end: number): Generator<number, undefined> {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== zip64ExtraField) continue;
    const fieldEnd = Math.min(end, at + 4 + view.getUint16(at + 2, true));
    for (let value = at + 4; value + 8 <= fieldEnd; value += 8) yield Number(view.getBigUint64(value, true));
    return;
  }
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const damaged = (cause: string): UserError => new UserError(cause, "copy or export the file again");
