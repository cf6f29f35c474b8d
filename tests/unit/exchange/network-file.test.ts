/** What a file is, is told by its content. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readNetworkFile } from "../../../src/exchange/network-file.ts";
import { writeNpy } from "../../../src/format/npy.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeSafetensors } from "../../../src/format/safetensors.ts";
import { writeZip } from "../../../src/format/zip-write.ts";
import { kerasList } from "../../support/keras-list.ts";
import { ordered, tensor, torchZip } from "../../support/torch-writer.ts";
import { userErrorOf } from "../../support/user-error.ts";

const tensors = new Map([
  ["RNN.weight_hh_l0", { kind: "float32" as const, shape: [1, 1], data: Float32Array.of(2) }],
]);

test("safetensors whose header is as long as any: its first byte may be that of another format", () => {
  const first = new Set<number>();
  for (let filling = 0; filling < 300; filling++) {
    const bytes = writeSafetensors(tensors, { filling: "x".repeat(filling) });
    first.add(bytes[0]!);
    expect(readNetworkFile(bytes, "x", undefined).format).toBe("safetensors");
  }
  // 0x80 begins a pickle, 0x50 a zip.
  expect(first.has(0x80) && first.has(0x50)).toBe(true);
});

test("the network that comes along is one", () => {
  const bytes = readFileSync(join(import.meta.dir, "../../../checkpoints/quick.safetensors"));
  expect(readNetworkFile(bytes, "quick", undefined).format).toBe("safetensors");
});

test("a pickle is told as such", () => {
  expect(userErrorOf(() => readNetworkFile(Uint8Array.of(0x80, 4, 78, 46), "x", undefined))).toContain(
    "x is a pickle",
  );
});

test("a tensor that stands in the state dictionary and beside it", () => {
  const one = tensor({ key: "0", storage: "FloatStorage", count: 1, shape: [1, 1] });
  const root = ordered({ "RNN.weight_hh_l0": one, state: ordered({ "RNN.weight_hh_l0": one }) });
  const bytes = torchZip(root, { 0: new Uint8Array(4) });
  expect(userErrorOf(() => readNetworkFile(bytes, "x.pth", "state"))).toContain(
    "x.pth has RNN.weight_hh_l0 in its state dictionary and beside it",
  );
});

test("a tensor whose name is that of a kernel in a list", () => {
  const bytes = writeZip(
    [
      { name: "list.npy", bytes: kerasList() },
      { name: "0.npy", bytes: writeNpy(npyArray(Float32Array.of(1))) },
    ],
    false,
  );
  expect(userErrorOf(() => readNetworkFile(bytes, "x.npz", undefined))).toContain(
    "x.npz has 0 in the list list and beside it",
  );
});
