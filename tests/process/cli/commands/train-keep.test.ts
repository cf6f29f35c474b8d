import { expect, test } from "bun:test";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";
import { checkpointNames } from "../../../support/train-process.ts";

const names = (...steps: number[]) => steps.map((step) => `step-0000${step}.safetensors`);

test("--keep says how many checkpoints stay, also for a run that is resumed", async () => {
  const run = await trainTinyRun(40, ["--keep", "2"]);
  expect(checkpointNames(run.path).sort()).toEqual(names(30, 40));
  wantSteps(run, 90);
  const resume = (...more: string[]) => capture(["train", "--resume", "run", "--quiet", ...more], run);
  expect(await resume("--keep", "4")).toMatchObject({ code: 0 });
  expect(checkpointNames(run.path).sort()).toEqual(names(60, 70, 80, 90));
  // What one session kept binds no later one: the run's own number counts again.
  wantSteps(run, 99);
  expect(await resume()).toMatchObject({ code: 0 });
  expect(checkpointNames(run.path).sort()).toEqual(names(90, 99));
});

test("a run keeps at least one", async () => {
  const { code, stderr } = await capture(["train", "--keep", "0"]);
  expect(code).toBe(2);
  expect(stderr).toStartWith('error: --keep is "0"');
});
