import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import type { PickleMap } from "../../../src/format/pickle-values.ts";
import { readTorch } from "../../../src/format/torch-file.ts";
import { TorchTensor } from "../../../src/format/torch-tensor.ts";
import { golden, goldenPath } from "../../support/golden.ts";
import {
  call,
  global,
  legacyTorch,
  ordered,
  type Piece,
  pickle,
  tensor,
  text,
  torchZip,
} from "../../support/torch-writer.ts";
import { userErrorOf } from "../../support/user-error.ts";

const open = (bytes: Uint8Array): PickleMap => readTorch(bytes, "x.pth") as PickleMap;

function tensorOf(root: PickleMap, key: string) {
  const value = root.get(key);
  if (!(value instanceof TorchTensor)) throw new Error(`${key} is no tensor`);
  return value.named(key);
}

const bytesOf = (data: NodeJS.TypedArray): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const twelve = bytesOf(Float32Array.from({ length: 12 }, (_, i) => i));
const float = (spec: Partial<Parameters<typeof tensor>[0]>): Piece =>
  tensor({ key: "0", storage: "FloatStorage", count: 12, shape: [3, 4], ...spec });

describe("tensors", () => {
  test.each([
    ["DoubleStorage", Float64Array.of(1.1, -2, 3), [1.1, -2, 3]],
    ["FloatStorage", Float32Array.of(0.5, -2, 3), [0.5, -2, 3]],
    ["HalfStorage", Float16Array.of(0.5, -2, 65504), [0.5, -2, 65504]],
    ["BFloat16Storage", Uint16Array.of(0x3f80, 0xc000, 0x7f7f), [1, -2, 3.3895313892515355e38]],
    ["LongStorage", BigInt64Array.of(1n, -2n, 2n ** 53n - 1n), [1, -2, 2 ** 53 - 1]],
    ["IntStorage", Int32Array.of(1, -2, 3), [1, -2, 3]],
    ["ShortStorage", Int16Array.of(1, -2, 3), [1, -2, 3]],
    ["CharStorage", Int8Array.of(1, -2, 3), [1, -2, 3]],
    ["ByteStorage", Uint8Array.of(1, 2, 255), [1, 2, 255]],
    ["BoolStorage", Uint8Array.of(1, 0, 1), [1, 0, 1]],
  ] as const)("of %s", (storage, data, expected) => {
    const file = torchZip(ordered({ a: tensor({ key: "7", storage, count: 3, shape: [3] }) }), {
      7: bytesOf(data),
    });
    expect([...tensorOf(open(file), "a").read()]).toEqual([...expected]);
  });

  test("views of one storage: whole, transposed, every second column, a row, a value, nothing", () => {
    const file = torchZip(
      ordered({
        whole: float({}),
        turned: float({ shape: [4, 3], strides: [1, 4] }),
        columns: float({ shape: [3, 2], strides: [4, 2], offset: 1 }),
        row: float({ shape: [4], offset: 8 }),
        value: float({ shape: [], offset: 11 }),
        nothing: float({ shape: [0, 4], offset: 12 }),
        repeated: float({ shape: [2, 3], strides: [0, 1] }),
      }),
      { 0: twelve },
    );
    const values = (key: string) => [...tensorOf(open(file), key).read()];
    expect(values("whole")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(values("turned")).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    expect(values("columns")).toEqual([1, 3, 5, 7, 9, 11]);
    expect(values("row")).toEqual([8, 9, 10, 11]);
    expect(values("value")).toEqual([11]);
    expect(values("nothing")).toEqual([]);
    expect(values("repeated")).toEqual([0, 1, 2, 0, 1, 2]);
  });

  test("a parameter is its tensor", () => {
    const value = call(
      global("torch._utils", "_rebuild_parameter"),
      float({}),
      new Uint8Array([0x88]),
      new Uint8Array([0x4e]),
    );
    expect(tensorOf(open(torchZip(ordered({ p: value }), { 0: twelve })), "p").shape).toEqual([3, 4]);
  });
});

describe("refused", () => {
  const refusal = (value: Piece, storages = { 0: twelve } as Record<string, Uint8Array>, options = {}) =>
    userErrorOf(() => [...open(torchZip(value, storages, options)).keys()]);

  test.each([
    ["reaches beyond its storage", { shape: [3, 5] }],
    ["reaches beyond its storage", { offset: 1 }],
    ["reaches beyond its storage", { strides: [2 ** 31 - 1, 2 ** 31 - 1] }],
    ["a malformed tensor", { offset: -1 }],
    ["a malformed tensor", { strides: [4] }],
    ["a malformed tensor", { strides: [4, -1] }],
    ["x.pth[archive/data/1] is missing", { key: "1" }],
    ["x.pth[archive/data/0] is 48 bytes, 13 values of float32 take 52 bytes", { count: 13 }],
    ["torch.UntypedStorage", { storage: "UntypedStorage" }],
    ["torch.QInt8Storage", { storage: "QInt8Storage" }],
  ])("%s", (cause, spec) => {
    expect(refusal(ordered({ a: float(spec) }))).toContain(cause);
  });

  test("a module saved whole, with what to do", () => {
    const said = refusal(ordered({ a: float({}), model: call(global("__main__", "RNN")) }));
    expect(said).toContain("x.pth needs __main__.RNN, which is not read: loading it could run code");
    expect(said).toContain("torch.save(model.state_dict(), FILE)");
  });

  test("hooks in a tensor", () => {
    const hooks = call(
      global("torch._utils", "_rebuild_tensor_v2"),
      call(global("os", "system"), text("ls")),
    );
    expect(refusal(ordered({ a: hooks }))).toContain("os.system");
  });

  test("another order of bytes, TorchScript, no pickle", () => {
    const more = (name: string, content: string) => ({ more: { [name]: new TextEncoder().encode(content) } });
    const one = ordered({ a: float({}) });
    expect(refusal(one, { 0: twelve }, more("archive/byteorder", "big"))).toContain("x.pth is big-endian");
    expect(open(torchZip(one, { 0: twelve }, more("archive/byteorder", "little"))).size).toBe(1);
    expect(refusal(one, { 0: twelve }, more("archive/constants.pkl", "x"))).toContain("TorchScript");
    expect(refusal(one, {}, more("archive/data/0", "short"))).toContain("is 5 bytes");
  });

  test("many values of few, before they are made", () => {
    const before = process.memoryUsage.rss();
    const file = torchZip(ordered({ a: float({ shape: [2 ** 30, 12], strides: [0, 1] }) }), { 0: twelve });
    const lazy = tensorOf(open(file), "a");
    expect(userErrorOf(() => lazy.read())).toContain("only 12 stored values");
    expect(process.memoryUsage.rss() - before).toBeLessThan(50e6);
  });
});

describe("bombs", () => {
  const zeros = new Uint8Array(80 * 2 ** 20);
  const packed = deflateRawSync(zeros).length;

  test("a pickle that unpacks to more than a state dictionary has", () => {
    const file = torchZip(ordered({}), {}, { compress: true, more: {} });
    const bomb = torchZip(new Uint8Array(zeros), {}, { compress: true });
    expect(open(file).size).toBe(0);
    expect(bomb.length).toBeLessThan(packed + 1000);
    const before = process.memoryUsage.rss();
    expect(userErrorOf(() => open(bomb))).toContain("the pickle in it unpacks to 80 MiB");
    expect(process.memoryUsage.rss() - before).toBeLessThan(40e6);
  });

  test("a storage that is no tensor's is never unpacked; one of another size is refused unread", () => {
    const before = process.memoryUsage.rss();
    const unused = torchZip(ordered({ a: float({}) }), { 0: twelve, 9: zeros }, { compress: true });
    expect([...tensorOf(open(unused), "a").read()]).toHaveLength(12);
    const bomb = torchZip(ordered({ a: float({}) }), { 0: zeros }, { compress: true });
    expect(userErrorOf(() => open(bomb))).toContain("is 83886080 bytes");
    expect(process.memoryUsage.rss() - before).toBeLessThan(40e6);
  });

  test("sizes that lie", () => {
    const honest = torchZip(ordered({ a: float({}) }), { 0: twelve }, { compress: true });
    // The directory says that storage 0 unpacks to 48 bytes; another content unpacks to 80 MiB.
    const bomb = torchZip(ordered({ a: float({}) }), { 0: zeros }, { compress: true });
    const view = new DataView(bomb.buffer);
    for (let at = 0; at + 4 < bomb.length; at++) {
      if (view.getUint32(at, true) === zeros.length) view.setUint32(at, 48, true);
    }
    const before = process.memoryUsage.rss();
    expect(userErrorOf(() => tensorOf(open(bomb), "a").read())).toContain("does not inflate to 48 bytes");
    expect(process.memoryUsage.rss() - before).toBeLessThan(40e6);
    expect(tensorOf(open(honest), "a").read()).toHaveLength(12);
    // More than everything may take together.
    const many = torchZip(ordered({ a: float({}) }), { 0: twelve, 1: twelve, 2: twelve, 3: twelve });
    const large = new DataView(many.buffer);
    for (let at = 0; at + 4 < many.length; at++) {
      if (large.getUint32(at, true) === 0x02014b50) large.setUint32(at + 24, 0xfffffff0, true);
      if (large.getUint32(at, true) === 0x04034b50) large.setUint32(at + 22, 0xfffffff0, true);
    }
    expect(userErrorOf(() => open(many))).toContain("x.pth: the pickle in it unpacks to 4096 MiB");
  });
});

describe("truncated and changed", () => {
  const whole = torchZip(ordered({ a: float({}) }), { 0: twelve });

  test("at every length", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(userErrorOf(() => tensorOf(open(whole.subarray(0, length)), "a").read())).toContain("x.pth");
    }
  });

  test("in any byte: refused, or the same values", () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at]! ^= 0x11;
      let values: Float64Array | undefined;
      try {
        const root = open(changed);
        if (root.has("a")) values = tensorOf(root, "a").read();
      } catch (error) {
        userErrorOf(() => {
          throw error;
        });
      }
      if (values) expect([...values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    }
  });
});

