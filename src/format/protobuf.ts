/** The few protobuf encodings that TensorBoard events need; each returns one field, tag included. */
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
  return messageField(field, new TextEncoder().encode(text));
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
