import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderWith, published } from "../../../support/import-folder.ts";
import { memoryLimit } from "../../../support/memory-limit.ts";
import { ordered, tensor, torchZip } from "../../../support/torch-writer.ts";

const preset = ["--preset", "sorscher2019", ...published];
const one = new Uint8Array(Float32Array.of(0.5).buffer);

/** A network of any size in a few bytes: every weight is the same stored number. */
function network(units: number, cells: number): Uint8Array {
  const same = (...shape: number[]) =>
    tensor({ key: "0", storage: "FloatStorage", count: 1, shape, strides: shape.map(() => 0) });
  const weights = ordered({
    "encoder.weight": same(units, cells),
    "RNN.weight_ih_l0": same(units, 2),
    "RNN.weight_hh_l0": same(units, units),
    "decoder.weight": same(cells, units),
  });
  return torchZip(weights, { 0: one });
}

test("a network that no engine could run is refused before it is read, and leaves no run", async () => {
  const { cwd, cli } = folderWith({ "large.pth": network(40_000, 512) });
  const { code, stderr } = await cli("import", "large.pth", "--out", "run", ...preset);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: large.pth, a network of 40000 units and 512 place cells, needs [\d.]+ GiB of memory, [\d.]+ GiB can be had: .*\n {2}use a machine with more memory\n$/,
  );
  expect(existsSync(join(cwd, "run"))).toBe(false);
});

test("one that the machine is too small for, likewise", async () => {
  const { cwd, cli } = folderWith({ "large.pth": network(3000, 100) });
  using _ = memoryLimit(150 * 2 ** 20);
  const { code, stderr } = await cli("import", "large.pth", "--out", "run", ...preset);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: large.pth, a network of 3000 units .* needs [\d.]+ MiB of memory, 1\d\d.\d MiB can be had/,
  );
  expect(existsSync(join(cwd, "run"))).toBe(false);
});