describe("the format before version 1.6", () => {
  const two = ordered({
    a: float({ key: "9" }),
    b: tensor({ key: "8", storage: "HalfStorage", count: 2, shape: [2] }),
  });
  const storages = [
    { key: "8", count: 2, bytes: bytesOf(Float16Array.of(0.5, -3)) },
    { key: "9", count: 12, bytes: twelve },
  ];
  const whole = legacyTorch(two, storages);

  test("is read", () => {
    const root = open(whole);
    expect([...tensorOf(root, "a").read()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...tensorOf(root, "b").read()]).toEqual([0.5, -3]);
  });

  test("is refused when it is truncated, at every length, or too long", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(userErrorOf(() => open(whole.subarray(0, length)))).toContain("x.pth");
    }
    const longer = Buffer.concat([whole, Buffer.from([0])]);
    expect(userErrorOf(() => open(longer))).toContain("x.pth has 1 bytes left over");
  });

  test.each([
    ["x.pth lacks storage 9", legacyTorch(two, storages.slice(0, 1))],
    ["a storage that no tensor uses", legacyTorch(two, [...storages, { ...storages[0]!, key: "7" }])],
    ["x.pth is damaged in storage 8", legacyTorch(two, [{ ...storages[0]!, count: 3 }, storages[1]!])],
    ["x.pth is not little-endian", legacyTorch(two, storages, false)],
    ["os.system", legacyTorch(ordered({ a: call(global("os", "system"), text("ls")) }), [])],
    ["describes storage 0 twice", legacyTorch(ordered({ a: float({}), b: float({ count: 13 }) }), [])],
  ])("%s", (cause, bytes) => {
    expect(userErrorOf(() => open(bytes))).toContain(cause);
  });
});

const file = "rnn_state_dict.pth";
test.skipIf(!goldenPath(file))(`${file} (skipped when it is missing)`, () => {
  const root = open(readFileSync(goldenPath(file)!));
  const weights = golden("rnn_training_relu.npz");
  for (const key of ["encoder.weight", "RNN.weight_ih_l0", "RNN.weight_hh_l0", "decoder.weight"]) {
    expect(tensorOf(root, key).read()).toEqual(weights.numbers(`init.${key}`));
  }
});

test("a pickle alone is no PyTorch file", () => {
  expect(userErrorOf(() => open(pickle(ordered({}))))).toContain("x.pth is not a zip archive");
});
