/** A disk that cannot be written: what only reads works, the rest is refused in two lines. */
import { describe, expect, test } from "bun:test";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { History } from "../../../../repl/history.ts";
import { listRuns } from "../../../../src/run/run-index.ts";
import { capture } from "../../../support/capture.ts";
import { canMountDisks, openSmallDisk } from "../../../support/small-disk.ts";
import { trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

const noMount = !canMountDisks();
const few = ["--trajectories", "2", "--steps", "20", "--quiet"];

describe.skipIf(noMount)(`a read-only disk${noMount ? " (skipped: only root can mount one)" : ""}`, () => {
  test("refuses in two lines what would write, and nothing else", async () => {
    const run = await trainTinyRun(20);
    wantSteps(run, 30);
    using disk = openSmallDisk(4000)!;
    const runs = join(disk.path, "runs");
    mkdirSync(runs);
    cpSync(run.path, join(runs, "a"), { recursive: true });
    const indexed = listRuns(runs);
    cpSync(run.path, join(runs, "b"), { recursive: true });
    disk.freeze();
    const cli = (...argv: string[]) => capture(argv, { cwd: disk.path });

    expect(listRuns(runs).filter(({ name }) => name === "a")).toEqual(indexed);
    expect((await cli("runs")).stdout).toMatch(/^ a +stopped .*\n b +stopped /m);
    for (const argv of [["evaluate", "runs/a", ...few], ["ratemaps", "runs/a", ...few], ["presets"]]) {
      expect(await cli(...argv)).toMatchObject({ code: 0, stderr: "" });
    }
    const refused: readonly (readonly string[])[] = [
      ["train", "--resume", "runs/a", "--quiet"],
      ["train", ...tinyFlags, "--run", "runs/new", "--steps", "1", "--quiet"],
      ["train", ...tinyFlags, "--run", "deep/er/new", "--steps", "1", "--quiet"],
      ["quickstart", "--quiet"],
      ["figure", "runs/a", "loss", "--out", "loss.svg"],
      ["report", "runs/a", "--out", "report.html", ...few],
      ["export", "runs/a", "--out", "a.npz"],
      ["export", "runs/a", "--out", "a.safetensors"],
      ["simulate", "--trajectories", "1", "--steps", "5", "--out", "paths.npz", "--quiet"],
      ["runs", "--rebuild"],
    ];
    for (const argv of refused) {
      const { code, stderr } = await cli(...argv);
      expect({ argv, code, lines: stderr.split("\n").length }).toEqual({ argv, code: 1, lines: 3 });
      expect(stderr).toMatch(/^error: .* is on a read-only disk\n/);
    }
  }, 60_000);

  test("keeps no history, and says so", () => {
    using disk = openSmallDisk(100)!;
    disk.freeze();
    const history = new History(join(disk.path, "state/history"));
    history.add("runs");
    expect(history.all).toEqual(["runs"]);
    expect(history.trouble).toContain("history is not kept");
  });
});
