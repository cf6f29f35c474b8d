import { describe, expect, test } from "bun:test";
import { readNpy, writeNpy } from "../../../src/format/npy.ts";
import { type NumericNpyArray, npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import {
  bitsOf,
  numericKinds,
  randomFrom,
  randomNumericArray,
  randomStringArray,
} from "../../support/random-arrays.ts";
import { userErrorOf } from "../../support/user-error.ts";

/** An .npy file with the given header text and data, padded like NumPy's. */
function npyFile(header: string, data: ArrayLike<number>, version: 1 | 2 | 3 = 1): Uint8Array {
  const lengthBytes = version === 1 ? 2 : 4;
  const text = new TextEncoder().encode(header);
  const start = Math.ceil((8 + lengthBytes + text.length + 1) / 64) * 64;
  const file = new Uint8Array(start + data.length).fill(0x20);
  file.set([0x93, ...Buffer.from("NUMPY"), version, 0]);
  const view = new DataView(file.buffer);
  if (version === 1) view.setUint16(8, start - 10, true);
  else view.setUint32(8, start - 12, true);
  file.set(text, 8 + lengthBytes);
  file[start - 1] = 0x0a;
  file.set(data, start);
  return file;
}

const header = (descr: string, shape: string, fortran = "False") =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
const zeros = (count: number) => new Uint8Array(count);
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);

describe("round trip", () => {
  test.each(numericKinds)("%s of random shapes, bit by bit", (kind) => {
    const random = randomFrom(kind.length * 1000 + kind.charCodeAt(0));
    for (let turn = 0; turn < 40; turn++) {
      const array = randomNumericArray(random, kind);
      const back = readNpy(writeNpy(array), "x");
      expect(back.kind).toBe(kind);
      expect(back.shape).toEqual(array.shape);
      expect(bitsOf(back)).toEqual(bitsOf(array));
    }
  });

  test("text of random shapes", () => {
    const random = randomFrom(5);
    for (let turn = 0; turn < 60; turn++) {
      const array = randomStringArray(random);
      expect(readNpy(writeNpy(array), "x")).toEqual(array);
    }
  });

  test("a view into a larger buffer, and a shared one, keep their own part only", () => {
    const buffer = new SharedArrayBuffer(64);
    const view = new Float32Array(buffer, 8, 3);
    view.set([1, 2, 3]);
    expect(numbersOf(readNpy(writeNpy(npyArray(view)), "x"), "x")).toEqual(Float64Array.of(1, 2, 3));
  });

  test("bytes in a Buffer that begins anywhere are copied, not aliased", () => {
    const file = writeNpy(npyArray(Float64Array.of(7, 8)));
    const shifted = Buffer.alloc(file.length + 3);
    shifted.set(file, 3);
    const back = readNpy(shifted.subarray(3), "x") as NumericNpyArray;
    shifted.fill(0);
    expect(back.data as Float64Array).toEqual(Float64Array.of(7, 8));
    expect(back.data.buffer.byteLength).toBe(16);
  });
});

test("the file is laid out as numpy.save does", () => {
  const file = writeNpy(npyArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]));
  expect(file.length).toBe(128 + 24);
  expect([...file.subarray(0, 10)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  const text = Buffer.from(file.subarray(10, 128)).toString("latin1");
  expect(text).toBe(`${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117)}\n`);
  expect(bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6))).toEqual(new Uint8Array(file.subarray(128)));
});

test("data begin at a multiple of 64 bytes for every number of dimensions", () => {
  for (let dimensions = 0; dimensions < 40; dimensions++) {
    const file = writeNpy(npyArray(Uint8Array.of(9), new Array(dimensions).fill(1)));
    const length = new DataView(file.buffer).getUint16(8, true) + 10;
    expect(length % 64).toBe(0);
    expect(file.length).toBe(length + 1);
    expect(file[length - 1]).toBe(0x0a);
  }
});

