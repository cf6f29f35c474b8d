/**
 * NumPy's .npy format, bytes to array and back. Numbers, booleans and fixed-width text, little-endian;
 * not: pickled objects, structured, complex and date types.
 */
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import {
  checkShape,
  constructors,
  elementCount,
  formatShape,
  type NpyArray,
  type NumericKind,
} from "./npy-array.ts";
import { type NpyHeader, readNpyHeader, writeNpyHeader } from "./npy-header.ts";
import { readByteText, readUtf32, writeUtf32 } from "./npy-text.ts";

const typeCodes: Readonly<Record<NumericKind, string>> = {
  float16: "<f2",
  float32: "<f4",
  float64: "<f8",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  uint8: "|u1",
  uint16: "<u2",
  uint32: "<u4",
  uint64: "<u8",
  bool: "|b1",
};

/** NumPy's type code of a kind, and bytes of one value. */
export const descrOf = (kind: NumericKind): string => typeCodes[kind];
export const bytesOf = (kind: NumericKind): number => constructors[kind].BYTES_PER_ELEMENT;

type Element =
  | { readonly kind: NumericKind; readonly bytes: number }
  | { readonly kind: "utf32" | "bytes"; readonly width: number; readonly bytes: number };

/**
 * Reads one array. The result shares no memory with `bytes`; Fortran order becomes row-major.
 * @param name what to call the array in errors: a file, or file and key
 * @throws UserError when the bytes are not exactly one well-formed array of a supported type
 * @see numpy.lib.format
 */
export function readNpy(bytes: Uint8Array, name: string): NpyArray {
  const header = readNpyHeader(bytes, name);
  return readNpyData(bytes.subarray(header.dataStart), header, name);
}

/**
 * Reads the values that a header describes; they share no memory with `data`.
 * @param name what to call the array in errors
 * @throws UserError when the data are not exactly the values of a supported type
 */
export function readNpyData(data: Uint8Array, header: NpyHeader, name: string): NpyArray {
  const { descr, fortranOrder, shape } = header;
  const element = elementOf(descr, name);
  checkShape(shape, element.bytes, name);
  const count = elementCount(shape);
  if (element.bytes === 0 && count > 0) {
    throw new UserError(`${name} holds text of width zero`, "save it with astype('U1')");
  }
  if (data.length !== count * element.bytes) {
    const what = data.length < count * element.bytes ? "is truncated" : "has surplus bytes";
    throw new UserError(
      `${name} ${what}: shape ${formatShape(shape)} of ${descr} takes ${count * element.bytes} bytes, it has ${data.length}`,
      "copy or export the file again",
    );
  }
  requireMemory({
    what: `${name} with the shape ${formatShape(shape)}`,
    needs: [oneArray("its values", (fortranOrder ? 2 : 1) * data.length)],
  });
  const array = decode(data, element, count, shape, name);
  return fortranOrder ? toRowMajor(array) : array;
}

/**
 * The bytes of an .npy file (version 1.0, little-endian, row-major), as numpy.save writes them.
 * @throws RangeError when the shape does not hold the data
 */
export function writeNpy(array: NpyArray): Uint8Array {
  const { shape, data } = array;
  if (elementCount(shape) !== data.length) {
    throw new RangeError(`shape ${formatShape(shape)} does not hold ${data.length} values`);
  }
  const { descr, bytes } =
    array.kind === "string"
      ? writeUtf32(array.data)
      : {
          descr: typeCodes[array.kind],
          bytes: new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength),
        };
  const header = writeNpyHeader({ descr, fortranOrder: false, shape });
  const file = new Uint8Array(header.length + bytes.length);
  file.set(header);
  file.set(bytes, header.length);
  return file;
}

/** Bytes of a value of a type code. @throws UserError when it is not supported */
export const bytesOfType = (descr: string, name: string): number => elementOf(descr, name).bytes;

/** What a type code is called. @throws UserError when it is not supported */
export const nameOfType = (descr: string, name: string): string => elementOf(descr, name).kind;

function elementOf(descr: string, name: string): Element {
  const [, order, letter, size] = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(descr) ?? [];
  if (order === ">") {
    throw new UserError(
      `${name} is big-endian (${descr})`,
      "convert it: a.astype(a.dtype.newbyteorder('<'))",
    );
  }
  if (letter === "O") {
    throw new UserError(
      `${name} is an array of Python objects`,
      "save arrays of numbers or text, without pickle",
    );
  }
  const width = Number(size);
  if (letter === "U" && size) return { kind: "utf32", width, bytes: width * 4 };
  if (letter === "S" && size) return { kind: "bytes", width, bytes: width };
  const kind = (Object.keys(typeCodes) as NumericKind[]).find(
    (candidate) => typeCodes[candidate].slice(1) === `${letter}${size}`,
  );
  if (!kind) {
    throw new UserError(
      `${name} has the type ${JSON.stringify(descr)}`,
      "supported: bool, integers, float16 to float64 and text; convert it with astype",
    );
  }
  return { kind, bytes: constructors[kind].BYTES_PER_ELEMENT };
}

function decode(
  data: Uint8Array,
  element: Element,
  count: number,
  shape: readonly number[],
  name: string,
): NpyArray {
  if (element.kind === "utf32") {
    return { kind: "string", shape, data: readUtf32(data, count, element.width, name) };
  }
  if (element.kind === "bytes") {
    return { kind: "string", shape, data: readByteText(data, count, element.width, name) };
  }
  const values = new constructors[element.kind](new Uint8Array(data).buffer);
  if (element.kind === "bool" && (values as Uint8Array).some((value) => value > 1)) {
    throw new UserError(`${name} holds booleans other than 0 and 1`, "copy or export the file again");
  }
  return { kind: element.kind, shape, data: values } as NpyArray;
}

/** From Fortran order (first index fastest) to row-major (last index fastest). */
function toRowMajor(array: NpyArray): NpyArray {
  const { shape } = array;
  const from = array.data as ArrayLike<unknown>;
  const to = array.data.slice() as { [index: number]: unknown };
  const strides: number[] = [];
  shape.reduce((stride, size) => {
    strides.push(stride);
    return stride * size;
  }, 1);
  const index = shape.map(() => 0);
  let source = 0;
  for (let target = 0; target < from.length; target++) {
    to[target] = from[source];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return { ...array, data: to } as unknown as NpyArray;
}
