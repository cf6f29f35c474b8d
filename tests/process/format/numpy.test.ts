import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { readNpz, writeNpz } from "../../../src/format/npz.ts";
import { golden } from "../../support/golden.ts";
import { bitsOf, manyArrays } from "../../support/random-arrays.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("a reference file", () => {
  const maps = golden("gridness_20bins.npz");
  expect(maps.shape("rate_maps")).toEqual([48, 20, 20]);
  expect(maps.numbers("rate_maps").some(Number.isNaN)).toBe(true);
  expect(maps.strings("kind")[0]).toBe("hexagonal");
});

test("a reference file that is missing is named, and only when it is used", () => {
  const missing = golden("missing.npz");
  expect(() => missing.numbers("x")).toThrow("missing.npz is missing");
});

const python = ["python3", "/usr/bin/python3"].find(
  (command) => Bun.which(command) && Bun.spawnSync([command, "-c", "import numpy"]).success,
);

test.skipIf(!python).each([
  ["compressed", "savez_compressed"],
  ["stored", "savez"],
])("NumPy reads ours and we read NumPy's, %s (skipped without python3 and numpy)", (packing, save) => {
  using folder = temporaryFolder();
  const arrays = manyArrays(packing.length);
  writeFileSync(folder.at("ours.npz"), writeNpz(arrays, { compress: packing === "compressed" }));
  const script = `
import numpy
ours = numpy.load("ours.npz", allow_pickle=False)
numpy.${save}("theirs.npz", **{name: ours[name].copy(order="F") for name in ours.files})`;
  const result = Bun.spawnSync([python!, "-c", script], { cwd: folder.path });
  expect(result.stderr.toString()).toBe("");
  const theirs = readNpz(folder.at("theirs.npz"));
  expect(theirs.names()).toEqual(Object.keys(arrays));
  for (const [name, array] of Object.entries(arrays)) {
    expect(theirs.get(name).kind).toBe(array.kind);
    expect(theirs.get(name).shape).toEqual(array.shape);
    expect(bitsOf(theirs.get(name))).toEqual(bitsOf(array));
  }
});
