/** Arrays of random kind, shape and content for round-trip tests; the same for the same seed. */
import {
  constructors,
  elementCount,
  type NpyArray,
  type NumericKind,
  npyArray,
} from "../../src/format/npy-array.ts";

export type Random = () => number;

/** Uniform in [0, 1); a small generator is enough to choose cases. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const integerBelow = (random: Random, limit: number): number => Math.floor(random() * limit);

/** 0 to 4 dimensions of 0 to 5. */
export function randomShape(random: Random): number[] {
  return Array.from({ length: integerBelow(random, 5) }, () => integerBelow(random, 6));
}

/** Any bit pattern, NaNs and infinities included. */
export function randomNumericArray(random: Random, kind: NumericKind, shape = randomShape(random)): NpyArray {
  const bytes = new Uint8Array(elementCount(shape) * constructors[kind].BYTES_PER_ELEMENT);
  for (let i = 0; i < bytes.length; i++) bytes[i] = integerBelow(random, kind === "bool" ? 2 : 256);
  return { kind, shape, data: new constructors[kind](bytes.buffer) } as NpyArray;
}

export function randomStringArray(random: Random, shape = randomShape(random)): NpyArray {
  const alphabet = ["a", "Z", " ", "é", "格", "🐀", "\0b"];
  const word = () =>
    Array.from(
      { length: integerBelow(random, 6) },
      () => alphabet[integerBelow(random, alphabet.length)]!,
    ).join("");
  return { kind: "string", shape, data: Array.from({ length: elementCount(shape) }, word) };
}

export const numericKinds = Object.keys(constructors) as NumericKind[];

/** One random array of every kind, text, and the special cases: single value, empty, NaN, odd names. */
export function manyArrays(seed: number): Record<string, NpyArray> {
  const random = randomFrom(seed);
  const numeric = numericKinds.map((kind) => [kind, randomNumericArray(random, kind)] as const);
  return {
    ...Object.fromEntries(numeric),
    text: randomStringArray(random),
    "encoder/weight": randomNumericArray(random, "float32"),
    größe: npyArray(Float64Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY)),
    single: npyArray(Float64Array.of(1.5), []),
    empty: npyArray(new Float32Array(), [0, 3]),
  };
}

/** The bytes behind an array, to compare NaNs bit by bit. */
export function bitsOf(array: NpyArray): Uint8Array | readonly string[] {
  if (array.kind === "string") return array.data;
  return new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength);
}
