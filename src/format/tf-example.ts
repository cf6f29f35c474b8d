/** TensorFlow's `tf.train.Example`: lists of floats by name. Lists of integers and of bytes are named, not read. */
import { UserError } from "../user-error.ts";
import { joinBytes } from "./join-bytes.ts";
import { fieldsOf, messageField, packedFloatsField, textField, type WireField } from "./protobuf.ts";

/** Field numbers of Example, Features, its map entries, Feature and FloatList. */
const exampleFeatures = 1;
const featuresEntry = 1;
const entry = { key: 1, value: 2 } as const;
const feature = { 1: "bytes", 2: "floats", 3: "integers" } as const;
const floatList = 2;
const listValue = 1;

/** What a feature holds: floats, or the name of what else it holds. */
export type Feature = Float32Array | "bytes" | "integers" | "nothing";

/** The bytes of an example: its features in order, each a packed list. */
export function writeExample(features: Readonly<Record<string, Float32Array>>): Uint8Array {
  const entries = Object.entries(features).map(([name, values]) =>
    messageField(
      featuresEntry,
      textField(entry.key, name),
      messageField(entry.value, messageField(floatList, packedFloatsField(listValue, values))),
    ),
  );
  return messageField(exampleFeatures, ...entries);
}

/**
 * The features of an example by name; lists may be packed or not. Of a name that comes twice the later one holds, as protobuf has it.
 * @param name what to call it in errors: "record 7 of FILE"
 * @throws UserError when the bytes are no example
 */
export function readExample(bytes: Uint8Array, name: string): Map<string, Feature> {
  try {
    const features = new Map<string, Feature>();
    for (const message of messagesIn(bytes, exampleFeatures)) {
      for (const one of messagesIn(message, featuresEntry)) {
        const [key, value] = [lastOf(one, entry.key), lastOf(one, entry.value)];
        features.set(new TextDecoder().decode(key ?? new Uint8Array()), value ? featureIn(value) : "nothing");
      }
    }
    return features;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      `${name} is not a tf.train.Example: ${error.message}`,
      "name a file of such records, or copy it again",
    );
  }
}

function featureIn(message: Uint8Array): Feature {
  let last: Feature = "nothing";
  for (const { field, bytes } of fieldsOf(message)) {
    const kind = feature[field as keyof typeof feature];
    if (kind === "floats") last = floatsIn(bytes);
    else if (kind) last = kind;
  }
  return last;
}

/** Packed lists hold many values, others one a field; both may come together. */
function floatsIn(list: Uint8Array): Float32Array {
  const parts: Uint8Array[] = [];
  for (const { field, wire, bytes } of fieldsOf(list)) {
    if (field !== listValue) continue;
    if ((wire !== "bytes" && wire !== "fixed32") || bytes.length % 4 !== 0) {
      throw new RangeError("a list of floats holds something else");
    }
    parts.push(bytes);
  }
  return new Float32Array(joinBytes(parts).buffer);
}

function* messagesIn(message: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (const one of fieldsOf(message)) if (one.field === wanted) yield bytesOf(one);
}

function lastOf(message: Uint8Array, wanted: number): Uint8Array | undefined {
  let last: Uint8Array | undefined;
  for (const one of messagesIn(message, wanted)) last = one;
  return last;
}

function bytesOf({ field, wire, bytes }: WireField): Uint8Array {
  if (wire === "bytes") return bytes;
  throw new RangeError(`field ${field} is a number`);
}
