/** What an .npy file holds, in memory. Row-major always; knows nothing of bytes or files. */
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";

export const constructors = {
  float16: Float16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  /** One byte a value, 0 or 1. */
  bool: Uint8Array,
} as const satisfies Record<keyof DataOf, unknown>;

/** On any memory, shared included. */
interface DataOf {
  float16: Float16Array;
  float32: Float32Array;
  float64: Float64Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
}

export type NumericKind = keyof DataOf;

export type NumericNpyArray = {
  [K in NumericKind]: { readonly kind: K; readonly shape: readonly number[]; readonly data: DataOf[K] };
}[NumericKind];

export interface StringNpyArray {
  readonly kind: "string";
  readonly shape: readonly number[];
  readonly data: readonly string[];
}

/** An array of any number of dimensions, row-major; shape [] is a single value. */
export type NpyArray = NumericNpyArray | StringNpyArray;

export const elementCount = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

/** As NumPy 2 has it. */
const mostDimensions = 64;
/** The most bytes that NumPy counts. */
const mostBytes = 2 ** 63 - 1;

/**
 * @param name what to call the array in errors
 * @throws UserError when NumPy could not make an array of this shape
 */
export function checkShape(shape: readonly number[], bytesPerValue: number, name: string): void {
  if (shape.length > mostDimensions) {
    throw new UserError(
      `${name} has ${shape.length} dimensions, NumPy has at most ${mostDimensions}`,
      "reshape it and save it again",
    );
  }
  // Also of no values: NumPy multiplies the other sizes.
  const bytes = elementCount(shape.filter((size) => size > 0)) * Math.max(1, bytesPerValue);
  if (bytes >= mostBytes) {
    throw new UserError(`${name} has the shape ${formatShape(shape)}: more than 2^63 bytes`, "save it again");
  }
}

/** The shape as Python writes it: (), (3,), (3, 4). */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/**
 * Wraps values for `writeNpy` and `writeNpz`; the kind follows from the class of `data`. Nothing is copied.
 * @param shape row-major; default: one dimension
 * @throws RangeError when `shape` does not hold `data.length` values
 */
export function npyArray(
  data: NumericNpyArray["data"] | readonly string[],
  shape: readonly number[] = [data.length],
): NpyArray {
  if (elementCount(shape) !== data.length) {
    throw new RangeError(`shape ${formatShape(shape)} does not hold ${data.length} values`);
  }
  if (!ArrayBuffer.isView(data)) return { kind: "string", shape, data };
  const kind = (Object.keys(constructors) as NumericKind[]).find((k) => data instanceof constructors[k])!;
  return { kind, shape, data } as NumericNpyArray;
}

export const holdsText = (name: string): UserError =>
  new UserError(`${name} holds text, not numbers`, "name an array of numbers");

/**
 * The values as float64, row-major.
 * @param name what to call the array in errors
 * @throws UserError for strings, and for 64-bit integers that float64 cannot hold exactly
 */
export function numbersOf(array: NpyArray, name: string): Float64Array {
  if (array.kind === "string") throw holdsText(name);
  requireMemory({
    what: `${name} with the shape ${formatShape(array.shape)}`,
    needs: [oneArray("its values as float64", 8 * array.data.length)],
  });
  if (array.kind !== "int64" && array.kind !== "uint64") return new Float64Array(array.data);
  return Float64Array.from(array.data as Iterable<bigint>, (value: unknown) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw new UserError(`${name} holds the integer ${value}, beyond ±2^53`, "save the array as float64");
    }
    return number;
  });
}
