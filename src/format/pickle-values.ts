/** What a pickle holds, in memory. Lists and tuples are arrays, tuples frozen; dictionaries are maps. */

export type PickleValue =
  | null
  | boolean
  | number
  /** An integer beyond ±2^53. */
  | bigint
  | string
  | Uint8Array
  | readonly PickleValue[]
  | PickleMap
  | PickleObject;

export type PickleMap = Map<PickleValue, PickleValue>;

/** Anything else that a reader allows: tensors, arrays, types. */
export abstract class PickleObject {
  /** What to call it in errors. */
  abstract readonly kind: string;
}

/** A class or function by its name: "torch.FloatStorage". Without `call` it may be named only. */
export class PickleGlobal extends PickleObject {
  readonly kind = "name";

  constructor(
    readonly name: string,
    readonly call: ((args: readonly PickleValue[]) => PickleValue) | undefined,
  ) {
    super();
  }
}

/** An object whose content follows it in the pickle. */
export interface Buildable extends PickleObject {
  build(state: PickleValue): void;
}

export const isBuildable = (value: PickleValue): value is Buildable =>
  value instanceof PickleObject && "build" in value;

/** Its attributes, such as the `_metadata` of a state dictionary, are no entries; they are dropped. */
export class OrderedDictionary extends Map<PickleValue, PickleValue> {}

/** What kind of value it is, in Python's words. */
export function kindOf(value: PickleValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number" || typeof value === "bigint") return "number";
  if (typeof value === "string") return "text";
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return Object.isFrozen(value) ? "tuple" : "list";
  if (value instanceof Map) return "dictionary";
  return (value as PickleObject).kind;
}

export const isSequence = (value: PickleValue | undefined): value is readonly PickleValue[] =>
  Array.isArray(value);

/** Numbers that are all counts, as shapes and strides are. */
export const areCounts = (value: PickleValue | undefined): value is readonly number[] =>
  isSequence(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
