/** Good files as PyTorch writes them, with a dictionary of float32 tensors: the zip archive, and the format before it. */
import type { NumericNpyArray } from "../../src/format/npy-array.ts";
import { writeZip } from "../../src/format/zip-write.ts";

type Tensors = ReadonlyMap<string, NumericNpyArray>;

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const uint32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const text = (value: string): Uint8Array => Buffer.concat([latin1("X"), uint32(value.length), latin1(value)]);
const integer = (value: number): Uint8Array => Buffer.concat([latin1("J"), uint32(value)]);
const tuple = (...items: Uint8Array[]): Uint8Array => Buffer.concat([latin1("("), ...items, latin1("t")]);
const ordered = latin1("ccollections\nOrderedDict\n)R");
const pickle = (...parts: Uint8Array[]): Uint8Array =>
  Buffer.concat([latin1("\x80\x02"), ...parts, latin1(".")]);

const valuesOf = (array: NumericNpyArray): Uint8Array =>
  new Uint8Array(Float32Array.from(Array.from(array.data, Number)).buffer);

function rebuilt({ shape }: NumericNpyArray, key: number): Uint8Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1));
  const storage = latin1("ctorch\nFloatStorage\n");
  const count = integer(shape.reduce((n, size) => n * size, 1));
  const id = tuple(text("storage"), storage, text(String(key)), text("cpu"), count);
  return Buffer.concat([
    latin1("ctorch._utils\n_rebuild_tensor_v2\n("),
    ...[id, latin1("Q"), integer(0), tuple(...shape.map(integer)), tuple(...strides.map(integer))],
    ...[latin1("\x89"), ordered, latin1("tR")],
  ]);
}

/** The pickle of the dictionary. */
export const statePickle = (tensors: Tensors): Uint8Array =>
  pickle(
    ...[ordered, latin1("(")],
    ...[...tensors].flatMap(([name, array], i) => [text(name), rebuilt(array, i)]),
    latin1("u"),
  );

/** @param state another pickle than that of the dictionary */
export function torchArchive(tensors: Tensors, state = statePickle(tensors)): Uint8Array {
  const storages = [...tensors.values()].map((array, i) => ({
    name: `archive/data/${i}`,
    bytes: valuesOf(array),
  }));
  return writeZip(
    [
      { name: "archive/data.pkl", bytes: state },
      { name: "archive/version", bytes: latin1("3\n") },
      ...storages,
    ],
    false,
  );
}

export function legacyTorchFile(tensors: Tensors): Uint8Array {
  const keys = [...tensors].flatMap((_, i) => text(String(i)));
  const contents = [...tensors.values()].flatMap((array) => {
    const bytes = valuesOf(array);
    return [new Uint8Array(BigInt64Array.of(BigInt(bytes.length / 4)).buffer), bytes];
  });
  return Buffer.concat([
    ...[Buffer.from("80028a0a6cfc9c46f9206aa850192e", "hex"), pickle(integer(1001))],
    pickle(latin1("}("), text("little_endian"), latin1("\x88u")),
    ...[statePickle(tensors), pickle(latin1("]("), ...keys, latin1("e"))],
    ...contents,
  ]);
}

/** An .npy file of Python objects: a list of arrays, as Keras gives its weights to NumPy. */
export function objectArray(arrays: readonly NumericNpyArray[]): { head: Uint8Array; pickle: Uint8Array } {
  const header = `{'descr': '|O', 'fortran_order': False, 'shape': (${arrays.length},), }`;
  const padded = `${header.padEnd(117)}\n`;
  const magic = Buffer.concat([latin1("\x93NUMPY\x01\x00"), Uint8Array.of(padded.length, 0), latin1(padded)]);
  const reconstruct = latin1("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(K\x00tU\x01btR");
  const type = latin1(
    "cnumpy\ndtype\n(X\x02\x00\x00\x00f4K\x00K\x01tR(K\x03X\x01\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb",
  );
  const item = (array: NumericNpyArray): Uint8Array => {
    const content = valuesOf(array);
    const bytes = Buffer.concat([latin1("B"), uint32(content.length), content]);
    const state = tuple(latin1("K\x01"), tuple(...array.shape.map(integer)), type, latin1("\x89"), bytes);
    return Buffer.concat([reconstruct, state, latin1("b")]);
  };
  return { head: magic, pickle: pickle(latin1("]("), ...arrays.map(item), latin1("e")) };
}
