/** How many updates an optimizer has made: a number of its own, in the checkpoint, and not the step. */
import { describe, expect, test } from "bun:test";
import type { Engine } from "../../../src/engine/engine.ts";
import { allocateArrays } from "../../../src/networks/layout.ts";
import { type Checkpoint, loadArrays, readCheckpoint } from "../../../src/run/checkpoint.ts";
import { runTraining } from "../../../src/train/run-training.ts";
import { plainAdam } from "../../support/reference/training-kernels.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { editCheckpoint } from "../../support/tiny-run.ts";
import { openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

/** Encoder and input learn at their own rates, from the first step on at the whole one. */
const rates = { schedule: "constant", warmupSteps: 0, learningRate: 0.01 };
const scales = { encoderRateScale: 4, inputRateScale: 0.5 };
const configOf = (steps: number) => tinyConfig({ ...rates, ...scales, steps });
const rateOf: Readonly<Record<string, number>> = { encoder: 0.04, input: 0.005 };

/** A checkpoint after ten steps that says its optimizer has made `updates`, or says what it says. */
async function afterTenSteps(engine: Engine, updates?: number): Promise<Checkpoint> {
  const run = openTinyRun(engine, configOf(10));
  const { checkpointPath } = await runTraining(engine, run.experiment, run.directory);
  if (updates !== undefined) {
    editCheckpoint(checkpointPath, (_, metadata) => {
      metadata.updates = String(updates);
    });
  }
  return readCheckpoint(checkpointPath);
}

/** The run goes on to step `steps`. */
async function goOn(engine: Engine, from: Checkpoint, steps: number) {
  const run = openTinyRun(engine, configOf(steps));
  const outcome = await runTraining(engine, run.experiment, run.directory, { from });
  return { ...outcome, checkpoint: readCheckpoint(outcome.checkpointPath) };
}

describe("the number of updates", () => {
  test("is that of the steps in a run that made them all", async () => {
    await withTinyEngine(1, async (engine) => {
      expect(await afterTenSteps(engine)).toMatchObject({ step: 10, updates: 10 });
    });
  });

  test("is counted on from what the checkpoint says, apart from the step", async () => {
    await withTinyEngine(1, async (engine) => {
      const first = await goOn(engine, await afterTenSteps(engine, 3), 25);
      expect(first.checkpoint).toMatchObject({ step: 25, updates: 18 });
      const second = await goOn(engine, first.checkpoint, 26);
      expect(second.checkpoint).toMatchObject({ step: 26, updates: 19 });
    });
  });

  // 10 is what an untouched checkpoint says.
  test.each([0, 3, 10, 500])("corrects the bias of the moments: after %d", async (updates) => {
    await withTinyEngine(1, async (engine) => {
      const from = await afterTenSteps(engine, updates);
      const { weights } = await goOn(engine, from, 11);
      const distances = (number: number) =>
        plainStep(engine, from, number).map(({ name, before, moved }) => {
          const found = weights[name]!.view.map((value, i) => value - before[i]!);
          return relativeDistance(found, moved);
        });
      // Found: 7e-7, the rounding of weights that move by a hundredth of their size.
      expect(Math.max(...distances(updates + 1))).toBeLessThan(3e-6);
      // One update more would show: the least of it after 501, 7.7e-4.
      expect(Math.min(...distances(updates + 2))).toBeGreaterThan(7e-4);
    });
  });
});

/** What update number `number` makes of the checkpoint's weights: by the plain reference, in float64. */
function plainStep(engine: Engine, from: Checkpoint, number: number) {
  const { experiment } = openTinyRun(engine, configOf(11));
  const { layout } = experiment;
  return engine.memory.scope(() => {
    const read = (prefix: string) => {
      const arrays = allocateArrays(engine, layout, prefix);
      loadArrays(arrays, layout, from, prefix);
      return arrays;
    };
    const [weights, first, second] = [read(""), read("adam.exp_avg."), read("adam.exp_avg_sq.")];
    const gradients = allocateArrays(engine, layout, "gradients");
    experiment.openPass(weights).run(10, gradients);
    return Object.keys(layout).map((name) => {
      const before = weights[name]!.toArray();
      const moved = Float64Array.from(before, (weight, i) => {
        const state = { weight, first: first[name]!.view[i]!, second: second[name]!.view[i]! };
        return plainAdam(state, gradients[name]!.view[i]!, number, rateOf[name] ?? 0.01).weight - weight;
      });
      return { name, before, moved };
    });
  });
}
