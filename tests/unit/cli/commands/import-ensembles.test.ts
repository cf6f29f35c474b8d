/** A network of others that was asked for head directions as well. */
import { expect, test } from "bun:test";
import { npyArray } from "../../../../src/format/npy-array.ts";
import { folderWith, published } from "../../../support/import-folder.ts";
import { asNpz, sayings, weights } from "../../../support/small-network.ts";

const means = npyArray(Float64Array.of(-1, 2), [2]) as ReturnType<typeof weights>[string];
const { cli, checkpoint } = folderWith({
  "alone.npz": asNpz(weights()),
  "heads.npz": asNpz({ ...weights(), head_means: means }),
});
const importing = (file: string, run: string, ...more: string[]) =>
  cli("import", file, "--out", run, ...sayings, ...published, ...more);

test("the means in a file say how many of its cells are of headings", async () => {
  const { code, stdout } = await importing("heads.npz", "one");
  expect(code).toBe(0);
  expect(stdout).toContain("imported 6 units and 3 place cells and 2 head-direction cells");
  const { file, settings } = checkpoint("one");
  expect(settings).toMatchObject({ code: { placeCells: 3, headCells: 2 } });
  expect(file.tensors.get("place_centres")!.shape).toEqual([3, 2]);
  expect(Array.from(file.tensors.get("head_means")!.data, Number)).toEqual([-1, 2]);
});

test("else the settings say it, and where they lie", async () => {
  const set = ["code.headCells=1", "code.headMeans=evenly", "code.morePlaces=2:0.3", "code.topK=2"];
  const flags = set.flatMap((assignment) => ["--set", assignment]);
  const { code } = await importing("alone.npz", "two", ...flags);
  expect(code).toBe(0);
  const { file, settings } = checkpoint("two");
  expect(settings).toMatchObject({ code: { placeCells: 2, headCells: 1, morePlaces: "2:0.3" } });
  expect(file.tensors.get("place_centres_2")!.shape).toEqual([2, 2]);
  expect(Array.from(file.tensors.get("head_means")!.data, Number)).toEqual([Math.fround(-Math.PI)]);
});

test.each([
  [
    "alone.npz",
    ["code.headCells=5"],
    "alone.npz is asked for 5 cells in all, 5 of them beside the first ensemble of places",
    "set code.headCells, code.moreHeads and code.morePlaces to what it has",
  ],
  [
    "heads.npz",
    ["code.headCells=1"],
    "code.headCells is 1 (--set), heads.npz has 2 preferred headings",
    "--set code.headCells=2",
  ],
  [
    "alone.npz",
    ["code.headCells=2", "code.placeCells=5"],
    "code.placeCells is 5 (--set), alone.npz has 3",
    "leave it out",
  ],
])("%s with %p is refused", async (file, assignments, cause, mend) => {
  const flags = assignments.flatMap((assignment) => ["--set", assignment]);
  const { stderr, stdout } = await importing(file, "refused", ...flags);
  expect(stdout).toBe("");
  expect(stderr).toContain(`error: ${cause}\n  ${mend}\n`);
});
