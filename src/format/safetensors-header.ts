/** The JSON header of a safetensors file, strictly: every byte of the data belongs to exactly one tensor. */
import { UserError } from "../user-error.ts";
import { repeatedKey } from "./json-keys.ts";

export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the beginning of the data section. */
  readonly start: number;
  readonly end: number;
}

interface Header {
  /** In the order of the data. */
  readonly entries: readonly (readonly [tensor: string, entry: TensorEntry])[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly dataStart: number;
}

/** The format's own limit. */
const longestHeader = 100_000_000;

/** @throws UserError naming `name` when the header is malformed or does not describe the data section */
export function parseHeader(bytes: Uint8Array, name: string): Header {
  const dataStart = findData(bytes, name);
  const { __metadata__: metadata = {}, ...tensors } = parseJson(bytes.subarray(8, dataStart), name);
  if (!isTextMap(metadata)) throw damaged(name, "its metadata are not a map of texts");
  const entries = Object.entries(tensors).map(([tensor, value]) => {
    const entry = parseEntry(value);
    if (!entry) throw damaged(name, `the header of tensor ${JSON.stringify(tensor)} is malformed`);
    return [tensor, entry] as const;
  });
  entries.sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  assertGapless(entries, bytes.length - dataStart, name);
  return { entries, metadata, dataStart };
}

function findData(bytes: Uint8Array, name: string): number {
  if (bytes.length === 0) throw new UserError(`${name} is empty`, "copy or export the file again");
  if (bytes.length < 8) throw damaged(name, "it is too short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  if (headerBytes > longestHeader || bytes[8] !== 0x7b) {
    throw new UserError(
      `${name} is not a safetensors file, or its beginning is damaged`,
      "name another file",
    );
  }
  if (8 + headerBytes > bytes.length) throw damaged(name, "it is truncated inside its header");
  return 8 + headerBytes;
}

function parseJson(bytes: Uint8Array, name: string): Record<string, unknown> {
  let text: string;
  let parsed: Record<string, unknown>;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw damaged(name, "its header is not JSON");
  }
  const twice = repeatedKey(text);
  if (twice !== undefined) throw damaged(name, `${JSON.stringify(twice)} stands twice in its header`);
  return parsed;
}

function parseEntry(value: unknown): TensorEntry | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { dtype, shape, data_offsets: offsets, ...rest } = value as Record<string, unknown>;
  const [start, end, ...more] = isCounts(offsets) ? offsets : [];
  if (typeof dtype !== "string" || !isCounts(shape) || Object.keys(rest).length > 0) return undefined;
  if (start === undefined || end === undefined || more.length > 0 || end < start) return undefined;
  return { dtype, shape, start, end };
}

function assertGapless(entries: Header["entries"], dataBytes: number, name: string): void {
  let at = 0;
  for (const [tensor, { start, end }] of entries) {
    if (start !== at)
      throw damaged(name, `tensor ${JSON.stringify(tensor)} begins at ${start} instead of ${at}`);
    at = end;
  }
  if (at !== dataBytes) throw damaged(name, `its tensors take ${at} bytes, it has ${dataBytes}`);
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

const isTextMap = (value: unknown): value is Record<string, string> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === "string");

const damaged = (name: string, cause: string): UserError =>
  new UserError(
    `${name} is damaged: ${cause}`,
    "restore it from another checkpoint, or copy or export it again",
  );
