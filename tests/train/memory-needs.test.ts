import { expect, test } from "bun:test";
import { initializePathRnn } from "../../src/model/initialize.ts";
import { openAdam } from "../../src/train/adam.ts";
import { checkMemory, memoryNeeds } from "../../src/train/memory-needs.ts";
import { trainingStep } from "../../src/train/training-step.ts";
import type { UserError } from "../../src/user-error.ts";
import { openTinyRun, tinyConfig, withTinyEngine } from "./tiny-training.ts";

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
