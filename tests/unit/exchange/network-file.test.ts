/** What a file is, is told by its content. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readNetworkFile } from "../../../src/exchange/network-file.ts";
import { writeSafetensors } from "../../../src/format/safetensors.ts";
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
