/**
 * Members of zip archives, as NumPy and PyTorch write them: stored or deflated. Not: encryption. Memory is asked for before
 * anything is inflated.
 */
import { constants, crc32, inflateRawSync } from "node:zlib";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { localBytes, localSignature, type ZipMember } from "./zip-member.ts";

/** Deflated text of so many bytes is no shorter than itself. */
const startBytes = 2 ** 13;

export const zipMethods = { stored: 0, deflated: 8 } as const;

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

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const damaged = (cause: string): UserError => new UserError(cause, "copy or export the file again");
