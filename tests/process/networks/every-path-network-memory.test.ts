/** What every network of path integration takes of memory, beside what it says before. */
import { describe, expect, test } from "bun:test";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { trainingBatch } from "../../../src/tasks/path-integration/training-batch.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { trainingNeeds } from "../../../src/train/memory-needs.ts";
import { type NetworkVariant, networkVariants } from "../../support/network-variants.ts";
import { freshState, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

const tapsOf = (model: NetworkVariant["model"]) =>
  withTinyEngine(1, async (fresh) => pathIntegration.open(fresh, tinyConfig({}, model(13))).network.taps);

describe.each(networkVariants())("a network of the kind $kind, $variant", ({ model }) => {
  // One case is mostly weights, the other mostly what a batch needs.
  test.each([
    { units: 600, train: { batchSize: 16, sequenceLength: 5 } },
    { units: 64, train: { batchSize: 200, sequenceLength: 40 } },
  ])(
    "a step of $units units takes the memory that it says, and at most 10 % more",
    async ({ units, train }) => {
      await withTinyEngine(2, async (fresh) => {
        const before = fresh.memory.used;
        const experiment = pathIntegration.open(fresh, tinyConfig(train, model(units)));
        openHybridTrainer(fresh, experiment, freshState(fresh, experiment)).step(0);
        const needs = trainingNeeds(experiment, "hybrid", 2).reduce((sum, { bytes }) => sum + bytes, 0);
        const taken = (fresh.memory.peak - before) / needs;
        // A network that chooses between products over lists and dense ones takes up to 45 % less for the other.
        expect(taken).toBeGreaterThan(0.5);
        expect(taken).toBeLessThan(1.1);
      });
    },
  );

  test.each([
    { units: 300, trajectories: 3, steps: 20 },
    { units: 40, trajectories: 100, steps: 60 },
  ])(
    "a roll-out of $units units takes the memory that it says, whatever is looked at, to 25 %",
    async ({ units, trajectories, steps }) => {
      for (const { name } of await tapsOf(model)) {
        await withTinyEngine(2, async (fresh) => {
          const size = { batchSize: trajectories, sequenceLength: steps };
          const experiment = pathIntegration.open(fresh, tinyConfig(size, model(units)));
          const { network, readout, settings } = experiment;
          const weights = experiment.initialize();
          const batch = trainingBatch(fresh, settings, 0);
          const before = fresh.memory.used;
          const request = { tap: name, decoding: true };
          fresh.memory.scope(() => network.rollOut(fresh, weights, readout, batch, request));
          const needs = network.rollOutNeeds(size, 2, name).reduce((sum, { bytes }) => sum + bytes, 0);
          const taken = (fresh.memory.peak - before) / needs;
          expect({ tap: name, taken, off: taken < 0.75 || taken > 1.25 }).toMatchObject({ off: false });
        });
      }
    },
  );
});
