import { expect, test } from "bun:test";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { trainTinyRun, wantSteps } from "../../../support/tiny-run.ts";

test("train says what it trains, on what, where, and how to stop and go on", async () => {
  const cwd = temporaryDirectory();
  const small = ["--set", "model.units=12", "--set", "train.batchSize=2", "--steps", "1"];
  const words = ["train", "--preset", "quick", ...small, "--seed", "3", "--blas", "wasm", "--workers", "1"];
  const { stderr } = await capture([...words, "--run", "runs/a b"], { cwd });
  expect(stderr.split("\n").slice(0, 4)).toEqual([
    "training in runs/a b: preset quick, seed 3, 1 step",
    "pathIntegration, rnn of 12 relu units, 512 place cells",
    expect.stringMatching(/^device: .*1 thread.* WASM kernels, bit-reproducible$/),
    "Ctrl-C saves and stops; bun run train --resume 'runs/a b' goes on",
  ]);
});

test("also of a run that goes on", async () => {
  const run = await trainTinyRun(2);
  wantSteps(run, 3);
  const { stderr } = await capture(["train", "--resume", "run"], run);
  expect(stderr.split("\n").slice(0, 2)).toEqual([
    "resuming at step 2 in run: seed 5, 3 steps",
    "pathIntegration, rnn of 16 relu units, 32 place cells",
  ]);
  expect(stderr).toContain("Ctrl-C saves and stops; bun run train --resume run goes on\n");
});

test("on a terminal its lines are broken between words, but for the command to copy", async () => {
  const cwd = temporaryDirectory();
  const lstm = ["--preset", "banino-quick", "--set", "model.units=4", "--set", "train.batchSize=1"];
  const name = "runs/of-a-name-that-leaves-no-room-beside-it";
  const words = ["train", ...lstm, "--steps", "1", "--blas", "wasm", "--workers", "1", "--run", name];
  const { stderr, stdout } = await capture(words, { cwd, isTTY: true });
  expect(stderr).toContain(
    "pathIntegration, lstm of 4 memory units, bottleneck of 256, 256 place cells, 12\nhead-direction cells\n",
  );
  expect(stderr).toContain(`Ctrl-C saves and stops; bun run train --resume ${name} goes on\n`);
  expect(stdout).toStartWith("done: 1 step, decode error ");
});

test("a run that goes on says where its data are now", async () => {
  const cwd = temporaryDirectory();
  const told = ["--ego", "--trajectories", "3", "--steps", "5"];
  await capture(["simulate", "--out", "first.npz", ...told], { cwd });
  const small = ["model.units=4", "train.batchSize=2", "train.sequenceLength=5", "code.placeCells=8"];
  const set = small.flatMap((assignment) => ["--set", assignment]);
  const alone = ["--blas", "wasm", "--workers", "1"];
  const begun = ["train", "--data", "first.npz", "--run", "run", "--steps", "1", ...set, ...alone];
  expect((await capture(begun, { cwd })).stderr).toContain(
    `trained on 3 trajectories in ${join(cwd, "first.npz")}\n`,
  );
  renameSync(join(cwd, "first.npz"), join(cwd, "moved.npz"));
  const longer = ["train", "--resume", "run", "--steps", "2", "--data", "moved.npz"];
  expect((await capture(longer, { cwd })).stderr).toContain(
    `trained on 3 trajectories in ${join(cwd, "moved.npz")}\n`,
  );
});
