/** Files and folders that the system does not let us read: each is said, and the runs beside it stay listed. */
import { describe, expect, test } from "bun:test";
import { chmodSync, cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFileBytes } from "../../../src/format/read-file.ts";
import { writeFileSafely } from "../../../src/format/safe-write.ts";
import { createRun, openRun } from "../../../src/run/run-directory.ts";
import { forgetIndex, listRuns } from "../../../src/run/run-index.ts";
import { asNobody, canBeNobody } from "../../support/as-nobody.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const whole = createRun(join(temporaryDirectory(), "run"), "train:\n  steps: 20\n", someManifest());
writeFileSync(whole.metricsPath, '{"step":1,"loss":6}\n');

/** A folder with the runs `bad` and `good`, readable to all but for one path; a mode of zeros closes it. */
function withClosed(path: string, mode = 0): string {
  const folder = temporaryDirectory();
  for (const name of ["bad", "good"]) cpSync(whole.path, join(folder, "runs", name), { recursive: true });
  chmodSync(folder, 0o755);
  listRuns(join(folder, "runs"));
  chmodSync(join(folder, path), mode);
  return folder;
}

describe.skipIf(!canBeNobody)("without permission (none on Windows)", () => {
  test.each(["", "manifest.json", "config.yaml", "metrics.jsonl", "checkpoints"])("runs/bad/%s", (file) => {
    const closed = join("runs/bad", file);
    const folder = withClosed(closed);
    const found = asNobody(folder, () => listRuns("runs"));
    expect(found.map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      "bad damaged",
      "good stopped",
    ]);
    const trouble = found.find(({ name }) => name === "bad")!.trouble!;
    expect(trouble).toMatch(/^runs\/bad.* is not permitted$/);
    chmodSync(join(folder, closed), 0o755);
    const opened = asNobody(folder, () => listRuns("runs"));
    expect(opened.map(({ state }) => state)).toEqual(["stopped", "stopped"]);
  });

  test("the folder of runs: one line", () => {
    const folder = withClosed("runs");
    expect(asNobody(folder, () => userErrorOf(() => listRuns("runs")))).toStartWith("runs is not permitted");
  });

  test("the index: it is left, also by --rebuild", () => {
    const folder = withClosed("runs/runs.sqlite");
    const said: string[] = [];
    const found = asNobody(folder, () => {
      forgetIndex("runs");
      return listRuns("runs", (line) => said.push(line));
    });
    expect(found).toHaveLength(2);
    expect(said).toEqual([
      "runs/runs.sqlite cannot be read as an index of entorhinal: it is left as it is, and no index is kept",
    ]);
  });

  test("an index that can be read only is used, or kept in memory", () => {
    const folder = withClosed("runs", 0o555);
    const found = asNobody(folder, () => listRuns("runs"));
    expect(found.map(({ loss }) => loss)).toEqual([6, 6]);
  });

  test("reading and writing a file, opening a run", () => {
    const folder = withClosed("runs/bad");
    const refused = (work: () => unknown) => asNobody(folder, () => userErrorOf(work));
    expect(refused(() => readFileBytes("runs/bad/manifest.json"))).toContain("is not permitted");
    expect(refused(() => openRun("runs/bad"))).toContain("is not permitted");
    expect(refused(() => writeFileSafely("runs/bad/a", ""))).toContain("is not permitted");
    expect(refused(() => createRun("runs/bad/b", "", someManifest()))).toContain("is not permitted");
  });
});
