/** Arrays of an .npz that lie in it as they are, not deflated: any of their rows is read at its place. */
import { crc32 } from "node:zlib";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { type FileWindow, filePieces } from "./file-window.ts";
import { bytesOfType, readNpy } from "./npy.ts";
import { elementCount, formatShape, type NpyArray } from "./npy-array.ts";
import { readNpyHeader } from "./npy-header.ts";
import { memberOf, npyMembersOf } from "./npz.ts";
import { readZipDirectory } from "./zip-directory.ts";
import { localBytes, type ZipMember } from "./zip-member.ts";
import { localHeaderBytes, zipMethods } from "./zip-read.ts";

/** Longer ones are of no array that is read. */
const longestHeader = 2 ** 14;

export interface StoredArray {
  /** File and key, for errors. */
  readonly name: string;
  readonly shape: readonly number[];
  /** NumPy's code of its type. */
  readonly descr: string;
  /** As the archive has it. */
  readonly crc: number;
  /** Numbers of one row, which is all that one first index has. */
  readonly width: number;
  /** Rows of float32, unchecked. @throws UserError when it holds another type */
  floatRows(window: FileWindow, first: number, count: number): Float32Array;
  /** The whole, checked. @throws UserError when it is damaged */
  read(window: FileWindow): NpyArray;
  /** @throws UserError when it does not match its checksum */
  check(window: FileWindow): void;
}

/** The arrays of an archive by name. @throws UserError when the file is no .npz, or is damaged */
export function openStoredArrays(window: FileWindow): {
  readonly names: readonly string[];
  /** @throws UserError when there is no such array, or it is deflated */
  get(name: string): StoredArray;
} {
  const members = npyMembersOf(readZipDirectory(window, window.path), window.path);
  return {
    names: [...members.keys()],
    get: (name) => storedArray(window, memberOf(members, name, window.path), name),
  };
}

function storedArray(window: FileWindow, member: ZipMember, key: string): StoredArray {
  const { path } = window;
  const name = `${path}[${key}]`;
  if (member.method !== zipMethods.stored || member.encrypted) {
    throw new UserError(`${name} is packed`, "save it by numpy.savez, which packs nothing");
  }
  const broken = `${path} is damaged: its member ${member.name}`;
  const at = member.headerStart;
  const start = at + localHeaderBytes(window.read(at, at + localBytes), broken);
  const end = start + member.bytes;
  if (end > window.size) throw damaged(`${broken} reaches beyond the end of the file`);
  const header = readNpyHeader(window.read(start, Math.min(end, start + longestHeader)), name);
  const { shape, descr, dataStart } = header;
  const width = elementCount(shape.slice(1));
  const bytes = elementCount(shape) * bytesOfType(descr, name);
  if (bytes !== member.bytes - dataStart) {
    throw damaged(
      `${name} has the shape ${formatShape(shape)} of ${descr}, but ${member.bytes - dataStart} bytes`,
    );
  }
  return {
    ...{ name, shape, descr, width, crc: member.crc },
    floatRows(opened, first, count) {
      if (descr !== "<f4" || header.fortranOrder) {
        const found = `${descr}${header.fortranOrder ? " in Fortran order" : ""}`;
        throw new UserError(`${name} holds ${found}`, "save it as float32, row-major");
      }
      const from = start + dataStart + 4 * width * first;
      const part = opened.read(from, from + 4 * width * count);
      if (part.length < 4 * width * count) throw damaged(`${name} is cut short`);
      return new Float32Array(part.buffer, part.byteOffset, width * count);
    },
    read(opened) {
      requireMemory({ what: name, needs: [oneArray("its bytes", 2 * member.bytes)] });
      const whole = opened.read(start, end);
      if (crc32(whole) !== member.crc) throw damaged(`${broken} does not match its checksum`);
      return readNpy(whole, name);
    },
    check(opened) {
      let crc = 0;
      for (const piece of filePieces(opened, start, end)) crc = crc32(piece, crc);
      if (crc !== member.crc) throw damaged(`${broken} does not match its checksum`);
    },
  };
}

const damaged = (cause: string): UserError => new UserError(cause, "copy or export the file again");
