/** The same training from several seeds. */
import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseSeeds } from "../../../../src/cli/commands/train/seeds.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { type CaptureOptions, capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { newestOf } from "../../../support/tiny-run.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

const unseeded = tinyFlags.slice(2);
const few = [...unseeded, "--steps", "12"];
const train = (cwd: string, argv: readonly string[], options: CaptureOptions = {}) =>
  capture(["train", ...few, ...argv], { cwd, ...options });
const newest = (cwd: string, name: string) => newestOf({ cwd, path: join(cwd, name) });

test("seeds are numbers and ranges", () => {
  expect(parseSeeds("0-4")).toEqual([0, 1, 2, 3, 4]);
  expect(parseSeeds("0,3, 7 - 9,3")).toEqual([0, 3, 7, 8, 9]);
  expect(parseSeeds("12")).toEqual([12]);
  for (const wrong of ["", "4-0", "a", "1,,2", "-1", "1.5", "0-1e9", "0-99999999"]) {
    expect(() => parseSeeds(wrong)).toThrow(`--seeds is "${wrong}"`);
  }
});

describe("train --seeds", () => {
  test("trains a run a seed, each as by itself, and ends with a table", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout, stderr } = await train(cwd, ["--seeds", "5,7-8", "--run", "runs/tiny"]);
    expect(code).toBe(0);
    expect(readdirSync(join(cwd, "runs")).sort()).toEqual(["tiny-5", "tiny-7", "tiny-8"]);
    expect(stderr).toContain("seed 7, 2 of 3\ntraining in runs/tiny-7: seed 7, 12 steps\n");
    expect(stderr.split("Ctrl-C saves and stops")).toHaveLength(2);
    expect(stderr).toMatch(/^seed 8, 3 of 3 {2}step 12\/12 /m);
    expect(stdout).toMatch(/^ +5 +runs\/tiny-5 +12\/12 +[\d.]+ +[\d.]+ *$/m);
    expect(stdout).toEndWith("done: 3 runs\n  compare them: bun run entorhinal compare 'runs/tiny-[0-9]*'\n");
    await train(cwd, ["--seed", "7", "--run", "alone", "--quiet"]);
    expect(readFileSync(newest(cwd, "runs/tiny-7")).equals(readFileSync(newest(cwd, "alone")))).toBe(true);
    expect(await capture(["compare", "runs/tiny-[0-9]*", "--trajectories", "20"], { cwd })).toMatchObject({
      code: 0,
    });
  });

  test("is named after the preset, and begins from a network, too", async () => {
    const cwd = temporaryDirectory();
    const small = ["--set", "train.batchSize=2", "--steps", "1", "--quiet"];
    await capture(["train", "--preset", "quick", ...small, "--seeds", "2"], { cwd });
    await capture(["train", "--from", "quick", ...small, "--seeds", "2"], { cwd });
    expect(readdirSync(join(cwd, "runs")).sort()).toEqual(["from-quick-2", "quick-2"]);
  });

  test("does not do again what is done, and goes on with what was begun", async () => {
    const cwd = temporaryDirectory();
    const set = ["--seeds", "0-2", "--run", "t"];
    const whole = temporaryDirectory();
    await train(whole, [...set, "--quiet"]);
    await train(cwd, [...set.with(1, "0-1"), "--quiet"]);
    rmSync(newest(cwd, "t-1"));
    expect(readCheckpoint(newest(cwd, "t-1")).step).toBe(10);
    const before = readFileSync(join(cwd, "t-0/manifest.json"), "utf8");
    const { code, stdout, stderr } = await train(cwd, [...set, "--json"]);
    expect(code).toBe(0);
    expect(stderr).toContain("seed 0, 1 of 3: t-0 is done\nseed 1, 2 of 3\nresuming at step 10 in t-1");
    expect(readFileSync(join(cwd, "t-0/manifest.json"), "utf8")).toBe(before);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ interrupted: false, done: 3, wanted: 3 });
    expect(answer.runs.map(({ seed, step }: { seed: number; step: number }) => [seed, step])).toEqual([
      [0, 12],
      [1, 12],
      [2, 12],
    ]);
    for (const name of ["t-0", "t-1", "t-2"]) {
      expect(readFileSync(newest(cwd, name)).equals(readFileSync(newest(whole, name)))).toBe(true);
    }
  });

  test("ends with Ctrl-C, and says how to go on", async () => {
    const cwd = temporaryDirectory();
    const { code, stdout } = await train(cwd, ["--seeds", "0-2", "--run", "t"], { interrupted: true });
    expect(code).toBe(0);
    expect(readdirSync(cwd)).toEqual(["t-0"]);
    expect(stdout).toEndWith("stopped: 0 of 3 done\n  the same command again goes on\n");
  });
});

describe("what is refused before anything is trained", () => {
  test("a run that was made otherwise, or is none", async () => {
    const cwd = temporaryDirectory();
    await train(cwd, ["--seed", "2", "--steps", "3", "--run", "t-2", "--quiet"]);
    const { code, stdout, stderr } = await train(cwd, ["--seeds", "1,2", "--run", "t"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(
      "t-2 was made with another configuration: train.steps: 3 → 12\n  give these runs",
    );
    expect(existsSync(join(cwd, "t-1"))).toBe(false);
    mkdirSync(join(cwd, "u-2"));
    writeFileSync(join(cwd, "u-2/notes.txt"), "mine");
    const other = await train(cwd, ["--seeds", "1,2", "--run", "u"]);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("u-2 is not a run directory");
    expect(existsSync(join(cwd, "u-1"))).toBe(false);
  });

  test("a run that began with other weights", async () => {
    const cwd = temporaryDirectory();
    for (const name of ["a", "b"])
      await train(cwd, ["--seed", name === "a" ? "8" : "9", "--run", name, "--quiet"]);
    const set = ["--seeds", "1", "--run", "t", "--quiet"];
    expect(await train(cwd, [...set, "--from", "a"])).toMatchObject({ code: 0 });
    expect(await train(cwd, [...set, "--from", "a"])).toMatchObject({ code: 0 });
    const other = await train(cwd, [...set, "--from", "b"]);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /t-1 began with the weights of step-000012\.safetensors \(SHA-256 \w{12}\), not/,
    );
    const fresh = await train(cwd, set);
    expect(fresh.code).toBe(2);
    expect(fresh.stderr).toContain("not with fresh weights");
  });

  test("words that do not go together", async () => {
    const cwd = temporaryDirectory();
    const refused = async (...argv: string[]) => (await train(cwd, argv)).stderr;
    expect(await refused("--seeds", "1", "--seed", "2")).toContain("--seed and --seeds together");
    expect(await refused("--seeds", "1", "--resume", "t")).toContain("--seeds and --resume together");
    expect(await refused("--seeds", "x")).toContain('--seeds is "x"\n  write seeds and ranges');
  });
});
