/** Writes small zip archives (below 4 GiB) that NumPy reads. Equal members give equal bytes: no times are stored. */
import { crc32, deflateRawSync } from "node:zlib";
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

/**
 * @param members names and contents, in the order they are written
 * @param compress deflate them; otherwise they are stored as they are
 * @throws UserError when the archive would not fit into 4 GiB
 */
export function writeZip(
  members: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  compress: boolean,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const member of members) {
    const name = new TextEncoder().encode(member.name);
    const packed = compress ? deflateRawSync(member.bytes) : member.bytes;
    const local = new Uint8Array(30 + name.length);
    const entry = new Uint8Array(46 + name.length);
    const common = new Uint8Array(26);
    const view = new DataView(common.buffer);
    view.setUint16(0, version, true);
    view.setUint16(2, utf8Names, true);
    view.setUint16(4, compress ? deflated : stored, true);
    view.setUint16(8, date, true);
    view.setUint32(10, crc32(member.bytes), true);
    view.setUint32(14, packed.length, true);
    view.setUint32(18, member.bytes.length, true);
    view.setUint16(22, name.length, true);

    local.set([0x50, 0x4b, 3, 4]);
    local.set(common, 4);
    local.set(name, 30);
    entry.set([0x50, 0x4b, 1, 2, version, 0]);
    entry.set(common, 6);
    new DataView(entry.buffer).setUint32(42, at, true);
    entry.set(name, 46);

    parts.push(local, packed);
    directory.push(entry);
    at += local.length + packed.length;
    if (at > mostBytes) throw tooLarge();
  }
  if (members.length > mostMembers) throw tooLarge();
  const directoryBytes = directory.reduce((sum, entry) => sum + entry.length, 0);
  if (at + directoryBytes > mostBytes) throw tooLarge();
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  end.set([0x50, 0x4b, 5, 6]);
  view.setUint16(8, members.length, true);
  view.setUint16(10, members.length, true);
  view.setUint32(12, directoryBytes, true);
  view.setUint32(16, at, true);
  return joinBytes([...parts, ...directory, end]);
}

const tooLarge = (): UserError =>
  new UserError(
    "the archive would not fit into 4 GiB or has more than 65534 members",
    "write several smaller files",
  );
