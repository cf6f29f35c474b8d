import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { leftoversBelow, openWhole, resultOf } from "../../../../bench/kill/check-run.ts";
import { killTrainings } from "../../../../bench/kill/kill-trainings.ts";
import { ways } from "../../../../bench/kill/ways.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const windows = process.platform === "win32";

test.skipIf(windows)(
  `trainings that are ended at random moments lose nothing${windows ? " (skipped: no terminals on Windows)" : ""}`,
  async () => {
    const kills = await killTrainings(ways.length, 3);
    expect(kills.map(({ way }) => way)).toEqual([...ways]);
    expect(kills.flatMap(({ troubles }) => troubles)).toEqual([]);
  },
  60_000,
);

test("what a kill could do is noticed", async () => {
  const run = await trainTinyRun(20);
  expect(openWhole(run.path)).toBe(20);
  expect(leftoversBelow(run.cwd)).toEqual([]);
  const result = resultOf(run.path);
  expect(resultOf((await trainTinyRun(20)).path)).toBe(result);
  expect(resultOf((await trainTinyRun(20, ["--seed", "6"])).path)).not.toBe(result);

  for (const left of [
    "running.json",
    "running.json.0123456789abcdef",
    "checkpoints/.1-2-01234567-01234567.partial",
  ]) {
    writeFileSync(join(run.path, left), "half");
  }
  expect(leftoversBelow(run.cwd)).toHaveLength(3);
  writeFileSync(newestOf(run), readFileSync(newestOf(run)).subarray(0, -1));
  expect(openWhole(run.path)).toBeString();
  expect(openWhole(join(run.cwd, "absent"))).toContain("does not exist");
});
