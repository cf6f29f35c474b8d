/** A run that is given more steps than it was begun with. */
import { describe, expect, test } from "bun:test";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { readConfigFile } from "../../../../src/config/sources.ts";
import { readMetrics } from "../../../../src/run/metrics-log.ts";
import { openRun } from "../../../../src/run/run-directory.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { newestOf, type TinyRunOnDisk, trainTinyRun } from "../../../support/tiny-run.ts";

const done = await trainTinyRun(20);

function finishedRun(): TinyRunOnDisk {
  const cwd = temporaryDirectory();
  cpSync(done.path, join(cwd, "run"), { recursive: true });
  return { cwd, path: join(cwd, "run") };
}

const resume = (run: TinyRunOnDisk, ...more: string[]) => capture(["train", "--resume", "run", ...more], run);
const trainOf = ({ path }: TinyRunOnDisk) => resolveConfig([readConfigFile(join(path, "config.yaml"))]).train;
const changesOf = ({ path }: TinyRunOnDisk) => openRun(path).manifest.sessions.map(({ changed }) => changed);
const ratesOf = ({ path }: TinyRunOnDisk) =>
  readMetrics(join(path, "metrics.jsonl")).map(({ learningRate }) => learningRate!);

test("more steps: the ended cosine stays at its end, and config.yaml makes the same bits in one go", async () => {
  const run = finishedRun();
  const { code, stderr, stdout } = await resume(run, "--steps", "30");
  expect(code).toBe(0);
  expect(stderr).toContain("20 → 30 steps: learning rate 0.0001 at step 21, 0.0001 at step 30\n");
  expect(stderr).toContain("the cosine ended at step 20, and 1 % of the learning rate stays; --set train.");
  expect(stdout).toStartWith("done: 30 steps");
  expect(trainOf(run)).toMatchObject({ steps: 30, scheduleSteps: 20, schedule: "cosine" });
  expect(changesOf(run)).toEqual([
    undefined,
    [
      { key: "train.steps", before: 20, after: 30 },
      { key: "train.scheduleSteps", before: null, after: 20 },
    ],
  ]);
  const again = await capture(["train", "--config", "run/config.yaml", "--run", "again", "--quiet"], run);
  expect(again.code).toBe(0);
  const other = { cwd: run.cwd, path: join(run.cwd, "again") };
  expect(newestOf(other)).toEndWith("step-000030.safetensors");
  expect(readFileSync(newestOf(run)).equals(readFileSync(newestOf(other)))).toBe(true);
  expect(ratesOf(run)).toEqual(ratesOf(other));
  // And further; then a run that is done says so.
  expect((await resume(run, "--steps", "33")).code).toBe(0);
  expect(trainOf(run)).toMatchObject({ steps: 33, scheduleSteps: 20 });
  expect((await resume(run)).stdout).toStartWith("done already: all 33 steps are made");
  expect((await resume(run, "--steps", "33")).stdout).toStartWith("done already");
});

test("another schedule: from there on, and the manifest has what was before", async () => {
  const run = finishedRun();
  const flags = ["--steps", "30", "--set", "train.schedule=constant", "--set", "train.learningRate=0.002"];
  const { code, stderr } = await resume(run, ...flags);
  expect(code).toBe(0);
  expect(stderr).toContain("learning rate 0.002 at step 21, 0.002 at step 30\n");
  expect(stderr).toContain(
    "train.schedule: cosine → constant from here on (manifest.json has what was before)",
  );
  expect(stderr).not.toContain("stays");
  expect(ratesOf(run).slice(20)).toEqual(new Array(10).fill(0.002));
  expect(ratesOf(run).slice(0, 20)).toEqual(ratesOf(done));
  expect(trainOf(run)).toMatchObject({
    steps: 30,
    schedule: "constant",
    learningRate: 0.002,
    scheduleSteps: null,
  });
  expect(changesOf(run)[1]).toContainEqual({ key: "train.schedule", before: "cosine", after: "constant" });
});

test("a report says so where its commands cannot tell", async () => {
  const run = finishedRun();
  const report = async (...flags: string[]) => {
    await resume(run, ...flags);
    const words = ["report", "run", "--out", "run.html", "--force", "--trajectories", "20"];
    expect(await capture(words, run)).toMatchObject({ code: 0 });
    return readFileSync(join(run.cwd, "run.html"), "utf8");
  };
  expect(await report("--steps", "21")).not.toContain("schedule of the learning rate was changed");
  expect(await report("--steps", "22", "--set", "train.schedule=constant")).toContain("at step 21: the");
});

