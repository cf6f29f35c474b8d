/**
 * The safetensors format: named tensors behind a JSON header. Reads what Python writes; bfloat16 and 8-bit floats excepted.
 * Ours carry a checksum over every byte of the file: see safetensors-checksum.ts.
 */
import { onHeap, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import {
  checkShape,
  constructors,
  elementCount,
  formatShape,
  type NumericKind,
  type NumericNpyArray,
} from "./npy-array.ts";
import {
  checksumDigits,
  checksumMetadata,
  checksumOf,
  stripChecksum,
  verifyChecksum,
} from "./safetensors-checksum.ts";
import { parseHeader, type TensorEntry } from "./safetensors-header.ts";

export type Tensor = NumericNpyArray;

export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Whether the file carried a checksum; it was right then. */
  readonly checksummed: boolean;
}

const codes: Readonly<Record<NumericKind, string>> = {
  float16: "F16",
  float32: "F32",
  float64: "F64",
  int8: "I8",
  int16: "I16",
  int32: "I32",
  int64: "I64",
  uint8: "U8",
  uint16: "U16",
  uint32: "U32",
  uint64: "U64",
  bool: "BOOL",
};

const alignment = 8;

/**
 * Reads all tensors, in the order of their data; they share no memory with `bytes`.
 * @param name what to call the file in errors
 * @throws UserError when the checksum does not match, or the bytes are not exactly one well-formed file
 */
export function readSafetensors(bytes: Uint8Array, name: string): SafetensorsFile {
  const { entries, metadata, dataStart } = parseHeader(bytes, name);
  const checksummed = verifyChecksum(bytes, dataStart, metadata, name);
  requireMemory({ what: name, needs: [onHeap("its tensors", bytes.length - dataStart)] });
  const tensors = new Map<string, Tensor>();
  for (const [tensor, entry] of entries) {
    tensors.set(tensor, readTensor(bytes.subarray(dataStart), entry, `${name}[${tensor}]`));
  }
  return { tensors, metadata: stripChecksum(metadata), checksummed };
}

/**
 * The bytes of a safetensors file with a checksum. The data begin at a multiple of 8 bytes, wide types first.
 * @param metadata free text; the keys `checksum` and `crc32c` are taken
 * @throws RangeError for a name or a metadata key that is taken, and for a shape that does not hold its data
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const ordered = wideFirst(tensors);
  const fields = [`"__metadata__":${JSON.stringify(checksumMetadata(metadata))}`];
  let dataBytes = 0;
  for (const [name, { kind, shape, data }] of ordered) {
    if (name === "__metadata__") throw new RangeError("a tensor cannot be called __metadata__");
    if (elementCount(shape) !== data.length) {
      throw new RangeError(`${name}: shape ${formatShape(shape)} does not hold ${data.length} values`);
    }
    const end = dataBytes + data.byteLength;
    const entry = { dtype: codes[kind], shape, data_offsets: [dataBytes, end] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    dataBytes = end;
  }
  const json = new TextEncoder().encode(`{${fields.join()}}`);
  const headerBytes = Math.ceil(json.length / alignment) * alignment;
  const dataStart = 8 + headerBytes;

  const file = new Uint8Array(dataStart + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, 8, dataStart);
  file.set(json, 8);
  let at = dataStart;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  const digits = checksumDigits(file, dataStart)!;
  file.set(new TextEncoder().encode(checksumOf(file, digits)), digits);
  return file;
}

/** Sorted by the width of their types, otherwise as given: no tensor is then misaligned. */
function wideFirst(tensors: ReadonlyMap<string, Tensor>): (readonly [string, Tensor])[] {
  const width = (tensor: Tensor) => constructors[tensor.kind].BYTES_PER_ELEMENT;
  return [...tensors].sort(([, a], [, b]) => width(b) - width(a));
}

function readTensor(data: Uint8Array, entry: TensorEntry, name: string): Tensor {
  const { dtype, shape, start, end } = entry;
  const kind = (Object.keys(codes) as NumericKind[]).find((candidate) => codes[candidate] === dtype);
  if (!kind) {
    throw new UserError(
      `${name} has the type ${JSON.stringify(dtype)}`,
      `supported: ${Object.values(codes).join(", ")}; convert it to F32 before saving`,
    );
  }
  checkShape(shape, constructors[kind].BYTES_PER_ELEMENT, name);
  const bytes = elementCount(shape) * constructors[kind].BYTES_PER_ELEMENT;
  if (bytes !== end - start) {
    throw new UserError(
      `${name} is damaged: shape ${formatShape(shape)} of ${dtype} takes ${bytes} bytes, it has ${end - start}`,
      "copy or export the file again",
    );
  }
  return {
    kind,
    shape,
    data: new constructors[kind](new Uint8Array(data.subarray(start, end)).buffer),
  } as Tensor;
}
