/**
 * Whether a zip archive says the same everywhere: its directory, the header before each member, and where the members lie. What Python
 * would read from one place and we from another is refused. Names of members are names only: nothing is unpacked to a disk.
 */
import { UserError } from "../user-error.ts";
import type { ByteSource } from "./byte-source.ts";
import { localBytes, localSignature, type ZipMember, zip64Values } from "./zip-member.ts";

/** Sizes and checksum may be zero in the header and stand behind the data. */
const followsData = 8;
const elsewhere = 0xffffffff;

/**
 * @param directoryStart where the members must have ended
 * @throws UserError naming the member when two have one name, a name ends where another reader would end it, two overlap, or a header
 * says another thing than the directory
 */
export function checkAgreement(
  archive: ByteSource,
  members: readonly ZipMember[],
  directoryStart: number,
  file: string,
): void {
  const names = new Set<string>();
  for (const { name } of members) {
    if (names.has(name)) throw refused(file, `holds two members called ${name}`);
    if (name.includes("\0")) throw refused(file, `has a zero byte in the name of its member ${name}`);
    names.add(name);
  }
  const ordered = [...members].sort((a, b) => a.headerStart - b.headerStart);
  ordered.forEach((member, i) => {
    const end = checkHeader(archive, member, file);
    const next = ordered[i + 1]?.headerStart ?? directoryStart;
    if (end > next) {
      const what = ordered[i + 1] ? `its member ${ordered[i + 1]!.name}` : "its directory";
      throw refused(file, `is damaged: its member ${member.name} overlaps ${what}`);
    }
  });
}

/** @returns where the packed bytes of the member end */
function checkHeader(archive: ByteSource, member: ZipMember, file: string): number {
  const at = member.headerStart;
  const broken = `is damaged: its member ${member.name}`;
  const fixed = viewOf(archive.read(at, at + localBytes));
  if (fixed.byteLength < localBytes || fixed.getUint32(0, true) !== localSignature) {
    throw refused(file, `${broken} is not where the zip directory says`);
  }
  const nameEnd = localBytes + fixed.getUint16(26, true);
  const start = nameEnd + fixed.getUint16(28, true);
  const end = at + start + member.packedBytes;
  if (end > archive.size) throw refused(file, `${broken} reaches beyond the end of the file`);
  const header = archive.read(at, at + start);
  const view = viewOf(header);
  const flags = view.getUint16(6, true);
  const large = zip64Values(view, nameEnd, start);
  const sizeAt = (offset: number): number => {
    const value = view.getUint32(offset, true);
    return value === elsewhere ? (large.next().value ?? value) : value;
  };
  // The zip64 field holds what is missing in just this order.
  const bytes = sizeAt(22);
  const packedBytes = sizeAt(18);
  const crc = view.getUint32(14, true);
  const later = (flags & followsData) !== 0;
  const same = (here: number, there: number) => here === there || (later && here === 0);
  const differs =
    Buffer.compare(header.subarray(localBytes, nameEnd), member.encodedName) !== 0
      ? "name"
      : view.getUint16(8, true) !== member.method
        ? "method"
        : (flags & 1) !== (member.encrypted ? 1 : 0)
          ? "encryption"
          : !same(crc, member.crc)
            ? "checksum"
            : !same(bytes, member.bytes) || !same(packedBytes, member.packedBytes)
              ? "size"
              : undefined;
  if (differs !== undefined) {
    throw refused(file, `says two things: its member ${member.name} has another ${differs} in the directory`);
  }
  return end;
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const refused = (file: string, cause: string): UserError =>
  new UserError(`${file} ${cause}`, "copy or export the file again");
