import { describe, expect, test } from "bun:test";
import { crc32c } from "../../../src/format/crc32c.ts";
import { constructors, elementCount, npyArray } from "../../../src/format/npy-array.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../../src/format/safetensors.ts";
import { bitsOf, numericKinds, randomFrom, randomNumericArray } from "../../support/random-arrays.ts";
import { userErrorOf } from "../../support/user-error.ts";

function randomTensors(seed: number): Map<string, Tensor> {
  const random = randomFrom(seed);
  const numbered = numericKinds.map((kind, i) => [`layer.${i}`, randomNumericArray(random, kind)] as const);
  const odd = ["__proto__", "größe.weight", 'with "quotes"', '"crc32c":"01234567"'].map(
    (name) => [name, randomNumericArray(random, "float32")] as const,
  );
  return new Map([...odd, ...numbered, ["7", npyArray(Int32Array.of(500), [])]]) as Map<string, Tensor>;
}

/** A file as another program writes it: the given header, unpadded, without a checksum. */
function foreignFile(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}

const f32 = (start: number, end: number, shape = [(end - start) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [start, end],
});

describe("round trip", () => {
  test("every type, random shapes, odd names, bit by bit", () => {
    for (let seed = 0; seed < 25; seed++) {
      const tensors = randomTensors(seed);
      const metadata = { config: 'seed: 1\n"crc32c":"00000000"', format: "pt" };
      const back = readSafetensors(writeSafetensors(tensors, metadata), "x");
      expect(back.checksummed).toBe(true);
      expect(back.metadata).toEqual(metadata);
      expect([...back.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
      for (const [name, tensor] of tensors) {
        expect(back.tensors.get(name)!.kind).toBe(tensor.kind);
        expect(back.tensors.get(name)!.shape).toEqual(tensor.shape);
        expect(bitsOf(back.tensors.get(name)!)).toEqual(bitsOf(tensor));
      }
    }
  });

  test("equal tensors give equal bytes, and writing again what was read does, too", () => {
    const file = writeSafetensors(randomTensors(1), { a: "b" });
    const { tensors, metadata } = readSafetensors(file, "x");
    expect(writeSafetensors(randomTensors(1), { a: "b" })).toEqual(file);
    expect(writeSafetensors(tensors, metadata)).toEqual(file);
  });

  test("no tensors", () => {
    expect(readSafetensors(writeSafetensors(new Map()), "x").tensors.size).toBe(0);
  });

  test("tensors in shared memory", () => {
    const shared = new Float32Array(new SharedArrayBuffer(16), 4, 2);
    shared.set([3, 4]);
    const tensor: Tensor = { kind: "float32", shape: [2], data: shared };
    expect(readSafetensors(writeSafetensors(new Map([["w", tensor]])), "x").tensors.get("w")!.data).toEqual(
      Float32Array.of(3, 4),
    );
  });
});

const typeCodes: Record<Tensor["kind"], string> = {
  float16: "F16",
  float32: "F32",
  float64: "F64",
  int8: "I8",
  int16: "I16",
  int32: "I32",
  int64: "I64",
  uint8: "U8",
  uint16: "U16",
  uint32: "U32",
  uint64: "U64",
  bool: "BOOL",
};

test("the layout: length, padded JSON, data where the offsets say, each tensor aligned to its type", () => {
  const tensors = randomTensors(7);
  const file = writeSafetensors(tensors);
  const headerBytes = Number(new DataView(file.buffer).getBigUint64(0, true));
  expect(headerBytes % 8).toBe(0);
  const header = JSON.parse(Buffer.from(file.subarray(8, 8 + headerBytes)).toString());
  for (const [name, tensor] of tensors) {
    const { dtype, shape, data_offsets: offsets } = header[name];
    const width = constructors[tensor.kind].BYTES_PER_ELEMENT;
    expect(dtype).toBe(typeCodes[tensor.kind]);
    expect(shape).toEqual(tensor.shape);
    expect(offsets[0] % width).toBe(0);
    expect(offsets[1] - offsets[0]).toBe(elementCount(tensor.shape) * width);
    const data = file.subarray(8 + headerBytes + offsets[0], 8 + headerBytes + offsets[1]);
    expect([...data]).toEqual([...(bitsOf(tensor) as Uint8Array)]);
  }
});

test("the checksum is the CRC-32C of the file with its own eight digits as zeros", () => {
  const file = writeSafetensors(new Map([["w", npyArray(Float32Array.of(1)) as Tensor]]));
  const text = Buffer.from(file).toString("latin1");
  const [, digits] = /"crc32c":"([0-9a-f]{8})"/.exec(text)!;
  expect(crc32c(Buffer.from(text.replace(digits!, "00000000"), "latin1"))).toBe(Number.parseInt(digits!, 16));
});

describe("damage to one of our files", () => {
  const weights = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i));
  const file = writeSafetensors(
    new Map([
      ["encoder.weight", npyArray(weights, [100, 3]) as Tensor],
      ["step", npyArray(BigInt64Array.of(500n), []) as Tensor],
      ["empty", npyArray(new Uint8Array()) as Tensor],
    ]),
    { drc32c: "00000000", config: "seed: 1" },
  );
  const dataStart = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));

  test("any bit of the header, its length and its padding is noticed", () => {
    for (let at = 0; at < dataStart; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const damaged = file.with(at, file[at]! ^ (1 << bit));
        expect(userErrorOf(() => readSafetensors(damaged, "step-5.safetensors"))).toMatch(
          /^step-5.safetensors /,
        );
      }
    }
  });

  test("any byte of the data is noticed, and the message says what to do", () => {
    for (let at = dataStart; at < file.length; at++) {
      const damaged = file.with(at, file[at]! ^ (1 + (at % 255)));
      expect(userErrorOf(() => readSafetensors(damaged, "a.safetensors"))).toBe(
        "a.safetensors is damaged: its checksum does not match | restore it from another checkpoint",
      );
    }
  });

  test("cut off anywhere, or longer", () => {
    for (let length = 0; length < file.length; length++) {
      userErrorOf(() => readSafetensors(file.subarray(0, length), "x"));
    }
    userErrorOf(() => readSafetensors(Buffer.concat([file, Uint8Array.of(0)]), "x"));
  });
});

