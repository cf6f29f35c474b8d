/** Arrays of objects as NumPy writes them. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { PickledArray, readObjectArray } from "../../../src/format/numpy-object.ts";
import { pythonWith, runPython } from "../../support/python.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const arrays = (bytes: Uint8Array) =>
  readObjectArray(bytes, "x.npy").map((item, i) => {
    if (!(item instanceof PickledArray)) throw new Error(`${i} is no array`);
    return item.named(`x.npy[${i}]`);
  });

const python = pythonWith("numpy");
test.skipIf(!python).each([2, 3, 4, 5])(
  "arrays of all types as NumPy writes them, protocol %i (skipped without python3 and numpy)",
  (protocol) => {
    using folder = temporaryFolder();
    const script = `
import json, pickle, numpy
types = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
draw = numpy.random.default_rng(${protocol})
arrays = [(draw.random((3, 4)) * 100).astype(t) for t in types]
arrays += [numpy.asfortranarray(arrays[-1]), arrays[-1].T, arrays[-1][:, ::2], arrays[-1][:0], numpy.array(1.5)]
whole = numpy.empty(len(arrays), object)
whole[:] = [None] * len(arrays)
for i, a in enumerate(arrays): whole[i] = a
with open("x.npy", "wb") as file:
    numpy.lib.format.write_array_header_1_0(file, {"descr": "|O", "fortran_order": False, "shape": whole.shape})
    pickle.dump(whole, file, ${protocol})
whole[0] = arrays[11].astype(">f8")
numpy.save("big.npy", whole)
print(json.dumps([[list(a.shape), a.astype(float).flatten().tolist()] for a in arrays]))`;
    const expected = JSON.parse(runPython(python!, script, folder.path)) as [number[], number[]][];
    if (protocol === 5) {
      // Protocol 5 writes arrays by a function of its own, which numpy.save never uses.
      const bytes = new Uint8Array(readFileSync(folder.at("x.npy")));
      expect(userErrorOf(() => arrays(bytes))).toContain("_frombuffer");
      return;
    }
    const found = arrays(new Uint8Array(readFileSync(folder.at("x.npy"))));
    expect(found.map((array) => [array.shape, [...array.read()]] as const)).toEqual(expected);
    const [big] = arrays(new Uint8Array(readFileSync(folder.at("big.npy"))));
    expect(userErrorOf(() => big!.read())).toContain("x.npy[0] is big-endian (>f8)");
  },
);
