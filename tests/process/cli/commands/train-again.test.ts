/** A run that was ended before it had made a checkpoint. */
import { describe, expect, test } from "bun:test";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listCheckpoints } from "../../../../src/run/checkpoint-folder.ts";
import { readMetrics } from "../../../../src/run/metrics-log.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { lockRun } from "../../../../src/run/run-lock.ts";
import { capture } from "../../../support/capture.ts";
import { folderWith, published } from "../../../support/import-folder.ts";
import { kerasList } from "../../../support/keras-list.ts";
import { sayings } from "../../../support/small-network.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { newestOf, type TinyRunOnDisk, trainTinyRun } from "../../../support/tiny-run.ts";

const whole = await trainTinyRun(20);

function killedRun(): TinyRunOnDisk {
  const cwd = temporaryDirectory();
  const path = join(cwd, "run");
  cpSync(whole.path, path, { recursive: true });
  rmSync(join(path, "checkpoints"), { recursive: true });
  return { cwd, path };
}

test("a training makes its first checkpoint at step 1, and keeps it like any other", async () => {
  const steps = (run: TinyRunOnDisk) => listCheckpoints(openRun(run.path)).map(({ step }) => step);
  expect(steps(whole)).toEqual([1, 10, 20]);
  expect(steps(await trainTinyRun(20, ["--keep", "2"]))).toEqual([10, 20]);
  expect(steps(await trainTinyRun(1))).toEqual([1]);
});

describe("without a checkpoint", () => {
  test("--resume begins again, says so, and ends with the same bits", async () => {
    const run = killedRun();
    const { code, stderr } = await capture(["train", "--resume", "run"], run);
    expect(code).toBe(0);
    expect(stderr).toStartWith(
      "no checkpoint was made: beginning again at step 0 in run: seed 5, 20 steps\n",
    );
    expect(readFileSync(newestOf(run)).equals(readFileSync(newestOf(whole)))).toBe(true);
    const stepsOf = ({ path }: TinyRunOnDisk) =>
      readMetrics(join(path, "metrics.jsonl")).map(({ step }) => step);
    expect(stepsOf(run)).toEqual(stepsOf(whole));
    expect(openRun(run.path).manifest.sessions.map(({ step }) => step)).toEqual([0, 0]);
  });

  test("it cannot be opened, and what can be done is said", async () => {
    const run = killedRun();
    const open = () => capture(["evaluate", "run"], run);
    expect(await open()).toEqual({
      code: 1,
      stdout: "",
      stderr: "error: run has no checkpoint yet\n  begin it again: bun run train --resume run\n",
    });
    const lock = lockRun(run.path);
    expect((await open()).stderr).toContain("\n  its first step is still being trained\n");
    lock.release();
  });

  test("a run of an imported network does not begin with another one", async () => {
    const { cwd, cli } = folderWith({ "list.npy": kerasList() });
    const imported = await cli("import", "list.npy", "--out", "run", ...sayings, ...published);
    expect(imported.code).toBe(0);
    rmSync(join(cwd, "run/checkpoints"), { recursive: true });
    const { code, stderr } = await cli("train", "--resume", "run");
    expect(code).toBe(1);
    expect(stderr).toBe(
      `error: ${join(cwd, "run")} has no checkpoint, and its network was imported\n  import it again from list.npy\n`,
    );
    expect(existsSync(join(cwd, "run/checkpoints"))).toBe(false);
  });
});
