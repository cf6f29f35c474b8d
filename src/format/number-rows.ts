/** One array of numbers of an .npy or .npz file, so many of its first index at a time: never all of it in memory. */
import { UserError } from "../user-error.ts";
import { type ChooseArray, onlyKey } from "./array-file.ts";
import { inLengths, joined } from "./byte-pieces.ts";
import { FileWindow, filePieces } from "./file-window.ts";
import { bytesOfType, readNpy, readNpyData } from "./npy.ts";
import { elementCount, holdsText, numbersOf } from "./npy-array.ts";
import { type NpyHeader, readNpyHeader, startsLikeNpy } from "./npy-header.ts";
import { memberOf, npyMembersOf } from "./npz.ts";
import { readZipDirectory } from "./zip-directory.ts";
import { zipMemberPieces } from "./zip-stream.ts";

/** Longer ones are of no array that is read. */
const longestHeader = 2 ** 16;

export interface NumberRows extends Disposable {
  /** File and key, for errors. */
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * The values as float64, row-major, in portions of `count` rows; the last one may have fewer.
   * @throws UserError when the array is damaged, also in the end, or holds text
   */
  portions(count: number): AsyncGenerator<Float64Array>;
}

/**
 * Opens an array; which of the two formats a file has, the content says.
 * @param key array of the .npz; when undefined `choose` picks one
 * @throws UserError as `readNumberArray`
 */
export async function openNumberRows(
  path: string,
  key: string | undefined,
  choose: ChooseArray,
): Promise<NumberRows> {
  const window = new FileWindow(path);
  try {
    return await rowsIn(window, key, choose);
  } catch (error) {
    window[Symbol.dispose]();
    throw error;
  }
}

async function rowsIn(window: FileWindow, key: string | undefined, choose: ChooseArray): Promise<NumberRows> {
  const { path, size } = window;
  const start = window.read(0, longestHeader);
  if (startsLikeNpy(start)) {
    if (key !== undefined) {
      throw new UserError(`${path} is a single array and has no keys`, "leave out --key", 2);
    }
    const pieces = () => filePieces(window, 0, size);
    return new RowsOfFile(window, path, readNpyHeader(start, path), size, pieces);
  }
  const members = npyMembersOf(readZipDirectory(window, window.path), path);
  const headerOf = async (name: string) => {
    const member = memberOf(members, name, path);
    const [piece = new Uint8Array()] = await Array.fromAsync(
      inLengths(zipMemberPieces(window, member), longestHeader, 1),
    );
    return readNpyHeader(piece, `${path}[${name}]`);
  };
  const shapes = async () => {
    const names = [...members.keys()];
    return Promise.all(names.map(async (name) => [name, (await headerOf(name)).shape] as const));
  };
  const name = key ?? (members.size === 1 ? [...members.keys()][0]! : onlyKey(path, await shapes(), choose));
  const member = memberOf(members, name, path);
  const pieces = () => zipMemberPieces(window, member);
  return new RowsOfFile(window, `${path}[${name}]`, await headerOf(name), member.bytes, pieces);
}

const isText = (descr: string): boolean => /^[<>|=]?[US]/.test(descr);

class RowsOfFile implements NumberRows {
  readonly shape: readonly number[];

  constructor(
    private readonly window: FileWindow,
    readonly name: string,
    private readonly header: NpyHeader & { readonly dataStart: number },
    private readonly bytes: number,
    private readonly pieces: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ) {
    this.shape = header.shape;
    if (isText(header.descr)) throw holdsText(name);
  }

  async *portions(count: number): AsyncGenerator<Float64Array> {
    const { name, shape, bytes } = this;
    const { dataStart, ...header } = this.header;
    const [rows = 0, ...rest] = shape;
    const rowBytes = elementCount(rest) * bytesOfType(header.descr, name);
    if (header.fortranOrder || rowBytes === 0 || rows * rowBytes !== bytes - dataStart) {
      // Whatever cannot be cut into rows: also a length that is not that of the shape, which is said then.
      const whole = numbersOf(readNpy(await joined(this.pieces(), bytes, name), name), name);
      const portion = count * elementCount(rest);
      for (let at = 0; at < whole.length; at += portion) yield whole.subarray(at, at + portion);
      return;
    }
    for await (const part of inLengths(
      this.pieces(),
      count * rowBytes,
      Number.POSITIVE_INFINITY,
      dataStart,
    )) {
      yield numbersOf(readNpyData(part, { ...header, shape: [part.length / rowBytes, ...rest] }, name), name);
    }
  }

  [Symbol.dispose](): void {
    this.window[Symbol.dispose]();
  }
}
