/** NumPy's .npz archives: named .npy arrays in a zip, each read when it is asked for. */
import { UserError } from "../user-error.ts";
import { sourceOf } from "./byte-source.ts";
import { readNpy, writeNpy } from "./npy.ts";
import type { NpyArray } from "./npy-array.ts";
import { type NpyHeader, readNpyHeader, startsLikeNpy } from "./npy-header.ts";
import { readFileBytes } from "./read-file.ts";
import { readZipDirectory } from "./zip-directory.ts";
import type { ZipMember } from "./zip-member.ts";
import { readZipMember, readZipMemberStart, zipMethods } from "./zip-read.ts";
import { writeZip } from "./zip-write.ts";

const suffix = ".npy";
const shownNames = 12;

export interface NpzOptions {
  /** What to call the archive in errors; default: the path. */
  readonly name?: string | undefined;
}

export class NpzFile {
  private readonly members: ReadonlyMap<string, ZipMember>;

  constructor(
    private readonly archive: Uint8Array,
    readonly name: string,
  ) {
    if (startsLikeNpy(archive)) {
      throw new UserError(`${name} is a single .npy array, not an .npz archive`, "rename it to end in .npy");
    }
    this.members = npyMembersOf(readZipDirectory(sourceOf(archive), name), name);
  }

  /** Names of the arrays, in the order of the archive. */
  names(): string[] {
    return [...this.members.keys()];
  }

  /** @throws UserError when there is no such array, or it is damaged or of an unsupported type */
  get(name: string): NpyArray {
    return readNpy(this.bytesOf(name), `${this.name}[${name}]`);
  }

  /** What it says of itself before its values are unpacked. @throws UserError as `get` */
  headerOf(name: string): NpyHeader {
    const member = memberOf(this.members, name, this.name);
    return readNpyHeader(readZipMemberStart(this.archive, member, this.name), `${this.name}[${name}]`);
  }

  /** Bytes that unpacking takes: none where it is stored as it is. */
  packedGrowth(name: string): number {
    const { method, bytes } = memberOf(this.members, name, this.name);
    return method === zipMethods.stored ? 0 : bytes;
  }

  /** The array as the .npy file it is. @throws UserError when there is no such array, or its member is damaged */
  bytesOf(name: string): Uint8Array {
    return readZipMember(this.archive, memberOf(this.members, name, this.name), this.name);
  }
}

/** The arrays of an archive by name. @throws UserError when there are none */
export function npyMembersOf(all: readonly ZipMember[], file: string): ReadonlyMap<string, ZipMember> {
  const members = new Map(
    all.flatMap((member) =>
      member.name.endsWith(suffix) ? [[member.name.slice(0, -suffix.length), member] as const] : [],
    ),
  );
  if (members.size > 0) return members;
  throw new UserError(`${file} is a zip archive without .npy arrays`, "name a file written by numpy.savez");
}

/** @throws UserError naming those there are */
export function memberOf(members: ReadonlyMap<string, ZipMember>, name: string, file: string): ZipMember {
  const member = members.get(name);
  if (member) return member;
  const shown = [...members.keys()].slice(0, shownNames).join(", ");
  const more = members.size > shownNames ? `, and ${members.size - shownNames} more` : "";
  throw new UserError(`${file} has no array '${name}'`, `it has: ${shown}${more}`);
}

/**
 * Opens an archive; arrays are unpacked by `get`.
 * @param source its bytes or its path
 * @throws UserError when it is missing, empty, truncated, or not an .npz
 */
export function readNpz(source: Uint8Array | string, options: NpzOptions = {}): NpzFile {
  const bytes = typeof source === "string" ? readFileBytes(source) : source;
  const name = options.name ?? (typeof source === "string" ? source : "the .npz archive");
  return new NpzFile(bytes, name);
}

/**
 * The bytes of an .npz file, as numpy.savez or (with `compress`) numpy.savez_compressed writes them.
 * @throws UserError when they would not fit into 4 GiB
 */
export function writeNpz(
  arrays: Readonly<Record<string, NpyArray>>,
  { compress = true }: { readonly compress?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const members = Object.entries(arrays).map(([key, array]) => ({
    name: key + suffix,
    bytes: writeNpy(array),
  }));
  return writeZip(members, compress);
}
