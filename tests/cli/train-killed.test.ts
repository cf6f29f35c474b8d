import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../../src/train/checkpoint.ts";
import { readMetrics } from "../../src/train/metrics-log.ts";
import { testRandom } from "../reference/random.ts";
import { temporaryDirectory } from "../temporary.ts";
import { tinyFlags } from "../train/tiny-training.ts";
import { capture } from "./capture.ts";
import { checkpointNames, finish, nextCheckpoint, startTraining } from "./train-process.ts";

/** Long enough to be killed a few times on a fast machine too, saving so often that some of the kills meet a half-written file. */
const steps = 2400;
const flags = [...tinyFlags, "--quiet", "--set", "train.checkpointEvery=3", "--steps", String(steps)];

const losses = (run: string) =>
  readMetrics(join(run, "metrics.jsonl")).map(({ secondsPerStep: _, ...rest }) => rest);

test("kill -9 at any moment leaves the last checkpoint whole, and the resumed run ends with the same bits", async () => {
  const cwd = temporaryDirectory();
  const [whole, killed] = [join(cwd, "whole"), join(cwd, "killed")];
  expect(await capture(["train", ...flags, "--run", whole])).toMatchObject({ code: 0 });

  const random = testRandom(11);
  let child = startTraining(cwd, [...flags, "--run", "killed"]);
  await nextCheckpoint(killed, child);
  let kills = 0;
  for (let turn = 0; turn < 4; turn++) {
    await Bun.sleep(10 + 120 * random());
    child.kill("SIGKILL");
    if ((await finish(child)).signal === "SIGKILL") kills++;
    const newest = checkpointNames(killed).sort().at(-1)!;
    const { step } = readCheckpoint(join(killed, "checkpoints", newest));
    expect(newest).toBe(`step-${String(step).padStart(6, "0")}.safetensors`);
    child = startTraining(cwd, ["--resume", "killed", "--quiet"]);
    await Bun.sleep(150);
  }
  expect(kills).toBeGreaterThan(1);
  const { code, stderr } = await finish(child);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });

  const last = `checkpoints/step-${String(steps).padStart(6, "0")}.safetensors`;
  expect(readFileSync(join(killed, last)).equals(readFileSync(join(whole, last)))).toBe(true);
  expect(losses(killed)).toEqual(losses(whole));
  expect(readdirSync(join(killed, "checkpoints")).sort()).toEqual(
    readdirSync(join(whole, "checkpoints")).sort(),
  );
  expect(existsSync(join(killed, "running.json"))).toBe(false);
}, 30_000);

test("what a killed process was writing is removed when the run is resumed, and nothing else", async () => {
  const cwd = temporaryDirectory();
  const run = join(cwd, "run");
  await capture(["train", ...tinyFlags, "--run", run, "--steps", "10"]);
  const left = [".0123abcd.partial", "checkpoints/.89abcdef.partial"];
  const kept = ["notes.partial", "checkpoints/.hidden"];
  for (const name of [...left, ...kept]) writeFileSync(join(run, name), "half");
  expect(await capture(["train", "--resume", run])).toMatchObject({ code: 0 });
  expect(left.filter((name) => existsSync(join(run, name)))).toEqual([]);
  expect(kept.filter((name) => existsSync(join(run, name)))).toEqual(kept);
});
