import { expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openRun } from "../../../../src/run/run-directory.ts";
import { runShellScript } from "../../../support/script-process.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { checkpointNames } from "../../../support/train-process.ts";

/** A tiny network over the preset quick. */
const tiny = [
  "new quick",
  "set model.units 16",
  "set code.placeCells 32",
  "set code.width 0.4",
  "set train.batchSize 8",
  "set train.sequenceLength 5",
  "set blas wasm",
];
const endless = "set train.steps 1000000";

test("a configuration is made, trained, stopped, gone on with under another prompt, and told of", async () => {
  const cwd = temporaryDirectory();
  const { code, stdout, stderr } = await runShellScript(
    [
      ...tiny,
      "set train.steps 3000",
      "train --run runs/a",
      "jobs",
      "stop",
      "train",
      "wait",
      "jobs --json",
      "train",
    ],
    { cwd },
  );
  expect(code).toBe(0);
  // The run was done: the same configuration became another run, which the end of the script stopped.
  expect(stderr).toMatch(/^saving runs\/quick-seed0-[\s\S]*: stopped at step \d+ of 3000, saved\n/);
  expect(stdout).toContain("quick, but\n  code.placeCells: 512 → 32\n  model.units: 256 → 16\n");
  expect(stdout).toContain("training in runs/a\n");
  expect(stdout).toMatch(/^runs\/a {2}training {2}step \d+ of 3000/m);
  const [, stopped] =
    /^runs\/a: stopped at step (\d+) of 3000, saved\n {2}train --resume runs\/a goes on/m.exec(stdout)!;
  expect(stdout).toContain(`going on at step ${stopped} in runs/a\n`);
  expect(stdout).toMatch(
    /^runs\/a: done, 3000 steps, decode error \d+\.\d cm\n {2}look at it: open runs\/a$/m,
  );
  const [told] = /^\{"jobs":.*\}$/m.exec(stdout)!;
  expect(JSON.parse(told)).toMatchObject({ jobs: [{ run: join(cwd, "runs/a"), phase: "done", step: 3000 }] });
  expect(readdirSync(join(cwd, "runs")).filter((name) => name.startsWith("quick-seed0-"))).toHaveLength(1);
}, 30_000);

test("a run that is done gets more steps, and another one begins with its weights", async () => {
  const cwd = temporaryDirectory();
  const settings = [...tiny.slice(1), "set train.steps 20"].map(
    (line) => `--set ${line.slice("set ".length).replace(" ", "=")}`,
  );
  const { code, stdout, stderr } = await runShellScript(
    [
      ["train --preset quick --run runs/a", ...settings].join(" "),
      "wait",
      "train --resume a --steps 30",
      "wait",
      "train --from a --steps 10 --run runs/b",
      "wait",
    ],
    { cwd },
  );
  expect(code).toBe(0);
  expect(stdout).toContain("going on at step 20 in runs/a\n");
  expect(stdout).toContain("runs/a: done, 30 steps");
  expect(stdout).toContain("runs/b: done, 10 steps");
  expect(stderr).toContain("20 → 30 steps: learning rate");
  expect(openRun(join(cwd, "runs/b")).manifest.begunFrom).toMatchObject({ step: 30 });
}, 30_000);

