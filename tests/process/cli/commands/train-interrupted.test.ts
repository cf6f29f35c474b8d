import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
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

const endless = [...tinyFlags, "--steps", "1000000", "--run", "runs/long"];

describe.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s", (signal) => {
  test("saves, says how to go on, and ends with 0", async () => {
    const cwd = temporaryDirectory();
    const run = join(cwd, "runs/long");
    const child = startTraining(cwd, endless);
    await nextCheckpoint(run, child);
    child.kill(signal);
    const { code, stdout } = await finish(child);
    expect(code).toBe(0);
    const [, step, command] = /^stopped at step (\d+) of 1000000, saved\n {2}go on: (.*)\n$/.exec(stdout)!;
    expect(command).toBe(`${trainAgain} --resume runs/long`);
    const name = `step-${step!.padStart(6, "0")}.safetensors`;
    expect(readCheckpoint(join(run, "checkpoints", name)).step).toBe(Number(step));
    expect(existsSync(join(run, "running.json"))).toBe(false);
  });

  test("under --json the answer says interrupted, also for a run that is resumed", async () => {
    const cwd = temporaryDirectory();
    const run = join(cwd, "runs/long");
    const interrupt = async (argv: readonly string[]) => {
      const child = startTraining(cwd, [...argv, "--json", "--quiet"]);
      await nextCheckpoint(run, child);
      child.kill(signal);
      const { code, stdout, stderr } = await finish(child);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return JSON.parse(stdout);
    };
    const first = await interrupt(endless);
    expect(first).toMatchObject({ run, interrupted: true, steps: 1_000_000 });
    const second = await interrupt(["--resume", run]);
    expect(second).toMatchObject({ run, interrupted: true });
    expect(second.step).toBeGreaterThan(first.step);
    expect(readCheckpoint(second.checkpoint).step).toBe(second.step);
  });
});

describe("what comes within a second is one request", () => {
  test("SIGINT, SIGHUP and SIGTERM on each other's heels: saved once, said once", async () => {
    const cwd = temporaryDirectory();
    const run = join(cwd, "runs/long");
    const child = startTraining(cwd, endless);
    await nextCheckpoint(run, child);
    for (const signal of ["SIGINT", "SIGINT", "SIGHUP", "SIGTERM", "SIGINT"] as const) {
      child.kill(signal);
      await Bun.sleep(3);
    }
    const { code, stdout, stderr } = await finish(child);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stopped at step \d+ of 1000000, saved\n/);
    expect(stderr.split("saving after this step")).toHaveLength(2);
  });

  test("said at once, in the middle of a step; a second one a second later ends with 130, and the last checkpoint is whole", async () => {
    const cwd = temporaryDirectory();
    const run = join(cwd, "runs/long");
    // Steps of some seconds.
    const child = startTraining(cwd, [
      ...endless,
      "--set",
      "train.batchSize=400000",
      "--set",
      "train.checkpointEvery=1",
      "--workers",
      "1",
    ]);
    let said = "";
    const saidAt = (async () => {
      for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
        said += text;
        if (said.includes("saving after this step")) return performance.now();
      }
      throw new Error(`it ended and said ${said}`);
    })();
    await nextCheckpoint(run, child);
    await Bun.sleep(20);
    const asked = performance.now();
    child.kill("SIGINT");
    expect((await saidAt) - asked).toBeLessThan(500);
    await Bun.sleep(1050);
    child.kill("SIGINT");
    expect(await child.exited).toBe(130);
    const newest = checkpointNames(run).sort().at(-1)!;
    expect(newest).toBe("step-000001.safetensors");
    expect(readCheckpoint(join(run, "checkpoints", newest)).step).toBe(1);
  }, 60_000);
});
