/** Files of a run that are removed while it is trained, and a run that another process takes. */
import { describe, expect, test } from "bun:test";
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import {
  checkpointNames,
  finish,
  nextCheckpoint,
  startTraining,
  trainAgain,
} from "../../../support/train-process.ts";

const endless = [...tinyFlags, "--steps", "1000000", "--run", "run", "--quiet"];

/** Trains until there is a checkpoint, does something to the run, and waits for the end. */
async function disturbed(disturb: (run: string) => void) {
  const cwd = temporaryDirectory();
  const run = join(cwd, "run");
  const child = startTraining(cwd, endless);
  await nextCheckpoint(run, child);
  await nextCheckpoint(run, child);
  disturb(run);
  const { code, stdout, stderr } = await finish(child);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  return { cwd, run, stderr };
}

async function expectGoesOn(cwd: string, run: string, step: number): Promise<void> {
  const newest = checkpointNames(run).sort().at(-1)!;
  expect(readCheckpoint(join(run, "checkpoints", newest)).step).toBe(step);
  const child = startTraining(cwd, ["--resume", "run", "--quiet"]);
  await nextCheckpoint(run, child);
  child.kill("SIGINT");
  expect((await finish(child)).code).toBe(0);
}

describe("files that are removed while a run is trained", () => {
  test.each(["manifest.json", "config.yaml", "metrics.jsonl", "checkpoints"])("%s", async (name) => {
    const { cwd, run, stderr } = await disturbed((path) => rmSync(join(path, name), { recursive: true }));
    const said =
      /^error: (.*) of (.*) was removed while it was trained\n {2}saved up to step (\d+); go on: (.*)\n$/;
    const [, names, path, step, command] = said.exec(stderr)!;
    expect([names, path, command]).toEqual([name, run, `${trainAgain} --resume run`]);
    await expectGoesOn(cwd, run, Number(step));
  });

  test.each([
    ["removed", (run: string) => rmSync(run, { recursive: true })],
    ["moved", (run: string) => renameSync(run, `${run}-moved`)],
  ] as const)("the whole folder, %s: it is not made again", async (how, disturb) => {
    const { cwd, run, stderr } = await disturbed(disturb);
    expect(stderr).toStartWith(`error: ${run} was removed or moved while it was trained\n`);
    expect(existsSync(run)).toBe(false);
    if (how === "removed") return;
    renameSync(`${run}-moved`, run);
    const [newest] = checkpointNames(run).sort().reverse();
    await expectGoesOn(cwd, run, Number(/\d+/.exec(newest!)![0]));
  });
});

describe("a training that has lost its run stops, its last checkpoint whole", () => {
  test("to nobody", async () => {
    const { cwd, run, stderr } = await disturbed((path) => rmSync(join(path, "running.json")));
    expect(stderr).toStartWith(`error: ${join(run, "running.json")} was removed while the run was trained`);
    const newest = checkpointNames(run).sort().at(-1)!;
    await expectGoesOn(cwd, run, Number(/\d+/.exec(newest)![0]));
  });

  test("to another process, of which nothing is touched", async () => {
    const other = JSON.stringify({ pid: process.pid, host: hostname() });
    let names: string[] = [];
    const { run, stderr } = await disturbed((path) => {
      writeFileSync(join(path, "running.json"), other);
      names = checkpointNames(path).sort();
    });
    expect(stderr).toStartWith(`error: process ${process.pid} on ${hostname()} trains ${run} now`);
    expect(await Bun.file(join(run, "running.json")).text()).toBe(other);
    // One that was being written when the mark changed may have come.
    expect(checkpointNames(run).length).toBeLessThanOrEqual(names.length + 1);
  });
});
