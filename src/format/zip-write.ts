/** Writes small zip archives (below 4 GiB) that NumPy reads. Equal members give equal bytes: no times are stored. */
import { crc32, deflateRawSync } from "node:zlib";
import { onHeap, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { joinBytes } from "./join-bytes.ts";

const stored = 0;
const deflated = 8;
const version = 20;
const utf8Names = 0x800;
/** 1 January 1980, the earliest that zip knows. */
const date = 0x21;
const mostMembers = 0xfffe;
const mostBytes = 0xfffffffe;

/** What the headers of a member say. */
export interface WrittenMember {
  readonly name: string;
  readonly compressed: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where in the archive it begins. */
  readonly at: number;
}

/** The header in front of a member, and its entry in the directory. */
export function memberHeaders(member: WrittenMember): {
  readonly local: Uint8Array;
  readonly entry: Uint8Array;
} {
  const name = new TextEncoder().encode(member.name);
  const local = new Uint8Array(30 + name.length);
  const entry = new Uint8Array(46 + name.length);
  const common = new Uint8Array(26);
  const view = new DataView(common.buffer);
  view.setUint16(0, version, true);
  view.setUint16(2, utf8Names, true);
  view.setUint16(4, member.compressed ? deflated : stored, true);
  view.setUint16(8, date, true);
  view.setUint32(10, member.crc, true);
  view.setUint32(14, member.packedBytes, true);
  view.setUint32(18, member.bytes, true);
  view.setUint16(22, name.length, true);

  local.set([0x50, 0x4b, 3, 4]);
  local.set(common, 4);
  local.set(name, 30);
  entry.set([0x50, 0x4b, 1, 2, version, 0]);
  entry.set(common, 6);
  new DataView(entry.buffer).setUint32(42, member.at, true);
  entry.set(name, 46);
  return { local, entry };
}

/**
 * The directory at the end of an archive.
 * @param at where it begins
 * @throws UserError when the archive does not fit into 4 GiB
 */
export function zipDirectory(entries: readonly Uint8Array[], at: number): Uint8Array {
  const bytes = entries.reduce((sum, entry) => sum + entry.length, 0);
  if (entries.length > mostMembers || at + bytes > mostBytes) throw tooLarge();
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  end.set([0x50, 0x4b, 5, 6]);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, bytes, true);
  view.setUint32(16, at, true);
  return joinBytes([...entries, end]);
}

/**
 * @param members names and contents, in the order they are written
 * @param compress deflate them; otherwise they are stored as they are
 * @throws UserError when the archive would not fit into 4 GiB, or into the memory
 */
export function writeZip(
  members: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  compress: boolean,
): Uint8Array<ArrayBuffer> {
  const contents = members.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (!compress && contents > mostBytes) throw tooLarge();
  requireMemory({
    what: "an archive",
    needs: [onHeap("its members", compress ? contents : 0), onHeap("the whole", contents)],
  });
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of members) {
    const packed = compress ? deflateRawSync(bytes) : bytes;
    const { local, entry } = memberHeaders({
      ...{ name, compressed: compress, at, crc: crc32(bytes) },
      ...{ packedBytes: packed.length, bytes: bytes.length },
    });
    parts.push(local, packed);
    directory.push(entry);
    at += local.length + packed.length;
    if (at > mostBytes) throw tooLarge();
  }
  return joinBytes([...parts, zipDirectory(directory, at)]);
}

const tooLarge = (): UserError =>
  new UserError(
    "the archive would not fit into 4 GiB or has more than 65534 members",
    "write several smaller files",
  );
