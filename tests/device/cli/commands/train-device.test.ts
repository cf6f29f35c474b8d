import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import { findAdapters } from "../../../../src/engine/tfjs/webgpu-adapter.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { listFrames } from "../../../../src/run/film-frame.ts";
import { readMetrics, readScores } from "../../../../src/run/metrics-log.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { newestOf, trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

const manifestOf = (path: string) => JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));
const adapters = (await findAdapters()).adapters;
const hardware = adapters.some(({ kind }) => kind === "hardware");

describe.each(["wasm", "cpu"])("train --device %s", (device) => {
  test("trains as hybrid does, and names itself", async () => {
    const [run, own] = [
      await trainTinyRun(10, ["--workers", "1", "--device", device]),
      await trainTinyRun(10),
    ];
    expect(manifestOf(run.path)).toMatchObject({ device, sessions: [{ device }] });
    const [saved, ofOwn] = [run, own].map((of) => readCheckpoint(newestOf(of)).file.metadata);
    // The checkpoint does not say where it was computed: but for rounding it could be the other.
    expect(saved).toEqual(ofOwn!);
    const losses = (path: string) => readMetrics(join(path, "metrics.jsonl")).map(({ loss }) => loss!);
    const expected = losses(own.path);
    expect(losses(run.path)).toHaveLength(10);
    for (const [i, loss] of losses(run.path).entries()) {
      expect(Math.abs(loss / expected[i]! - 1)).toBeLessThan(1e-6);
    }
    const { code, stdout } = await capture(["evaluate", "run", "--json", "--trajectories", "40"], run);
    expect({ code, step: JSON.parse(stdout).step }).toEqual({ code: 0, step: 10 });
  });

  test("draws and scores the network as the device has it", async () => {
    const words = ["mosaic=true", "scoreEvery=10", "filmEvery=10"].flatMap((one) => [
      "--set",
      `train.${one}`,
    ]);
    const run = await trainTinyRun(10, [...words, "--workers", "1", "--device", device]);
    const figure = ["mosaic-reference", "--trajectories", "600", "--out", "figure.png"];
    expect((await capture(["figure", "run", ...figure], run)).code).toBe(0);
    const dataOf = (path: string) =>
      Buffer.from(decode(readFileSync(join(run.cwd, path))).data as Uint8Array);
    expect(dataOf("run/figures/mosaic-step-000010.png").equals(dataOf("figure.png"))).toBe(true);
    expect(readScores(join(run.path, "metrics.jsonl")).at(-1)).toMatchObject({ step: 10, units: 16 });
    expect(listFrames(run.path).map(({ step }) => step)).toEqual([1, 10]);
  });

  test("goes on by the own kernels, and says so", async () => {
    const run = await trainTinyRun(10, ["--workers", "1", "--device", device]);
    wantSteps(run, 20);
    const { code, stderr } = await capture(["train", "--resume", "run", "--device", "hybrid"], run);
    expect(code).toBe(0);
    expect(stderr).toContain(`steps so far: TensorFlow.js ${device}; from here: WASM kernels`);
    expect(manifestOf(run.path).sessions.map((session: { device: string }) => session.device)).toEqual([
      device,
      "hybrid",
    ]);
  });

  test("stops at what is not finite, as hybrid does", async () => {
    const cwd = temporaryDirectory();
    const argv = ["train", ...tinyFlags, "--run", "run", "--quiet", "--device", device];
    const { code, stdout, stderr } = await capture([...argv, "--set", "train.learningRate=1e30"], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: step 2: a value of the hidden states at time step \d is not finite\n/);
    expect(stderr).toContain("not-finite.safetensors");
  });
});

/** Refused before anything is made. */
async function refused(flags: readonly string[]) {
  const cwd = temporaryDirectory();
  const { code, stdout, stderr } = await capture(["train", ...tinyFlags, "--run", "run", ...flags], { cwd });
  expect({ stdout, left: existsSync(join(cwd, "run")) }).toEqual({ stdout: "", left: false });
  return { code, stderr };
}

test("more threads than the wasm device has are refused", async () => {
  const { code, stderr } = await refused(["--device", "wasm", "--workers", "9"]);
  expect(code).toBe(2);
  expect(stderr).toStartWith("error: the wasm device runs on at most 8 threads, asked for 9\n");
});

test("an adapter that is not there is refused", async () => {
  process.env.ENTORHINAL_ADAPTER = "no such card";
  try {
    const { code, stderr } = await refused(["--device", "webgpu"]);
    expect(code).toBe(1);
    expect(stderr).toStartWith("error: no WebGPU adapter is called no such card\n");
  } finally {
    delete process.env.ENTORHINAL_ADAPTER;
  }
});

test.skipIf(hardware)(
  `auto, which is the default, takes hybrid without a hardware GPU${hardware ? " (skipped: there is one)" : ""}`,
  async () => {
    for (const flags of [[], ["--device", "auto"]]) {
      const cwd = temporaryDirectory();
      const argv = ["train", ...tinyFlags, "--run", "run", "--steps", "2", ...flags];
      const { stderr } = await capture(argv, { cwd });
      expect(stderr).toContain(
        "device: hybrid (no hardware GPU), 2 threads, WASM kernels, bit-reproducible\n",
      );
      expect(manifestOf(join(cwd, "run")).device).toBe("hybrid");
    }
  },
);
