/** `import` of what entorhinal wrote itself. */
import { expect, test } from "bun:test";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { networkTensors, readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(3);
cpSync(run.path, join(run.cwd, "runs/first"), { recursive: true });
const cli = (...argv: string[]) => capture(argv, run);
const newest = newestOf(run);

test.each([
  ["a checkpoint", newest],
  ["a run", "run"],
  ["a run by its name", "first"],
])("%s: weights, centres and settings, without the optimizer", async (what, given) => {
  const out = what.replaceAll(" ", "-");
  const { code, stderr } = await cli("import", given, "--out", out);
  expect([code, stderr]).toEqual([0, ""]);
  const imported = readCheckpoint(newestOf({ cwd: run.cwd, path: join(run.cwd, out) }));
  const own = readCheckpoint(newest);
  expect(imported.step).toBe(0);
  expect(imported.file.tensors).toEqual(networkTensors(own));
  expect(openRun(join(run.cwd, out)).manifest.imported).toMatchObject({
    file: "step-000003.safetensors",
    step: 3,
    notTaken: [],
  });
  expect(await cli("evaluate", out, "--trajectories", "20")).toMatchObject({ code: 0 });
  expect(await cli("train", "--resume", out, "--steps", "61", "--quiet")).toMatchObject({ code: 0 });
});

test("the network that comes along, by its name", async () => {
  expect(await cli("import", "quick", "--out", "mine")).toMatchObject({ code: 0 });
  expect(openRun(join(run.cwd, "mine")).manifest.imported).toMatchObject({
    file: "quick.safetensors",
    step: 1300,
  });
});

test("a file that is not there is called as it was written", async () => {
  const { code, stderr } = await cli("import", "absent.pth", "--out", "x");
  expect(code).toBe(1);
  expect(stderr).toContain("absent.pth");
});
