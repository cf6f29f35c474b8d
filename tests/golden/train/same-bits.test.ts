/** The promise of the same bits, held against the weights that the first released trainer gave. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { readFileBytes } from "../../../src/format/read-file.ts";
import { readSafetensors } from "../../../src/format/safetensors.ts";
import { capture } from "../../support/capture.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

/** SHA-256 over the names and values of all tensors of the checkpoint: weights, place-cell centres, moments. */
const released = {
  0: "3c995686e8da0dfca92b5e871a3050e2c2681313c1884042f9645cb4450063fe",
  7: "388eb0517ed9ece058d281ead1f827ee42be17b8d0520d0c354425f15a6862ac",
} as const;

const recording = ["mosaic=true", "scoreEvery=7", "filmEvery=9", "checkpointEvery=20"];

test.each([
  [0, "", []],
  [7, "", []],
  [0, ", looked at on the way", recording],
] as const)("60 steps of quick from seed %d%s", async (seed, _, settings) => {
  const cwd = temporaryDirectory();
  const words = ["--preset", "quick", "--blas", "wasm", "--steps", "60", "--seed", String(seed)];
  const set = settings.flatMap((setting) => ["--set", `train.${setting}`]);
  const { code, stderr } = await capture(["train", ...words, ...set, "--run", "run", "--quiet"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  const path = join(cwd, "run/checkpoints/step-000060.safetensors");
  expect(tensorHash(path)).toBe(released[seed]);
});

function tensorHash(path: string): string {
  const hash = new Bun.CryptoHasher("sha256");
  const { tensors } = readSafetensors(readFileBytes(path), path);
  for (const [name, { data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(name);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
