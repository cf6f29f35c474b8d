/** Members of a zip archive piece by piece: never all of one in memory. */
import { Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { UserError } from "../user-error.ts";
import { type FileWindow, filePieces } from "./file-window.ts";
import { localBytes, type ZipMember } from "./zip-member.ts";
import { checkPacking, localHeaderBytes, zipMethods } from "./zip-read.ts";

const pieceBytes = 2 ** 20;
/** So little is unpacked at once that what it inflates to, a thousand times more at most, stays small. */
const packedPieceBytes = 2 ** 14;

/**
 * The bytes of a member in order.
 * @throws UserError when it is damaged: also in the end, when length or checksum are not those of the directory
 */
export async function* zipMemberPieces(window: FileWindow, member: ZipMember): AsyncGenerator<Uint8Array> {
  const { path } = window;
  const broken = `${path} is damaged: its member ${member.name}`;
  checkPacking(member, path);
  const at = member.headerStart;
  const start = at + localHeaderBytes(window.read(at, at + localBytes), broken);
  if (start + member.packedBytes > window.size) throw damaged(`${broken} reaches beyond the end of the file`);
  const packed = filePieces(window, start, start + member.packedBytes);
  let [length, checksum] = [0, 0];
  for await (const piece of member.method === zipMethods.stored ? packed : inflated(packed, broken)) {
    length += piece.length;
    if (length > member.bytes) throw damaged(`${broken} does not inflate to ${member.bytes} bytes`);
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (length < member.bytes) throw damaged(`${broken} has ${length} bytes instead of ${member.bytes}`);
  if (checksum !== member.crc) throw damaged(`${broken} does not match its checksum`);
}

function* smaller(large: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of large) {
    for (let at = 0; at < piece.length; at += packedPieceBytes)
      yield piece.subarray(at, at + packedPieceBytes);
  }
}

async function* inflated(packed: Iterable<Uint8Array>, broken: string): AsyncGenerator<Uint8Array> {
  const source = Readable.from(smaller(packed), { objectMode: true, highWaterMark: 1 });
  const inflate = createInflateRaw({ chunkSize: pieceBytes });
  source.on("error", (error) => inflate.destroy(error));
  try {
    for await (const piece of source.pipe(inflate)) yield piece as Uint8Array;
  } catch (error) {
    throw error instanceof UserError ? error : damaged(`${broken} does not inflate`);
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

const damaged = (cause: string): UserError => new UserError(cause, "copy or export the file again");
