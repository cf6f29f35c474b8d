/** Update rules from the command line: begun with the weights of another, and in runs of an earlier version. */
import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { editCheckpoint, newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const newSettings = [
  ...["momentum", "squareDecay", "epsilon", "valueClip", "valueClipOf", "weightDecayOf", "weightDecayForm"],
];

test("a run that knew none of these settings goes on, to the bit", async () => {
  const schedule = ["--set", "train.scheduleSteps=30"];
  const [whole, early] = [await trainTinyRun(30, schedule), await trainTinyRun(20, schedule)];
  const config = join(early.path, "config.yaml");
  const lines = readFileSync(config, "utf8").split("\n");
  const earlier = lines.filter((line) => !newSettings.some((key) => line.startsWith(`  ${key}:`)));
  expect(lines.length - earlier.length).toBe(newSettings.length);
  writeFileSync(config, earlier.join("\n"));
  editCheckpoint(newestOf(early), (_, metadata) => {
    const { train, ...settings } = JSON.parse(metadata.settings!) as { train: Record<string, unknown> };
    for (const key of newSettings) delete train[key];
    metadata.settings = JSON.stringify({ ...settings, train });
  });
  const { code, stderr } = await capture(["train", "--resume", early.path, "--steps", "30"], {
    cwd: early.cwd,
  });
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const [found, expected] = [early, whole].map((run) => readCheckpoint(newestOf(run)));
  expect(found!.step).toBe(30);
  expect([...found!.file.tensors]).toEqual([...expected!.file.tensors]);
});

test("weights of another run begin anew under another rule", async () => {
  const first = await trainTinyRun(10);
  const words = ["train", "--from", first.path, "--run", "second", "--steps", "3"];
  const set = ["train.optimizer=rmsprop-tf", "train.valueClip=0.00001", "train.learningRate=0.00001"];
  const argv = [...words, ...set.flatMap((setting) => ["--set", setting])];
  expect((await capture(argv, { cwd: first.cwd })).code).toBe(0);
  const { updates, file } = readCheckpoint(newestOf({ cwd: first.cwd, path: join(first.cwd, "second") }));
  expect(updates).toBe(3);
  const squares = file.tensors.get("rmsprop-tf.rms.decoder.weight")!.data;
  // Begun at 1, with squares of at most 1e-10 three times.
  for (const value of squares) expect(Math.abs(Number(value) - 0.729)).toBeLessThan(1e-7);
  expect([...file.tensors.keys()].some((name) => name.startsWith("adam."))).toBe(false);
});

test("what a rule has not is refused in two lines, before a run is made", async () => {
  const words = ["train", "--preset", "quick", "--set", "train.optimizer=sgd", "--set", "train.epsilon=1e-9"];
  const { code, stderr } = await capture(words);
  expect(code).toBe(2);
  expect(stderr).toBe('error: train.epsilon (--set) is "1e-9"\n  it must be null: sgd has none\n');
});
