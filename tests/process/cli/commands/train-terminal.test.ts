/** Ctrl-C, a closed terminal and `kill`, on a training that `bun run` started. */
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type TrainingInTerminal, trainInTerminal } from "../../../../bench/kill/train-in-terminal.ts";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";
import { checkpointNames } from "../../../support/train-process.ts";

const noTerminal = process.platform === "win32";
const ways: readonly [string, (training: TrainingInTerminal) => void][] = [
  ["Ctrl-C", ({ press }) => press("\x03")],
  ["Ctrl-C three times", ({ press }) => press("\x03\x03\x03")],
  ["a closed terminal", ({ hangUp }) => hangUp()],
  ["kill", ({ signalFirst }) => signalFirst("SIGTERM")],
];

test.skipIf(noTerminal).each(ways)("%s saves, through bun run (no terminals on Windows)", async (_, end) => {
  for (let attempt = 0; attempt < 2; attempt++) {
    const run = join(temporaryDirectory(), "run");
    const training = trainInTerminal([
      ...tinyFlags,
      "--steps",
      "1000000",
      "--set",
      "train.keepCheckpoints=1000000",
      "--run",
      run,
    ]);
    while (checkpointNames(run).length < 2) {
      if (training.isOver()) throw new Error(training.shown());
      await Bun.sleep(2);
    }
    await Bun.sleep(37 * attempt);
    const begun = checkpointNames(run).length;
    end(training);
    expect(await training.ended).toBe(0);
    // bun run waits for it.
    expect(existsSync(join(run, "running.json"))).toBe(false);
    const newest = checkpointNames(run).sort().at(-1)!;
    expect(readCheckpoint(join(run, "checkpoints", newest)).step).toBeGreaterThanOrEqual(10 * (begun - 1));
    if (training.shown().includes("stopped")) {
      expect(training.shown()).toContain("saving after this step");
      const [, step] = /stopped at step (\d+) of 1000000, saved/.exec(training.shown())!;
      expect(newest).toBe(`step-${step!.padStart(6, "0")}.safetensors`);
    } else {
      expect(end).toBe(ways[2]![1]);
    }
  }
});