test("train alone goes on with what was stopped last, not with the run that is open", async () => {
  const settings = tiny.slice(1).map((line) => `--set ${line.slice("set ".length).replace(" ", "=")}`);
  const train = ["train --preset quick --steps 1000000", ...settings].join(" ");
  const { code, stdout, stderr } = await runShellScript([
    `${train} --run a`,
    "stop",
    "open a",
    `${train} --run b`,
    "stop",
    "train",
    "stop",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^going on at step \d+ in b$/m);
}, 30_000);

test("--run without a configuration is refused, not taken for the run that was stopped", async () => {
  const cwd = temporaryDirectory();
  const settings = tiny.slice(1).map((line) => `--set ${line.slice("set ".length).replace(" ", "=")}`);
  const train = ["train --preset quick --steps 1000000 --run a", ...settings].join(" ");
  const { code, stderr } = await runShellScript([train, "stop", "train --run b"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("--run names a new run, and there is no configuration for one");
  expect(existsSync(join(cwd, "b"))).toBe(false);
}, 30_000);

test("what is trained is saved when the shell ends", async () => {
  const cwd = temporaryDirectory();
  const { code, stderr } = await runShellScript([...tiny, endless, "train --run a"], { cwd });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^saving a\na: stopped at step \d+ of 1000000, saved\n {2}train --resume a goes on/);
  const [, step] = /step (\d+)/.exec(stderr)!;
  expect(checkpointNames(join(cwd, "a")).sort().at(-1)).toBe(`step-${step!.padStart(6, "0")}.safetensors`);
  expect(existsSync(join(cwd, "a/running.json"))).toBe(false);

  const again = await runShellScript(
    ["open a", "train --json", "pause", "jobs", "continue --json", "stop --json"],
    { cwd },
  );
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toMatch(/^a {2}paused {2}step \d+ of 1000000$/m);
  const answers = again.stdout.split("\n").filter((line) => line.startsWith("{"));
  const [opened, continued, stopped] = answers.map((line) => JSON.parse(line));
  expect(opened).toMatchObject({ run: join(cwd, "a"), steps: 1_000_000 });
  expect(continued).toMatchObject({ phase: "training" });
  expect(stopped).toMatchObject({ complete: false });
  expect(stopped.step).toBeGreaterThan(opened.step);
}, 30_000);

test("without a terminal, watch waits for maps and noise and prints one picture", async () => {
  const { code, stdout } = await runShellScript([
    ...tiny,
    endless,
    "train --run a",
    "set bins 8",
    "set scorer pearson",
    "pause",
    "watch",
    "watch --json",
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("pearson, 8 x 8 bins");
  expect(stdout).toMatch(/above 0\.37: \d+ %, noise \d+ %/);
  const [told] = /^\{"run":.*"snapshot".*\}$/m.exec(stdout)!;
  expect(JSON.parse(told).snapshot).toMatchObject({ bins: 8, units: 16, scorer: "pearson" });
}, 30_000);

test("walk tells of a rat and of the network's idea of where it is", async () => {
  const { code, stdout } = await runShellScript([
    "open quick",
    "walk --seconds 2",
    "walk --seconds 1 --json",
  ]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ +2\.0 s {3}error +\d+\.\d cm, mean \d+\.\d cm {3}maps 1 to 4 of 256$/m);
  expect(stdout).toContain("box 2.2 x 2.2 m");
  const told = JSON.parse(/^\{"network".*\}$/m.exec(stdout)![0]);
  expect(told).toMatchObject({ network: "quick", steps: 50, dt: 0.02 });
  expect(told.position).toHaveLength(100);
  expect(told.errorCm).toHaveLength(50);
  // Near the start it knows where it is: the encoder was told.
  expect(told.errorCm[0]).toBeLessThan(30);
}, 30_000);

test.each([
  [["train"], "there is nothing to train: no configuration, and no run is open"],
  [["new quik"], "there is no preset quik\n  did you mean quick?"],
  [["new quick", "set train.stepz 3"], "there is no setting train.stepz (set)\n  did you mean train.steps?"],
  [["new quick", "set train.steps many"], 'train.steps (set) is "many"\n  it must be an integer from 1 to'],
  [["open quick", "train"], "no configuration, and quick is a checkpoint, not a run\n  new quick begins"],
  [
    [...tiny, endless, "train --run a", "stop", "set seed 3", "train --resume a"],
    "seed: 0 → 3\n  take back what was set (unset seed), or start a new run: new PRESET, train",
  ],
  [
    [...tiny, endless, "train --run a", "stop", "train --resume a --seed 4"],
    "resume without these flags, or start a new run with them",
  ],
  [["watch"], "nothing is being trained\n  train begins"],
  [["pause"], "nothing is being trained"],
  [["stop"], "nothing is being trained"],
  [["walk"], "no run is open"],
  [[...tiny, endless, "train --run a", "train"], "a is being trained (training)"],
  [[...tiny, endless, "train --run a", "continue"], "a is not paused"],
  [["train --preset quick --run a --resume b"], "--run and --resume together"],
  [[...tiny, "train --run ."], "exists and is not empty"],
] as const)(
  "refuses %j",
  async (lines, error) => {
    const cwd = temporaryDirectory();
    await Bun.write(join(cwd, "something"), "here");
    const { code, stderr } = await runShellScript(lines, { cwd });
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(error);
    expect(stderr).not.toContain("    at ");
  },
  30_000,
);

test("new, set and train speak JSON", async () => {
  const { stdout, code } = await runShellScript([
    "new quick --json",
    "set train.steps 5 --json",
    "jobs --json",
  ]);
  expect(code).toBe(0);
  const [configured, set, jobs] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(configured).toMatchObject({ preset: "quick", config: { model: { units: 256 } }, changes: [] });
  expect(set).toEqual({ settings: { "train.steps": "5" } });
  expect(jobs).toEqual({ jobs: [] });
});
