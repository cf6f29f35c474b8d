/** A plain reader of TensorBoard event files, written from tensorflow's event.proto and summary.proto. */
import { sourceOf } from "../../../src/format/byte-source.ts";
import { readRecords } from "../../../src/format/tfrecord.ts";

export interface Event {
  wallTime?: number;
  step?: bigint;
  fileVersion?: string;
  scalars: { tag?: string; value?: number }[];
  images?: { tag?: string; png: Uint8Array; width: number; height: number; colourSpace: number }[];
  texts?: { tag?: string; text: string; plugin: string; size: number }[];
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
      else if (number === 5) for (const one of fieldsOf(value as Uint8Array)) addValue(event, one);
      else throw new Error(`field ${number} of an Event`);
    }
    return event;
  });
}

function addValue(event: Event, { number, value }: Field): void {
  if (number !== 1) throw new Error(`field ${number} of a Summary`);
  const fields = new Map(fieldsOf(value as Uint8Array).map((field) => [field.number, field.value]));
  const tagged = fields.has(1) ? { tag: textOf(fields.get(1)!) } : {};
  const known = [1, 2, 4, 8, 9];
  for (const field of fields.keys()) if (!known.includes(field)) throw new Error(`field ${field} of a Value`);
  if (fields.has(4)) (event.images ??= []).push({ ...tagged, ...imageOf(fields.get(4)!) });
  else if (fields.has(8))
    (event.texts ??= []).push({ ...tagged, ...textOfTensor(fields.get(8)!, fields.get(9)!) });
  else
    event.scalars.push({
      ...tagged,
      ...(fields.has(2) && { value: viewOf(fields.get(2)!).getFloat32(0, true) }),
    });
}

const numbered = (message: bigint | Uint8Array): Map<number, bigint | Uint8Array> =>
  new Map(fieldsOf(message as Uint8Array).map(({ number, value }) => [number, value]));

/** tensorflow.Summary.Image */
function imageOf(message: bigint | Uint8Array) {
  const fields = numbered(message);
  const [height, width, colourSpace] = [1, 2, 3].map((number) => Number(fields.get(number)));
  return { height: height!, width: width!, colourSpace: colourSpace!, png: fields.get(4) as Uint8Array };
}

/** tensorflow.TensorProto of texts, and tensorflow.SummaryMetadata */
function textOfTensor(message: bigint | Uint8Array, metadata: bigint | Uint8Array) {
  const fields = numbered(message);
  if (fields.get(1) !== 7n) throw new Error("a tensor that is not of texts");
  const [dimension] = fieldsOf(fields.get(2) as Uint8Array);
  const size = Number(numbered(dimension!.value).get(1));
  const plugin = textOf(numbered(numbered(metadata).get(1)!).get(1)!);
  return { text: textOf(fields.get(8)!), plugin, size };
}