test("a cosine over all steps is one word away", async () => {
  const run = finishedRun();
  const { stderr } = await resume(run, "--steps", "30", "--set", "train.scheduleSteps=30");
  expect(stderr).toContain("20 → 30 steps: learning rate 0.0");
  expect(stderr).not.toContain("stays");
  expect(ratesOf(run)[20]).toBeGreaterThan(0.003);
});

test("a process that ended between manifest.json and config.yaml leaves a run as it was", async () => {
  const run = finishedRun();
  const config = join(run.path, "config.yaml");
  const before = readFileSync(config, "utf8");
  await resume(run, "--steps", "30", "--set", "train.schedule=constant");
  writeFileSync(config, before);
  rmSync(newestOf(run));
  expect((await resume(run)).stdout).toStartWith("done already: all 20 steps are made");
  const again = await resume(run, "--steps", "30", "--set", "train.schedule=constant");
  expect(again.code).toBe(0);
  expect(trainOf(run)).toMatchObject({ steps: 30, schedule: "constant" });
});

describe("an interrupted run", () => {
  const stop = async () => {
    const cwd = temporaryDirectory();
    cpSync(done.path, join(cwd, "run"), { recursive: true });
    for (const step of ["000020"]) rmSync(join(cwd, `run/checkpoints/step-${step}.safetensors`));
    return { cwd, path: join(cwd, "run") };
  };

  test("goes along its cosine to the end of that, and beyond", async () => {
    const run = await stop();
    const { stderr } = await resume(run, "--steps", "30");
    expect(stderr).toContain("the cosine ends at step 20, and 1 % of the learning rate stays");
    expect(ratesOf(run).slice(0, 20)).toEqual(ratesOf(done));
    expect(trainOf(run)).toMatchObject({ steps: 30, scheduleSteps: 20 });
  });

  test("may be told to stop earlier, but not before what it has done", async () => {
    const run = await stop();
    const refused = await resume(run, "--steps", "9");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toBe(
      `error: ${run.path} has made 10 steps, more than 9\n  ask for more: --steps N\n`,
    );
    expect(changesOf(run)).toHaveLength(1);
    expect((await resume(run, "--steps", "15")).stdout).toStartWith("done: 15 steps");
    expect(ratesOf(run)).toEqual(ratesOf(done).slice(0, 15));
  });
});

describe("what is refused", () => {
  test("settings that do not belong to the schedule, with more steps or without", async () => {
    const run = finishedRun();
    const { code, stderr } = await resume(run, "--steps", "30", "--set", "train.batchSize=9");
    expect(code).toBe(2);
    expect(stderr).toContain("another configuration: train.steps: 20 → 30; train.batchSize: 8 → 9");
    const alone = await resume(run, "--set", "train.schedule=constant");
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain("with another --steps, the schedule may change, too");
    expect(trainOf(run).steps).toBe(20);
  });

  test("a checkpoint from before the schedule was changed, where its steps would be others now", async () => {
    const changed = finishedRun();
    await resume(changed, "--steps", "22", "--set", "train.schedule=constant");
    rmSync(newestOf(changed));
    expect(await resume(changed)).toMatchObject({ code: 0 });
    for (let n = 0; n < 2; n++) rmSync(newestOf(changed));
    const { code, stderr } = await resume(changed);
    expect(code).toBe(1);
    expect(stderr).toContain("is of step 10, and the schedule was changed at step 20\n  put the checkpoint");
    rmSync(join(changed.path, "checkpoints"), { recursive: true });
    expect((await resume(changed)).stderr).toContain("has no checkpoint, and its schedule was changed");
    // A cosine that stays at its end is all in config.yaml: any checkpoint will do.
    const longer = finishedRun();
    await resume(longer, "--steps", "22");
    const bits = readFileSync(newestOf(longer));
    for (let n = 0; n < 2; n++) rmSync(newestOf(longer));
    expect(await resume(longer)).toMatchObject({ code: 0 });
    expect(readFileSync(newestOf(longer)).equals(bits)).toBe(true);
  });
});
