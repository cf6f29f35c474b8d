/** Opcodes of a pickle that are values themselves, and those that are not read. All others are in pickle.ts. */
import type { PickleCursor } from "./pickle-cursor.ts";
import type { PickleValue } from "./pickle-values.ts";

/** Opcodes that push one value which stands in the pickle itself. */
export const literals: Readonly<Record<string, (cursor: PickleCursor) => PickleValue>> = {
  N: () => null,
  "\x88": () => true,
  "\x89": () => false,
  I: (cursor) => cursor.integerLine(),
  L: (cursor) => cursor.integerLine(),
  J: (cursor) => cursor.int32(),
  K: (cursor) => cursor.uint8(),
  M: (cursor) => cursor.uint16(),
  "\x8a": (cursor) => cursor.integer(cursor.uint8()),
  "\x8b": (cursor) => cursor.integer(cursor.uint32()),
  F: (cursor) => cursor.floatLine(),
  G: (cursor) => cursor.float64(),
  V: (cursor) => cursor.escapedLine(),
  X: (cursor) => cursor.utf8(cursor.uint32()),
  "\x8c": (cursor) => cursor.utf8(cursor.uint8()),
  "\x8d": (cursor) => cursor.utf8(cursor.uint64()),
  // Python 2's text without encoding.
  T: (cursor) => cursor.latin1(cursor.uint32()),
  U: (cursor) => cursor.latin1(cursor.uint8()),
  B: (cursor) => cursor.take(cursor.uint32()),
  C: (cursor) => cursor.take(cursor.uint8()),
  "\x8e": (cursor) => cursor.take(cursor.uint64()),
  "\x96": (cursor) => cursor.take(cursor.uint64()),
  "]": () => [],
  "}": () => new Map(),
  ")": () => Object.freeze([]),
};

/** Opcodes of what is not read, in words. */
export const unsupported: Readonly<Record<string, string>> = {
  o: "an object of a class",
  "\x81": "an object of a class",
  "\x92": "an object of a class",
  "\x82": "a registered extension",
  "\x83": "a registered extension",
  "\x84": "a registered extension",
  "\x8f": "a set",
  "\x90": "a set",
  "\x91": "a frozenset",
  S: "text of Python 2's protocol 0",
  "\x97": "an out-of-band buffer",
  "\x98": "an out-of-band buffer",
};