describe("files of other programs", () => {
  const values = new Uint8Array(Float32Array.of(1, 2, 3).buffer);

  test("unaligned, unpadded, in any order, with metadata, without checksum", () => {
    const header = { b: f32(8, 12, []), __metadata__: { format: "pt" }, a: f32(0, 8, [2, 1]) };
    const { tensors, metadata, checksummed } = readSafetensors(foreignFile(header, values), "x");
    expect(checksummed).toBe(false);
    expect(metadata).toEqual({ format: "pt" });
    expect(tensors.get("a")).toEqual({ kind: "float32", shape: [2, 1], data: Float32Array.of(1, 2) });
    expect(tensors.get("b")).toEqual({ kind: "float32", shape: [], data: Float32Array.of(3) });
  });

  test.each<[string, Uint8Array, string]>([
    ["empty", new Uint8Array(), "x is empty"],
    ["too short", new Uint8Array(5), "too short"],
    ["something else", Buffer.from("PK\x03\x04 some zip archive"), "not a safetensors file"],
    ["a huge header", foreignFile({}).with(6, 1), "not a safetensors file"],
    ["a header beyond the end", foreignFile({}).with(1, 1), "truncated inside its header"],
    ["no JSON", foreignFile("{abc"), "not JSON"],
    ["no UTF-8", foreignFile(`{"a${"é"}"}`).with(11, 0xff), "not JSON"],
    ["metadata of numbers", foreignFile({ __metadata__: { step: 5 } }), "not a map of texts"],
    ["metadata as a list", foreignFile({ __metadata__: ["a"] }), "not a map of texts"],
    ["null", foreignFile({ a: null }), 'tensor "a" is malformed'],
    ["a missing field", foreignFile({ a: { dtype: "F32", shape: [] } }), "malformed"],
    ["a surplus field", foreignFile({ a: { ...f32(0, 12), x: 1 } }, values), "malformed"],
    ["negative offsets", foreignFile({ a: f32(-4, 8, [3]) }, values), "malformed"],
    ["reversed offsets", foreignFile({ a: f32(8, 4, [1]) }, values), "malformed"],
    ["three offsets", foreignFile({ a: { ...f32(0, 4), data_offsets: [0, 4, 12] } }, values), "malformed"],
    ["a negative size", foreignFile({ a: f32(0, 12, [-3]) }, values), "malformed"],
    ["a gap", foreignFile({ a: f32(0, 4), b: f32(8, 12) }, values), 'tensor "b" begins at 8 instead of 4'],
    [
      "an overlap",
      foreignFile({ a: f32(0, 8), b: f32(4, 12) }, values),
      'tensor "b" begins at 4 instead of 8',
    ],
    ["surplus data", foreignFile({ a: f32(0, 8) }, values), "its tensors take 8 bytes, it has 12"],
    ["missing data", foreignFile({ a: f32(0, 16) }, values), "its tensors take 16 bytes, it has 12"],
    [
      "a wrong shape",
      foreignFile({ a: f32(0, 12, [4]) }, values),
      "shape (4,) of F32 takes 16 bytes, it has 12",
    ],
    ["bfloat16", foreignFile({ a: { ...f32(0, 12, [6]), dtype: "BF16" } }, values), 'the type "BF16"'],
    ["half a checksum", foreignFile({ __metadata__: { checksum: "crc32c" } }), "checksum does not match"],
    ["the other half", foreignFile({ __metadata__: { crc32c: "00000000" } }), "checksum does not match"],
  ])("%s is refused", (_, file, message) => {
    expect(userErrorOf(() => readSafetensors(file, "x"))).toContain(message);
  });
});