describe("reading what others write", () => {
  test("Fortran order becomes row-major", () => {
    const columns = Int32Array.of(1, 4, 2, 5, 3, 6);
    const array = readNpy(npyFile(header("<i4", "(2, 3)", "True"), bytesOf(columns)), "x");
    expect([...numbersOf(array, "x")]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("Fortran order of three dimensions, by the definition of the index", () => {
    const shape = [3, 4, 5] as const;
    const values = Float64Array.from({ length: 60 }, (_, i) => i);
    const array = readNpy(npyFile(header("<f8", "(3, 4, 5)", "True"), bytesOf(values)), "x");
    const numbers = numbersOf(array, "x");
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 4; j++)
        for (let k = 0; k < 5; k++)
          expect(numbers[(i * shape[1] + j) * shape[2] + k]).toBe(i + shape[0] * (j + shape[1] * k));
  });

  test.each([1, 2, 3] as const)("format version %d.0", (version) => {
    const array = readNpy(npyFile(header("|u1", "(2,)"), [3, 4], version), "x");
    expect([...numbersOf(array, "x")]).toEqual([3, 4]);
  });

  test("byte strings, keys in another order, Python 2 integers, no space", () => {
    const text = `{"shape":(2L,),'fortran_order':False,"descr":'|S3'}`;
    expect(readNpy(npyFile(text, Buffer.from("ab\0xyz")), "x")).toEqual({
      kind: "string",
      shape: [2],
      data: ["ab", "xyz"],
    });
  });

  test("64-bit integers become numbers only while exact", () => {
    const safe = npyArray(BigInt64Array.of(-(2n ** 53n - 1n), 5n));
    expect([...numbersOf(safe, "x")]).toEqual([-(2 ** 53 - 1), 5]);
    const unsafe = npyArray(BigUint64Array.of(2n ** 53n));
    expect(userErrorOf(() => numbersOf(unsafe, "x"))).toContain("x holds the integer 9007199254740992");
  });
});

describe("errors", () => {
  const good = npyFile(header("<f4", "(3,)"), new Uint8Array(12));
  test.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(), "maps.npy is empty"],
    ["not npy", Buffer.from("hello, world, hello"), "maps.npy is not an .npy array"],
    [
      "surplus",
      new Uint8Array([...good, 0]),
      "has surplus bytes: shape (3,) of <f4 takes 12 bytes, it has 13",
    ],
    ["version", good.with(6, 9), "has version 9.0"],
    ["big-endian", npyFile(header(">f8", "(1,)"), new Uint8Array(8)), "is big-endian (>f8)"],
    ["objects", npyFile(header("|O", "(1,)"), new Uint8Array(8)), "without pickle"],
    ["complex", npyFile(header("<c8", "(1,)"), new Uint8Array(8)), 'has the type "<c8"'],
    ["dates", npyFile(header("<M8[ns]", "(1,)"), new Uint8Array(8)), 'has the type "<M8[ns]"'],
    ["long double", npyFile(header("<f16", "(1,)"), new Uint8Array(16)), 'has the type "<f16"'],
    [
      "structured",
      npyFile("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", new Uint8Array(4)),
      "is a structured array",
    ],
    ["negative size", npyFile(header("<f4", "(-3,)"), new Uint8Array(12)), "malformed header"],
    ["fractional size", npyFile(header("<f4", "(1.5,)"), new Uint8Array(6)), "malformed header"],
    ["no shape", npyFile("{'descr': '<f4', 'fortran_order': False}", []), "malformed header"],
    ["extra key", npyFile(header("<f4", "(), 'x': 1"), new Uint8Array(4)), "malformed header"],
    ["not a dictionary", npyFile("[1, 2]", []), "malformed header"],
    ["code", npyFile("__import__('os')", []), "malformed header"],
    ["huge", npyFile(header("<f8", "(1000000000, 1000000000)"), [1, 2]), "is truncated"],
    ["beyond NumPy", npyFile(header("<f8", "(1000000000, 2000000000)"), []), "more than 2^63 bytes"],
    ["beyond NumPy, of none", npyFile(header("<f8", "(4294967296, 0, 4294967296)"), []), "more than 2^63"],
    ["a size beyond 2^63", npyFile(header("<f8", "(9223372036854775808, 0)"), []), "malformed header"],
    ["65 dimensions", npyFile(header("<f8", `(${"1,".repeat(65)})`), zeros(8)), "has 65 dimensions"],
    ["a thousand", npyFile(header("<f8", `(${"1,".repeat(1000)})`), zeros(8)), "at most 64"],
    ["a long header", npyFile(header("<f8", `(${"1,".repeat(9000)})`, "False"), [], 2), "header of 1"],
    ["zero-width text", npyFile(header("<U0", "(1000000000000,)"), []), "text of width zero"],
    ["not Unicode", npyFile(header("<U1", "()"), [0, 0, 0x11, 0]), "text that is not Unicode"],
    ["not UTF-8", npyFile(header("|S1", "()"), [0xff]), "bytes that are not UTF-8"],
    ["booleans", npyFile(header("|b1", "(2,)"), [1, 2]), "booleans other than 0 and 1"],
  ])("%s", (_, file, message) => {
    expect(userErrorOf(() => readNpy(file, "maps.npy"))).toContain(message);
  });

  test("cut off anywhere", () => {
    for (let length = 0; length < good.length; length++) {
      expect(userErrorOf(() => readNpy(good.subarray(0, length), "x"))).toMatch(
        /^x (is empty|is truncated|is not an \.npy)/,
      );
    }
  });

  test("shape and data that disagree are the caller's fault", () => {
    expect(() => npyArray(Float32Array.of(1, 2), [3])).toThrow(RangeError);
    expect(() => writeNpy({ kind: "float32", shape: [3], data: Float32Array.of(1) })).toThrow(RangeError);
    expect(() => writeNpy(npyArray(["a\0"]))).toThrow(RangeError);
  });
});
