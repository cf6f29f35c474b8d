/** The text header of an .npy file (NumPy format versions 1.0, 2.0 and 3.0). */
import { UserError } from "../user-error.ts";
import { formatShape } from "./npy-array.ts";

export interface NpyHeader {
  /** NumPy's type code, such as "<f4". */
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const alignment = 64;
/** Beyond it NumPy does not parse either. */
const longestHeader = 10_000;

/** Whether the bytes begin as an .npy file does. */
export const startsLikeNpy = (bytes: Uint8Array): boolean => magic.every((byte, i) => bytes[i] === byte);

/**
 * Reads the header; the data begin at `dataStart`.
 * @param name what to call the array in errors
 * @throws UserError for everything that is not a well-formed header of a plain array
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader & { readonly dataStart: number } {
  if (bytes.length === 0) throw damaged(`${name} is empty`);
  if (!startsLikeNpy(bytes)) {
    throw new UserError(`${name} is not an .npy array`, "save it with numpy.save or numpy.savez");
  }
  if (bytes.length < 12) throw damaged(`${name} is truncated inside its header`);
  const version = `${bytes[6]}.${bytes[7]}`;
  if (!["1.0", "2.0", "3.0"].includes(version)) {
    throw new UserError(
      `${name} has version ${version} of the .npy format`,
      "save it again with a NumPy of version 1 or 2",
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textStart = version === "1.0" ? 10 : 12;
  const textLength = version === "1.0" ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataStart = textStart + textLength;
  if (dataStart > bytes.length) throw damaged(`${name} is truncated inside its header`);
  if (textLength > longestHeader) {
    throw new UserError(
      `${name} has a header of ${textLength} bytes, the limit is ${longestHeader} as in NumPy`,
      "save it as a plain array",
    );
  }
  const text = new TextDecoder(version === "3.0" ? "utf-8" : "latin1").decode(
    bytes.subarray(textStart, dataStart),
  );
  return { ...parseHeaderText(text, name), dataStart };
}

/** A version 1.0 header, padded so that the data begin at a multiple of 64 bytes. */
export function writeNpyHeader(header: NpyHeader): Uint8Array {
  const order = header.fortranOrder ? "True" : "False";
  const text = `{'descr': '${header.descr}', 'fortran_order': ${order}, 'shape': ${formatShape(header.shape)}, }`;
  const length = Math.ceil((10 + text.length + 1) / alignment) * alignment;
  if (length - 10 > 0xffff)
    throw new RangeError(`${header.shape.length} dimensions are too many for an .npy header`);
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set(magic);
  bytes.set([1, 0], 6);
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[length - 1] = 0x0a;
  return bytes;
}

function parseHeaderText(text: string, name: string): NpyHeader {
  const fields = parsePythonDictionary(text);
  if (Array.isArray(fields?.descr)) {
    throw new UserError(`${name} is a structured array`, "save each of its fields as an array of its own");
  }
  const keys = Object.keys(fields ?? {}).sort();
  const { descr, fortran_order: fortranOrder, shape } = fields ?? {};
  if (
    keys.join() !== "descr,fortran_order,shape" ||
    typeof descr !== "string" ||
    typeof fortranOrder !== "boolean" ||
    !isShape(shape)
  ) {
    const shown = text.trim().slice(0, 80);
    throw damaged(`${name} has a malformed header: ${JSON.stringify(shown)}`);
  }
  return { descr, fortranOrder, shape };
}

/** The header's literals differ from JSON in quotes, True/False, tuples, trailing commas and Python 2's 3L. */
function parsePythonDictionary(text: string): Record<string, unknown> | undefined {
  const json = text
    .replaceAll("'", '"')
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false")
    .replaceAll("(", "[")
    .replaceAll(")", "]")
    .replace(/(\d)L\b/g, "$1")
    .replace(/,\s*([\]}])/g, "$1");
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

const damaged = (cause: string): UserError => new UserError(cause, "copy or export the file again");
