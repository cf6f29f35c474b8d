/** Damage to files of bytes. */
import type { Dice } from "./dice.ts";
import { hostileTexts } from "./hostile.ts";

type Change = (dice: Dice, bytes: Buffer, other: Buffer) => Buffer;

const place = (dice: Dice, bytes: Buffer): number => dice.below(bytes.length + 1);

/** A stretch that is there: where it begins and ends. */
function stretch(dice: Dice, bytes: Buffer): readonly [number, number] {
  const start = place(dice, bytes);
  return [start, Math.min(bytes.length, start + dice.few(dice.chance(0.2) ? bytes.length : 64))];
}

const replaced = (bytes: Buffer, start: number, end: number, by: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)]);

/** What stands where a length, a count or an offset may stand. */
function lengths({ length }: Buffer): readonly bigint[] {
  const ends = [
    0n,
    1n,
    127n,
    128n,
    255n,
    2n ** 15n,
    2n ** 16n - 1n,
    2n ** 31n - 1n,
    2n ** 31n,
    2n ** 32n - 1n,
  ];
  const far = [2n ** 32n, 2n ** 53n, 2n ** 62n, 2n ** 63n, 2n ** 64n - 1n];
  return [...ends, ...far, ...[-8, -1, 0, 1, 8].map((by) => BigInt(Math.max(0, length + by)))];
}

const changes: readonly Change[] = [
  function flipBits(dice, bytes) {
    for (let i = dice.few(8); i > 0 && bytes.length > 0; i--) {
      bytes[dice.below(bytes.length)]! ^= 1 << dice.below(8);
    }
    return bytes;
  },
  function setBytes(dice, bytes) {
    const [start, end] = stretch(dice, bytes);
    return bytes.fill(dice.pick([0, 1, 0x20, 0x7f, 0x80, 0xff, dice.below(256)]), start, end);
  },
  function changeNumber(dice, bytes) {
    const width = dice.pick([1, 2, 4, 8]);
    if (bytes.length < width) return bytes;
    const value = BigInt.asUintN(8 * width, dice.pick(lengths(bytes)));
    const field = Buffer.alloc(8);
    field.writeBigUInt64LE(value);
    const written = field.subarray(0, width);
    written.copy(bytes, dice.below(bytes.length - width + 1));
    return bytes;
  },
  function changeDigits(dice, bytes) {
    const digits = [...bytes.keys()].filter((i) => bytes[i]! >= 0x30 && bytes[i]! <= 0x39);
    if (digits.length === 0) return bytes;
    const at = dice.pick(digits);
    const by = dice.pick(["", "-1", "0", "9", "99999999", "4294967296", "1e400", "9007199254740993"]);
    return replaced(bytes, at, at + 1, Buffer.from(by));
  },
  (dice, bytes) => bytes.subarray(0, place(dice, bytes)),
  function cutOut(dice, bytes) {
    const [start, end] = stretch(dice, bytes);
    return replaced(bytes, start, end, Buffer.alloc(0));
  },
  function repeat(dice, bytes) {
    const [start, end] = stretch(dice, bytes);
    const at = dice.chance(0.5) ? end : place(dice, bytes);
    return replaced(bytes, at, at, bytes.subarray(start, end));
  },
  function splice(dice, bytes, other) {
    return Buffer.concat([bytes.subarray(0, place(dice, bytes)), other.subarray(place(dice, other))]);
  },
  function insertText(dice, bytes) {
    const at = place(dice, bytes);
    return replaced(bytes, at, dice.chance(0.5) ? at + 1 : at, Buffer.from(dice.pick(hostileTexts)));
  },
  function append(dice, bytes) {
    return Buffer.concat([bytes, Buffer.alloc(dice.few(5000), dice.below(256))]);
  },
];

/**
 * A damaged copy of a file.
 * @param other another file, to splice with
 */
export function mutateBytes(dice: Dice, good: Uint8Array, other: Uint8Array): Uint8Array {
  let bytes: Buffer = Buffer.from(good);
  for (let i = dice.few(4); i > 0; i--) bytes = dice.pick(changes)(dice, bytes, Buffer.from(other));
  return bytes;
}
