import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isPartial, partialName } from "../../../../src/format/partial.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { readMetrics } from "../../../../src/run/metrics-log.ts";
import { capture } from "../../../support/capture.ts";
import { testRandom } from "../../../support/reference/random.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import {
  checkpointNames,
  finish,
  nextCheckpoint,
  startTraining,
  type TrainingProcess,
} from "../../../support/train-process.ts";

/** Long enough to be killed ten times on a fast machine too, saving so often that waiting for a half-written file does not take long. */
const steps = 1200;
const kills = 10;
const flags = [...tinyFlags, "--quiet", "--set", "train.checkpointEvery=3", "--steps", String(steps)];

/** Waits until the process is in the middle of writing a checkpoint: there is a file under its temporary name. */
async function halfWritten(run: string, process: TrainingProcess): Promise<void> {
  const end = performance.now() + 2000;
  while (!readdirSync(join(run, "checkpoints")).some((name) => isPartial(name))) {
    if (performance.now() > end || process.exitCode !== null) return;
  }
}

const losses = (run: string) =>
  readMetrics(join(run, "metrics.jsonl")).map(({ secondsPerStep: _, ...rest }) => rest);

test("kill -9 at ten moments, also while a checkpoint is written, leaves the last checkpoint whole, and the resumed run ends with the same bits", async () => {
  const cwd = temporaryDirectory();
  const [whole, killed] = [join(cwd, "whole"), join(cwd, "killed")];
  expect(await capture(["train", ...flags, "--run", whole])).toMatchObject({ code: 0 });

  const random = testRandom(11);
  let inTheMiddle = 0;
  let child = startTraining(cwd, [...flags, "--run", "killed"]);
  for (let kill = 0; kill < kills; kill++) {
    await nextCheckpoint(killed, child);
    await Bun.sleep(40 * random());
    if (kill % 2 === 1) await halfWritten(killed, child);
    child.kill("SIGKILL");
    expect((await finish(child)).signal).toBe("SIGKILL");
    if (readdirSync(join(killed, "checkpoints")).some((name) => isPartial(name))) inTheMiddle++;
    const newest = checkpointNames(killed).sort().at(-1)!;
    const { step } = readCheckpoint(join(killed, "checkpoints", newest));
    expect(newest).toBe(`step-${String(step).padStart(6, "0")}.safetensors`);
    child = startTraining(cwd, ["--resume", "killed", "--quiet"]);
  }
  expect(inTheMiddle).toBeGreaterThan(0);
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

test("a run that goes on with another schedule ends with the same bits, wherever it is killed", async () => {
  const cwd = temporaryDirectory();
  const longer = ["--steps", "400", "--set", "train.schedule=constant", "--set", "train.learningRate=0.002"];
  const short = [...tinyFlags, "--quiet", "--set", "train.checkpointEvery=3", "--steps", "20"];
  const [whole, killed] = [join(cwd, "whole"), join(cwd, "killed")];
  for (const run of [whole, killed]) {
    expect(await capture(["train", ...short, "--run", run])).toMatchObject({ code: 0 });
  }
  expect(await capture(["train", "--resume", whole, "--quiet", ...longer])).toMatchObject({ code: 0 });
  const random = testRandom(3);
  for (let kill = 0; kill < 4; kill++) {
    // The same words again, and without them: both go on.
    const words = kill % 2 === 0 ? longer : [];
    const child = startTraining(cwd, ["--resume", "killed", "--quiet", ...words]);
    await nextCheckpoint(killed, child);
    await Bun.sleep(20 * random());
    child.kill("SIGKILL");
    await finish(child);
  }
  expect(await capture(["train", "--resume", killed, "--quiet"])).toMatchObject({ code: 0 });
  const last = "checkpoints/step-000400.safetensors";
  expect(readFileSync(join(killed, last)).equals(readFileSync(join(whole, last)))).toBe(true);
  expect(losses(killed)).toEqual(losses(whole));
  expect(readFileSync(join(killed, "config.yaml"), "utf8")).toBe(
    readFileSync(join(whole, "config.yaml"), "utf8"),
  );
}, 30_000);

test("what a killed process was writing is removed by the next command that writes there", async () => {
  const cwd = temporaryDirectory();
  const partials = () =>
    readdirSync(cwd, { recursive: true })
      .map(String)
      .filter((path) => isPartial(basename(path)));
  const child = startTraining(cwd, [...flags, "--run", "runs/killed"]);
  await nextCheckpoint(join(cwd, "runs/killed"), child);
  await halfWritten(join(cwd, "runs/killed"), child);
  child.kill("SIGKILL");
  await finish(child);
  const dead = `.${child.pid}-1-${/-(\w+)-\w+\.partial/.exec(partialName())![1]}-0123abcd.partial`;
  for (const folder of ["runs", "runs/killed", "runs/killed/checkpoints", "runs/killed/figures"]) {
    mkdirSync(join(cwd, folder, dead));
    writeFileSync(join(cwd, folder, dead, "config.yaml"), "half");
  }
  writeFileSync(join(cwd, "runs/killed/.hidden"), "kept");
  expect(
    await capture(["train", ...tinyFlags, "--run", "runs/other", "--steps", "2"], { cwd }),
  ).toMatchObject({ code: 0 });
  expect(partials().filter((path) => path.startsWith("runs/."))).toEqual([]);
  expect(partials().length).toBeGreaterThanOrEqual(3);
  expect(await capture(["train", "--resume", "runs/killed", "--quiet"], { cwd })).toMatchObject({ code: 0 });
  expect(partials()).toEqual([]);
  expect(existsSync(join(cwd, "runs/killed/.hidden"))).toBe(true);
});