test("reserved names and disagreeing shapes are the caller's fault", () => {
  const tensor = npyArray(Float32Array.of(1)) as Tensor;
  expect(() => writeSafetensors(new Map([["__metadata__", tensor]]))).toThrow(RangeError);
  expect(() => writeSafetensors(new Map(), { crc32c: "x" })).toThrow(RangeError);
  expect(() => writeSafetensors(new Map(), { checksum: "x" })).toThrow(RangeError);
  expect(() => writeSafetensors(new Map([["a", { ...tensor, shape: [2] } as Tensor]]))).toThrow(RangeError);
});

test("a name that stands twice, which JSON would take the last of", () => {
  const entry = (start: number) => JSON.stringify(f32(start, start + 4));
  const data = new Uint8Array(8);
  const twice = foreignFile(`{"w":${entry(4)},"w":${entry(0)}}`, data);
  expect(userErrorOf(() => readSafetensors(twice, "x"))).toContain('x is damaged: "w" stands twice');
  const escaped = foreignFile(`{"w":${entry(4)},"\\u0077":${entry(0)}}`, data);
  expect(userErrorOf(() => readSafetensors(escaped, "x"))).toContain('"w" stands twice');
  const metadata = foreignFile('{"__metadata__":{"a":"1","a":"2"}}');
  expect(userErrorOf(() => readSafetensors(metadata, "x"))).toContain('"a" stands twice');
});

test("more dimensions than NumPy has", () => {
  const file = foreignFile({ w: f32(0, 4, new Array<number>(1000).fill(1)) }, new Uint8Array(4));
  expect(userErrorOf(() => readSafetensors(file, "x"))).toContain("x[w] has 1000 dimensions");
});
