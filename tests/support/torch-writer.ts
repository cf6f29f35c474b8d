/** Writes files as torch.save does (protocol 2 in a zip), for tests that cannot count on PyTorch. */
import { writeZip } from "../../src/format/zip-write.ts";

/** A piece of a pickle: bytes that push one value. */
export type Piece = Uint8Array;

const bytes = (...parts: (string | number | Uint8Array)[]): Piece =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === "string"
        ? Buffer.from(part, "latin1")
        : Buffer.from(typeof part === "number" ? [part] : part),
    ),
  );

const uint32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);

export const text = (value: string): Piece => {
  const utf8 = new TextEncoder().encode(value);
  return bytes("X", uint32(utf8.length), utf8);
};
export const integer = (value: number): Piece => bytes("J", new Uint8Array(Int32Array.of(value).buffer));
export const tuple = (...items: Piece[]): Piece => bytes("(", ...items, "t");
export const global = (module: string, name: string): Piece => bytes(`c${module}\n${name}\n`);
export const call = (callee: Piece, ...args: Piece[]): Piece => bytes(callee, tuple(...args), "R");
export const dictionary = (entries: Readonly<Record<string, Piece>>): Piece =>
  bytes("}(", ...Object.entries(entries).flatMap(([key, value]) => [text(key), value]), "u");
export const ordered = (entries: Readonly<Record<string, Piece>>): Piece =>
  bytes(
    global("collections", "OrderedDict"),
    ")R(",
    ...Object.entries(entries).flatMap(([k, v]) => [text(k), v]),
    "u",
  );
export const pickle = (value: Piece): Uint8Array => bytes("\x80\x02", value, ".");

export interface TensorSpec {
  readonly key: string;
  readonly storage: string;
  readonly count: number;
  readonly shape: readonly number[];
  readonly strides?: readonly number[];
  readonly offset?: number;
}

export function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1));
}

export const tensor = ({
  key,
  storage,
  count,
  shape,
  strides = rowMajor(shape),
  offset = 0,
}: TensorSpec): Piece =>
  call(
    global("torch._utils", "_rebuild_tensor_v2"),
    bytes(tuple(text("storage"), global("torch", storage), text(key), text("cpu"), integer(count)), "Q"),
    integer(offset),
    tuple(...shape.map(integer)),
    tuple(...strides.map(integer)),
    bytes("\x89"),
    bytes(global("collections", "OrderedDict"), ")R"),
  );

/** @param storages contents by key */
export function torchZip(
  value: Piece,
  storages: Readonly<Record<string, Uint8Array>>,
  { compress = false, more = {} }: { compress?: boolean; more?: Readonly<Record<string, Uint8Array>> } = {},
): Uint8Array<ArrayBuffer> {
  const members = {
    "archive/data.pkl": pickle(value),
    ...Object.fromEntries(Object.entries(storages).map(([key, content]) => [`archive/data/${key}`, content])),
    ...more,
  };
  return writeZip(
    Object.entries(members).map(([name, content]) => ({ name, bytes: content })),
    compress,
  );
}

/** A float32 state dictionary. */
export function stateDictionary(
  arrays: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>,
  wrap: (state: Piece) => Piece = (state) => state,
): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(arrays);
  const state = ordered(
    Object.fromEntries(
      entries.map(([name, { shape, data }], i) => [
        name,
        tensor({ key: String(i), storage: "FloatStorage", count: data.length, shape }),
      ]),
    ),
  );
  const storages = Object.fromEntries(
    entries.map(([, { data }], i) => [String(i), new Uint8Array(data.slice().buffer)]),
  );
  return torchZip(wrap(state), storages);
}

/** The format before version 1.6: pickles, then the storages, each behind its count. */
export function legacyTorch(
  value: Piece,
  storages: readonly { readonly key: string; readonly count: number; readonly bytes: Uint8Array }[],
  littleEndian = true,
): Uint8Array {
  const magic = Buffer.from("80028a0a6cfc9c46f9206aa850192e", "hex");
  const system = dictionary({ little_endian: bytes(littleEndian ? "\x88" : "\x89") });
  const keys = bytes("](", ...storages.map(({ key }) => text(key)), "e");
  const contents = storages.flatMap(({ count, bytes: content }) => [
    new Uint8Array(BigInt64Array.of(BigInt(count)).buffer),
    content,
  ]);
  return bytes(magic, pickle(integer(1001)), pickle(system), pickle(value), pickle(keys), ...contents);
}
