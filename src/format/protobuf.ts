/** The few protobuf encodings that TensorBoard events and TensorFlow examples need. What writes returns one field, tag included. */
import { joinBytes } from "./join-bytes.ts";

const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** An int64 field. @throws RangeError unless `value` is a safe integer from 0 up */
export function integerField(field: number, value: number): Uint8Array {
  return Uint8Array.of(...tag(field, wire.varint), ...varint(value));
}

export function doubleField(field: number, value: number): Uint8Array {
  return joinBytes([tag(field, wire.fixed64), new Uint8Array(Float64Array.of(value).buffer)]);
}

/** Rounds to float32. */
export function floatField(field: number, value: number): Uint8Array {
  return joinBytes([tag(field, wire.fixed32), new Uint8Array(Float32Array.of(value).buffer)]);
}

export function textField(field: number, text: string): Uint8Array {
  return bytesField(field, new TextEncoder().encode(text));
}

export const bytesField = (field: number, bytes: Uint8Array): Uint8Array => messageField(field, bytes);

/** Floats as a packed repeated field. */
export function packedFloatsField(field: number, values: Float32Array): Uint8Array {
  return messageField(field, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** A message within a message: its fields, in order. */
export function messageField(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  const content = joinBytes(fields);
  return joinBytes([tag(field, wire.bytes), varint(content.length), content]);
}

const tag = (field: number, wireType: number): number[] => varint(field * 8 + wireType);

/** Seven bits a byte, the lowest first. */
function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${value} is not a whole number from 0 up`);
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

/** A field as it lies in a message. */
export interface WireField {
  readonly field: number;
  /** How it is coded; only `bytes` may hold a text, a message or packed numbers. */
  readonly wire: keyof typeof wire;
  /** Without tag and length, a view of the message. */
  readonly bytes: Uint8Array;
}

/**
 * The fields of a message in its order; groups, which nobody writes any more, are refused.
 * @throws RangeError when the bytes are not a message
 */
export function* fieldsOf(message: Uint8Array): Generator<WireField> {
  for (let at = 0; at < message.length; ) {
    const [word, start] = readVarint(message, at);
    const field = Math.floor(word / 8);
    if (field === 0) throw new RangeError("a field has the number 0");
    const type = word % 8;
    const [kind, length, from] = extentOf(message, type, start);
    if (from + length > message.length) throw new RangeError(`field ${field} is cut short`);
    yield { field, wire: kind, bytes: message.subarray(from, from + length) };
    at = from + length;
  }
}

/** A number that is coded as one. @throws RangeError when it is not */
export function integerOf({ field, wire: kind, bytes }: WireField): number {
  if (kind !== "varint") throw new RangeError(`field ${field} is no whole number`);
  return readVarint(bytes, 0)[0];
}

function extentOf(
  message: Uint8Array,
  type: number,
  start: number,
): [kind: keyof typeof wire, length: number, from: number] {
  if (type === wire.bytes) {
    const [length, from] = readVarint(message, start);
    return ["bytes", length, from];
  }
  if (type === wire.fixed32) return ["fixed32", 4, start];
  if (type === wire.fixed64) return ["fixed64", 8, start];
  if (type === wire.varint) return ["varint", readVarint(message, start)[1] - start, start];
  throw new RangeError(`a field has the wire type ${type}`);
}

/** Beyond 2^53 only its end is exact. */
function readVarint(bytes: Uint8Array, start: number): [value: number, end: number] {
  let value = 0;
  for (let at = start, factor = 1; at < bytes.length && at < start + 10; at++, factor *= 128) {
    const byte = bytes[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return [value, at + 1];
  }
  throw new RangeError("a number does not end");
}
