import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { observe } from "../../../src/analyse/observe.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import type { Engine } from "../../../src/engine/engine.ts";
import { readCheckpoint } from "../../../src/run/checkpoint.ts";
import { readMetrics } from "../../../src/run/metrics-log.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { runTraining } from "../../../src/train/run-training.ts";
import { capture } from "../../support/capture.ts";
import { newestOf, trainTinyRun, wantSteps } from "../../support/tiny-run.ts";
import { openTinyRun, type TinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

const hash = (bytes: Bun.BlobOrStringOrBuffer): string =>
  new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

/** All of metrics.jsonl but the durations. */
const losses = (path: string) => readMetrics(path).map(({ secondsPerStep: _, ...rest }) => rest);

/** Fingerprints of everything a training leaves behind: weights, moments, losses, rate maps and scores. */
async function train(engine: Engine, activation: "relu" | "tanh") {
  const run = openTinyRun(engine, tinyConfig({ steps: 50 }, { units: 20, activation }));
  const { weights, checkpointPath } = await runTraining(engine, run.experiment, run.directory);
  const source = pathIntegration.activity(engine, run.experiment, weights);
  const observation = observe(engine, source, { seed: 1, trajectories: 450, steps: 5, bins: 8 });
  const shape = { units: 20, bins: 8 };
  const scores = scoreMaps(engine, observation.rates.rateMap, shape, findScorer("deepmind-code"));
  return {
    weights: Object.values(weights).map((array) => hash(array.toArray())),
    checkpoint: hash(readFileSync(checkpointPath)),
    losses: losses(run.directory.metricsPath),
    measured: observation.measured,
    rateMaps: hash(observation.rates.rateMap),
    grid60: hash(scores.grid60),
    grid90: hash(scores.grid90),
  };
}

describe.each(["relu", "tanh"] as const)("a training in WASM mode, %s", (activation) => {
  test("has the same bits with 1, 2 and 3 workers, and when it is repeated", async () => {
    const one = await withTinyEngine(1, (engine) => train(engine, activation));
    expect(one.losses).toHaveLength(50);
    expect(Object.keys(one.measured)).toEqual(["decodeErrorCm"]);
    expect(one.losses[49]!.loss).toBeLessThan(one.losses[0]!.loss!);
    for (const workers of [1, 2, 3]) {
      expect(await withTinyEngine(workers, (engine) => train(engine, activation))).toEqual(one);
    }
  });
});

describe("the checkpoint file of a run", () => {
  const fileOf = (run: Parameters<typeof newestOf>[0]) => readFileSync(newestOf(run));
  const configOf = ({ path }: { readonly path: string }) => readFileSync(join(path, "config.yaml"), "utf8");

  test("is the same byte for byte, whatever its settings say of where to compute", async () => {
    const one = await trainTinyRun(20, ["--device", "hybrid", "--workers", "1"]);
    expect(Object.keys(readCheckpoint(newestOf(one)).settings)).toEqual([
      ...["seed", "task", "world", "code", "model", "train"],
    ]);
    for (const workers of ["2", "3", "auto"]) {
      const other = await trainTinyRun(20, ["--device", "hybrid", "--workers", workers]);
      expect(configOf(other)).toContain(`workers: ${workers}\n`);
      expect(fileOf(other).equals(fileOf(one))).toBe(true);
    }
    // The comparison can fail: a setting of another kind is in the file.
    const kept = await trainTinyRun(20, ["--workers", "1", "--keep", "2"]);
    expect(fileOf(kept).equals(fileOf(one))).toBe(false);
  });

  test("is the same when it goes on with other workers", async () => {
    // A cosine would know how many steps there are to be.
    const constant = ["--set", "train.schedule=constant"];
    const straight = await trainTinyRun(30, [...constant, "--workers", "1"]);
    const parts = await trainTinyRun(20, [...constant, "--workers", "3"]);
    wantSteps(parts, 30);
    const resumed = ["train", "--resume", "run", "--quiet", "--workers", "2"];
    expect(await capture(resumed, parts)).toMatchObject({ code: 0 });
    expect(readCheckpoint(newestOf(parts)).step).toBe(30);
    expect(fileOf(parts).equals(fileOf(straight))).toBe(true);
  });
});

/** Trains until `stopAt`, as Ctrl-C would end it. */
async function trainUntil(engine: Engine, { experiment, directory }: TinyRun, stopAt: number) {
  const controller = new AbortController();
  return runTraining(engine, experiment, directory, {
    signal: controller.signal,
    onProgress: ({ step }) => {
      if (step === stopAt) controller.abort();
    },
  });
}

describe("a resumed training", () => {
  // 30 is a step at which a checkpoint is due anyway, 37 is not.
  test.each([30, 37, 1])("60 steps are the same as %d steps, a stop, and the rest", async (stopAt) => {
    await withTinyEngine(2, async (engine) => {
      const whole = openTinyRun(engine);
      const straight = await runTraining(engine, whole.experiment, whole.directory);
      const parts = openTinyRun(engine);
      const first = await trainUntil(engine, parts, stopAt);
      expect(first).toMatchObject({ step: stopAt, interrupted: true });
      const from = readCheckpoint(first.checkpointPath);
      expect(from.step).toBe(stopAt);
      const second = await runTraining(engine, parts.experiment, parts.directory, { from });
      expect(second).toMatchObject({ step: 60, interrupted: false });
      // The file holds weights, both moments, step, centres and settings.
      expect(hash(readFileSync(second.checkpointPath))).toBe(hash(readFileSync(straight.checkpointPath)));
      expect(losses(parts.directory.metricsPath)).toEqual(losses(whole.directory.metricsPath));
    });
  });

  test("what was logged after the checkpoint is logged once", async () => {
    await withTinyEngine(1, async (engine) => {
      const run = openTinyRun(engine);
      const { checkpointPath } = await trainUntil(engine, run, 20);
      const from = readCheckpoint(checkpointPath);
      await runTraining(engine, run.experiment, run.directory, { from });
      await runTraining(engine, run.experiment, run.directory, { from });
      expect(losses(run.directory.metricsPath).map(({ step }) => step)).toEqual(
        Array.from({ length: 60 }, (_, i) => i + 1),
      );
    });
  });
});
