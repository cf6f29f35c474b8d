import { expect, test } from "bun:test";
import { openCpuDevice } from "../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../src/engine/tfjs/tf.ts";
import { initializePathRnn } from "../../../src/networks/rnn/initialize.ts";
import { checkMemory, memoryNeeds } from "../../../src/train/memory-needs.ts";
import { openAdam } from "../../../src/train/optimizers/adam.ts";
import { checkTfjsMemory, tfjsMemoryNeeds } from "../../../src/train/tfjs-memory-needs.ts";
import { tfjsTrainer } from "../../../src/train/tfjs-trainer.ts";
import { trainingStep } from "../../../src/train/training-step.ts";
import type { UserError } from "../../../src/user-error.ts";
import { openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

const total = (config: ReturnType<typeof tinyConfig>) =>
  memoryNeeds(config, 2).reduce((sum, { bytes }) => sum + bytes, 0);

// One case is mostly weights, the other mostly what a batch needs.
test.each([
  { units: 600, train: { batchSize: 16, sequenceLength: 5 } },
  { units: 64, train: { batchSize: 200, sequenceLength: 40 } },
])("the estimate is what a step of $units units really takes, to 10 %", async ({ units, train }) => {
  const config = tinyConfig(train, { units });
  await withTinyEngine(2, async (engine) => {
    const before = engine.memory.used;
    const { experiment } = openTinyRun(engine, config);
    const model = initializePathRnn(engine, experiment.shape, 1);
    trainingStep(engine, experiment, model, openAdam(engine, model), 0);
    const taken = (engine.memory.peak - before) / total(config);
    expect(taken).toBeGreaterThan(0.95);
    expect(taken).toBeLessThan(1.1);
  });
});

test("what does not fit is refused with the two largest arrays; what just fits is not", () => {
  const config = tinyConfig({}, { units: 3000 });
  const memory = (limitBytes: number) => ({ memory: { limitBytes, used: 1000 }, pool: { threads: 2 } });
  const needed = total(config);
  expect(memoryNeeds(config, 2).map(({ bytes }) => bytes)[0]).toBe(4 * 3000 * 3000 * 4);
  checkMemory(memory(needed + 1000), config, needed);
  for (const refuse of [
    () => checkMemory(memory(needed + 999), config, needed),
    () => checkMemory(memory(needed + 1000), config, needed - 1),
  ]) {
    expect(refuse).toThrow("137.3 MiB for recurrent weights with gradient and moments, ");
    try {
      refuse();
    } catch (error) {
      expect((error as UserError).mend).toBe("lower model.units");
      expect((error as UserError).exitCode).toBe(1);
    }
  }
});

/** The most bytes of tensors at once while a trainer on tfjs is opened and makes a step. */
const mostBytesOfStep = (config: ReturnType<typeof tinyConfig>): Promise<number> =>
  withTinyEngine(1, async (engine) => {
    const device = openCpuDevice();
    const { experiment } = openTinyRun(engine, config);
    const model = initializePathRnn(engine, experiment.shape, 1);
    const before = tf.memory().numBytes;
    const trainer = tfjsTrainer(device)(engine, experiment, { model, adam: openAdam(engine, model) });
    try {
      const { peakBytes } = await tf.profile(async () => ({ ...(await trainer.step(0)) }) as never);
      return peakBytes - before;
    } finally {
      trainer.close();
      device.close();
    }
  });

test.each([
  { units: 64, train: { batchSize: 50, sequenceLength: 20 } },
  { units: 300, train: { batchSize: 4, sequenceLength: 6 } },
  { units: 60, train: { batchSize: 400, sequenceLength: 2 } },
])("what tfjs holds with $units units is estimated to 10 %", async ({ units, train }) => {
  const config = tinyConfig(train, { units });
  const estimate = tfjsMemoryNeeds(config).reduce((sum, { bytes }) => sum + bytes, 0);
  const held = await mostBytesOfStep(config);
  expect(held / estimate).toBeGreaterThan(0.9);
  expect(held / estimate).toBeLessThan(1.1);
});

test("a training too large for the heap of the wasm device is refused; the same on cpu is not", () => {
  const config = tinyConfig({ batchSize: 2000, sequenceLength: 100 }, { units: 700 });
  expect(() => checkTfjsMemory(config, "wasm", 2 ** 40)).toThrow("4.00 GiB can be had");
  checkTfjsMemory(config, "cpu", 2 ** 40);
  expect(() => checkTfjsMemory(config, "cpu", 2 ** 30)).toThrow("1.00 GiB can be had");
});
