import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isPartial } from "../../../../src/format/partial.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { openMetricsLog, readMetrics } from "../../../../src/run/metrics-log.ts";
import { capture } from "../../../support/capture.ts";
import { canMountDisks, openSmallDisk } from "../../../support/small-disk.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import { checkpointNames, finish, startTraining } from "../../../support/train-process.ts";

const steps = 400;
const flags = [...tinyFlags, "--steps", String(steps)];
const lastCheckpoint = `checkpoints/step-000${steps}.safetensors`;

/** Everything in the run is whole; returns the step of its newest checkpoint. */
function checkWhole(run: string): number {
  const names = checkpointNames(run).sort();
  for (const name of names) readCheckpoint(join(run, "checkpoints", name));
  expect(readdirSync(run, { recursive: true }).map(String).filter(isPartial)).toEqual([]);
  expect(readFileSync(join(run, "metrics.jsonl"), "utf8")).toMatch(/\n$/);
  expect(readMetrics(join(run, "metrics.jsonl")).length).toBeGreaterThan(0);
  expect(existsSync(join(run, "running.json"))).toBe(false);
  return readCheckpoint(join(run, "checkpoints", names.at(-1)!)).step;
}

async function expectSameEnd(run: string): Promise<void> {
  const whole = join(temporaryDirectory(), "whole");
  expect(await capture(["train", ...flags, "--run", whole])).toMatchObject({ code: 0 });
  expect(readFileSync(join(run, lastCheckpoint)).equals(readFileSync(join(whole, lastCheckpoint)))).toBe(
    true,
  );
  const losses = (path: string) => readMetrics(join(path, "metrics.jsonl")).map(({ loss }) => loss);
  expect(losses(run)).toEqual(losses(whole));
}

const noMount = !canMountDisks();

describe(`a disk that is full${noMount ? " (skipped: only root can mount a small one)" : ""}`, () => {
  test.skipIf(noMount)("ends the run with whole files, and the run goes on when there is room", async () => {
    using disk = openSmallDisk(130)!;
    const run = join(disk.path, "run");
    const cwd = disk.path;
    const full =
      /^error: .* does not fit: the disk is full\n {2}saved up to step (\d+); when there is room: (.*)\n$/;
    const first = await capture(["train", ...flags, "--run", run, "--quiet"], { cwd });
    expect(first).toMatchObject({ code: 1, stdout: "" });
    const [, step, command] = full.exec(first.stderr)!;
    expect(command).toBe("bun run train --resume run");
    expect(checkWhole(run)).toBe(Number(step));

    const again = await capture(["train", "--resume", "run", "--quiet", "--json"], { cwd });
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(full);
    expect(checkWhole(run)).toBeGreaterThanOrEqual(Number(step));

    disk.resize(4000);
    expect(await capture(["train", "--resume", "run", "--quiet"], { cwd })).toMatchObject({ code: 0 });
    await expectSameEnd(run);
  });

  test.skipIf(noMount)("before the first checkpoint: says that nothing was saved", async () => {
    using disk = openSmallDisk(28)!;
    const argv = ["train", ...flags, "--run", "run", "--quiet"];
    const { code, stdout, stderr } = await capture(argv, { cwd: disk.path });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toEndWith("\n  no checkpoint was made; when there is room: bun run train --resume run\n");
    expect(existsSync(join(disk.path, "run/running.json"))).toBe(false);
  });
});

const windows = process.platform === "win32";

test.skipIf(windows)(
  `a limit on the size of files (ulimit -f) is met like a full disk${windows ? " (skipped: Windows)" : ""}`,
  async () => {
    const cwd = temporaryDirectory();
    // 40 blocks of 512 bytes: a checkpoint of 18 KB fits, 400 lines of the log do not.
    const limited = startTraining(cwd, [...flags, "--run", "run", "--quiet"], "ulimit -f 40");
    const { code, stdout, stderr } = await finish(limited);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: .*run\/(metrics|events).* is larger than .*\n {2}saved up to step \d+; /);
    checkWhole(join(cwd, "run"));
    expect(await capture(["train", "--resume", "run"], { cwd })).toMatchObject({ code: 0 });
    await expectSameEnd(join(cwd, "run"));
  },
  20_000,
);

const noFull = !existsSync("/dev/full");

test.skipIf(noFull)(`a log that takes nothing says so${noFull ? " (skipped: no /dev/full)" : ""}`, () => {
  const log = openMetricsLog("/dev/full");
  expect(() => log.append({ step: 1 })).toThrow("/dev/full does not fit: the disk is full");
  log.close();
});
