import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import { checkpointNames, finish, nextCheckpoint, startTraining } from "../../../support/train-process.ts";

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

/** What a shell says of a process: 128 and the number of the signal, where it did not end by itself. */
const statusOf = ({ code, signal }: { code: number; signal: unknown }): number =>
  signal === "SIGINT" ? 130 : code;

describe("the second Ctrl-C ends the process at once, with 130", () => {
  const io = join(import.meta.dir, "../../../../src/cli/frame/io.ts");
  const open = `const { processIo } = await import(${JSON.stringify(io)});
    const signal = processIo().interruption();
    const compute = () => { const end = performance.now() + 1000; while (performance.now() < end); };
    const turn = () => new Promise((resolve) => setImmediate(resolve));`;

  /** Runs the script and sends one SIGINT each time it says something. */
  async function interrupted(script: string, gap = 0) {
    const child = Bun.spawn([process.execPath, "-e", open + script], { stdout: "pipe" });
    let said = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      said += text;
      child.kill("SIGINT");
      if (gap === 0) continue;
      await Bun.sleep(gap);
      child.kill("SIGINT");
    }
    await child.exited;
    return { said, status: statusOf({ code: child.exitCode!, signal: child.signalCode }) };
  }

  test("while it waits", async () => {
    const script = `
      signal.addEventListener("abort", () => console.log("first"));
      setTimeout(() => console.log("not ended"), 20_000);
      console.log("ready");`;
    expect(await interrupted(script)).toEqual({ said: "ready\nfirst\n", status: 130 });
  });

  test("when both come while the main thread computes", async () => {
    const script = `console.log("ready"); compute(); await turn(); await turn(); console.log("saving");`;
    expect(await interrupted(script, 100)).toEqual({ said: "ready\n", status: 130 });
  });

  test("when it comes while the main thread saves", async () => {
    const script = `
      console.log("ready"); compute(); await turn(); await turn();
      console.log("saving"); compute(); console.log("saved");`;
    expect(await interrupted(script)).toEqual({ said: "ready\nsaving\n", status: 130 });
  });

  test("in a training, whose last checkpoint is whole and from which it goes on", async () => {
    const cwd = temporaryDirectory();
    const run = join(cwd, "runs/long");
    // Steps of about a second: both meet the same one.
    const slow = ["--set", "train.batchSize=100000", "--set", "train.checkpointEvery=1"];
    // On a busy machine a step may end between the two, and the first is then obeyed: saved, and 0. That is tried again.
    const found: [number, string][] = [];
    for (let attempt = 0; attempt < 5 && found.at(-1)?.[0] !== 130; attempt++) {
      const child = startTraining(cwd, attempt === 0 ? [...endless, ...slow] : ["--resume", run]);
      await nextCheckpoint(run, child);
      await Bun.sleep(100);
      child.kill("SIGINT");
      await Bun.sleep(20);
      child.kill("SIGINT");
      const { stdout, ...ended } = await finish(child);
      found.push([statusOf(ended), stdout]);
    }
    expect(found.at(-1)).toEqual([130, ""]);
    const newest = checkpointNames(run).sort().at(-1)!;
    const { step } = readCheckpoint(join(run, "checkpoints", newest));
    expect(newest).toBe(`step-${String(step).padStart(6, "0")}.safetensors`);
    const again = startTraining(cwd, ["--resume", run]);
    await nextCheckpoint(run, again);
    again.kill("SIGINT");
    expect((await finish(again)).code).toBe(0);
  }, 60_000);
});
