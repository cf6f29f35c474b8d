/** A plain reader of TensorBoard event files, written from tensorflow's event.proto and summary.proto. */
import { sourceOf } from "../../../src/format/byte-source.ts";
import { readRecords } from "../../../src/format/tfrecord.ts";

export interface Event {
  wallTime?: number;
  step?: bigint;
  fileVersion?: string;
  scalars: { tag?: string; value?: number }[];
}

type Field = { number: number; value: bigint | Uint8Array };

/** Splits a message into its fields; lengths and integers as in the protobuf encoding guide. */
function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > message.length) throw new Error("a field reaches beyond its message");
    return message.slice(at, (at += length));
  };
  while (at < message.length) {
    const key = Number(varint());
    const number = key >> 3;
    switch (key & 7) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        fields.push({ number, value: take(8) });
        break;
      case 2:
        fields.push({ number, value: take(Number(varint())) });
        break;
      case 5:
        fields.push({ number, value: take(4) });
        break;
      default:
        throw new Error(`wire type ${key & 7}`);
    }
  }
  return fields;
}

const viewOf = (value: bigint | Uint8Array) => {
  const bytes = value as Uint8Array;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};
const textOf = (value: bigint | Uint8Array) => new TextDecoder().decode(value as Uint8Array);

/** @throws UserError when a checksum does not match, Error for a field that an Event does not have */
export function readEvents(file: Uint8Array): Event[] {
  return [...readRecords(sourceOf(file), "events")].map(({ data }) => {
    const event: Event = { scalars: [] };
    for (const { number, value } of fieldsOf(new Uint8Array(data))) {
      if (number === 1) event.wallTime = viewOf(value).getFloat64(0, true);
      else if (number === 2) event.step = value as bigint;
      else if (number === 3) event.fileVersion = textOf(value);
      else if (number === 5) event.scalars.push(...fieldsOf(value as Uint8Array).map(scalarOf));
      else throw new Error(`field ${number} of an Event`);
    }
    return event;
  });
}

function scalarOf({ number, value }: Field): Event["scalars"][number] {
  if (number !== 1) throw new Error(`field ${number} of a Summary`);
  const scalar: Event["scalars"][number] = {};
  for (const field of fieldsOf(value as Uint8Array)) {
    if (field.number === 1) scalar.tag = textOf(field.value);
    else if (field.number === 2) scalar.value = viewOf(field.value).getFloat32(0, true);
    else throw new Error(`field ${field.number} of a Value`);
  }
  return scalar;
}
