import { describe, expect, test } from "bun:test";
import { writeNpyHeader } from "../../../src/format/npy-header.ts";
import { PickledArray, readObjectArray } from "../../../src/format/numpy-object.ts";
import { kerasKernels, kerasList } from "../../support/keras-list.ts";
import { call, global, type Piece, pickle, text, tuple } from "../../support/torch-writer.ts";
import { userErrorOf } from "../../support/user-error.ts";

const arrays = (bytes: Uint8Array) =>
  readObjectArray(bytes, "x.npy").map((item, i) => {
    if (!(item instanceof PickledArray)) throw new Error(`${i} is no array`);
    return item.named(`x.npy[${i}]`);
  });

const withHeader = (value: Piece, shape = [1]): Uint8Array =>
  Buffer.concat([writeNpyHeader({ descr: "|O", fortranOrder: false, shape }), pickle(value)]);

test("a list of kernels as Keras gives it", () => {
  const found = arrays(kerasList());
  expect(found.map(({ shape }) => shape)).toEqual(kerasKernels.map(({ shape }) => shape));
  expect(found.map((array) => array.read())).toEqual(kerasKernels.map(({ values }) => values));
});

test("truncated at every length, it is refused", () => {
  const whole = kerasList();
  for (let length = 0; length < whole.length; length++) {
    expect(userErrorOf(() => arrays(whole.subarray(0, length)))).toContain("x.npy");
  }
  expect(userErrorOf(() => arrays(Buffer.concat([whole, Buffer.from([0])])))).toContain("surplus bytes");
});

describe("refused", () => {
  test.each([
    ["os.system", withHeader(call(global("os", "system"), text("ls")))],
    ["builtins.eval", withHeader(tuple(call(global("builtins", "eval"), text("1"))))],
    ["numpy.memmap", withHeader(call(global("numpy", "memmap"), text("/etc/passwd")))],
    ["a call of numpy.ndarray", withHeader(call(global("numpy", "ndarray"), tuple()))],
    ["numpy.core.multiarray.scalar", withHeader(call(global("numpy.core.multiarray", "scalar")))],
    ["torch._utils._rebuild_tensor_v2", withHeader(call(global("torch._utils", "_rebuild_tensor_v2")))],
  ])("%s, by name", (name, bytes) => {
    expect(userErrorOf(() => arrays(bytes))).toContain(name);
  });

  test("fewer objects than the header says", () => {
    expect(userErrorOf(() => arrays(withHeader(tuple(), [4])))).toContain("the shape (4,) but 0 objects");
  });
});
