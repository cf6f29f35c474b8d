import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../../src/train/checkpoint.ts";
import { temporaryDirectory } from "../temporary.ts";
import { tinyFlags } from "../train/tiny-training.ts";
import { finish, nextCheckpoint, startTraining } from "./train-process.ts";

const endless = [...tinyFlags, "--steps", "1000000", "--run", "runs/long"];

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  test("saves, says how to go on, and ends with 0", async () => {
    const cwd = temporaryDirectory();
    const run = join(cwd, "runs/long");
    const child = startTraining(cwd, endless);
    await nextCheckpoint(run, child);
    child.kill(signal);
    const { code, stdout } = await finish(child);
    expect(code).toBe(0);
    const [, step, command] = /^stopped at step (\d+) of 1000000, saved\n {2}go on: (.*)\n$/.exec(stdout)!;
    expect(command).toBe("bun run train --resume runs/long");
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

test("the second Ctrl-C ends the process at once", async () => {
  const io = join(import.meta.dir, "../../src/cli/io.ts");
  const script = `
    const { processIo } = await import(${JSON.stringify(io)});
    const signal = processIo().interruption();
    signal.addEventListener("abort", () => console.log("first"));
    setTimeout(() => console.log("not ended"), 20_000);
    console.log("ready");`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
  let said = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += text;
    child.kill("SIGINT");
  }
  await child.exited;
  expect({ said, signal: child.signalCode }).toEqual({ said: "ready\nfirst\n", signal: "SIGINT" });
});
