/** What commands take of the memory, measured from outside, and what they refuse to take. */
import { describe, expect, test } from "bun:test";
import { existsSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { parseAssignment, readPreset } from "../../../../src/config/sources.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { writeNpyHeader } from "../../../../src/format/npy-header.ts";
import { taskOf } from "../../../../src/tasks/tasks.ts";
import { checkpointNeeds, trainingNeeds } from "../../../../src/train/memory-needs.ts";
import { measured } from "../../../support/measured-process.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const mebibyte = 2 ** 20;

/** An .npy of zeros, as large as it says and no larger on the disk. */
function sparseMaps(path: string, shape: readonly number[]): void {
  const header = writeNpyHeader({ descr: "<f4", fortranOrder: false, shape });
  writeFileSync(path, header);
  truncateSync(path, header.length + shape.reduce((product, size) => product * size, 4));
}

test("trajectories are written as they are simulated: a file of 400 MB takes less", async () => {
  using folder = temporaryFolder();
  const out = folder.at("walk.npz");
  const size = ["--trajectories", "100000", "--steps", "200"];
  const { code, peakBytes } = await measured(["simulate", "--out", out, ...size]);
  expect(code).toBe(0);
  expect(statSync(out).size).toBeGreaterThan(400e6);
  expect(peakBytes).toBeLessThan(300e6);
}, 60_000);

test("a training takes what is asked for before it, to a quarter", async () => {
  using folder = temporaryFolder();
  const trained = async (units: number) => {
    const settings = [`model.units=${units}`, "train.steps=2", "workers=2", "blas=wasm"];
    const sets = settings.flatMap((setting) => ["--set", setting]);
    const run = folder.at(`run-${units}`);
    const { code, peakBytes } = await measured([
      "train",
      "--preset",
      "quick",
      ...sets,
      "--run",
      run,
      "--quiet",
    ]);
    expect(code).toBe(0);
    return peakBytes;
  };
  const asked = async (units: number) => {
    const settings = [readPreset("quick").layer, parseAssignment(`model.units=${units}`)];
    const engine = await openEngine({ workers: 2, blas: "wasm" });
    try {
      const config = resolveConfig(settings);
      const experiment = taskOf(config.task).open(engine, config);
      const needs = [...trainingNeeds(experiment, "hybrid", 2), ...checkpointNeeds(experiment)];
      return needs.reduce((sum, { bytes }) => sum + bytes, 0);
    } finally {
      engine.close();
    }
  };
  // What the program itself takes is in both.
  const taken = (await trained(1200)) - (await trained(8));
  const said = (await asked(1200)) - (await asked(8));
  expect(taken / said).toBeGreaterThan(0.75);
  expect(taken / said).toBeLessThan(1.25);
}, 60_000);

test("a training that this machine is too small for is refused, and leaves no run", async () => {
  using folder = temporaryFolder();
  const run = folder.at("run");
  const size = ["--set", "model.units=13000", "--set", "train.batchSize=10", "--run", run];
  const { code, stderr } = await measured(["train", "--preset", "quick", ...size], {
    ENTORHINAL_MEMORY: "2G",
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: training needs [\d.]+ GiB of memory, [\d.]+ GiB can be had: 2.52 GiB for recurrent weights with gradient and moments, .*\n {2}lower model.units/,
  );
  expect(existsSync(run)).toBe(false);
});

describe("maps of a file", () => {
  test("ten times as many do not take ten times the memory", async () => {
    using folder = temporaryFolder();
    const peaks: number[] = [];
    for (const [maps, portions] of [
      [22_000, 9],
      [220_000, 84],
    ] as const) {
      sparseMaps(folder.at("maps.npy"), [maps, 20, 20]);
      const { code, stderr, peakBytes } = await measured(["score", folder.at("maps.npy"), "--null", "none"]);
      expect(stderr).toContain(`${maps} maps were scored in ${portions} portions and `);
      expect(code).toBe(0);
      peaks.push(peakBytes);
    }
    // The maps that were added are 317 MB; what is said of each takes two thirds of a kilobyte.
    expect(peaks[1]! - peaks[0]!).toBeLessThan(260 * mebibyte);
  }, 60_000);
});
