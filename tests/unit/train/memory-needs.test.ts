import { expect, test } from "bun:test";
import type { Experiment } from "../../../src/tasks/experiment.ts";
import { checkMemory, checkpointNeeds, trainingNeeds } from "../../../src/train/memory-needs.ts";
import type { UserError } from "../../../src/user-error.ts";
import { openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

const total = (experiment: Experiment, device: "hybrid" | "tfjs" = "hybrid") =>
  trainingNeeds(experiment, device, 2).reduce((sum, { bytes }) => sum + bytes, 0);

/** Opened in an engine that is closed again: what it needs is known without one. */
const experimentOf = (config: ReturnType<typeof tinyConfig>): Promise<Experiment> =>
  withTinyEngine(1, async (engine) => openTinyRun(engine, config).experiment);

/** An engine with so much memory. */
const engineOf = (limitBytes: number, used = 1000) => ({
  memory: { limitBytes, used },
  pool: { threads: 2 },
});

test("what does not fit is refused with the two largest arrays; what just fits is not", async () => {
  const experiment = await experimentOf(tinyConfig({}, { units: 3000 }));
  const needed = total(experiment);
  const saved = checkpointNeeds(experiment).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(trainingNeeds(experiment, "hybrid", 2).map(({ bytes }) => bytes)[0]).toBe(4 * 3000 * 3000 * 4);
  checkMemory(engineOf(needed + 1000), experiment, "hybrid", needed + saved);
  for (const refuse of [
    () => checkMemory(engineOf(needed + 999), experiment, "hybrid", needed + saved),
    () => checkMemory(engineOf(needed + 1000), experiment, "hybrid", needed + saved - 1),
  ]) {
    expect(refuse).toThrow(": 137.3 MiB for recurrent weights with gradient and moments, ");
    try {
      refuse();
    } catch (error) {
      expect((error as UserError).mend).toBe("lower model.units");
      expect((error as UserError).exitCode).toBe(1);
    }
  }
});

test("a training too large for the heap of the wasm device is refused; the same on cpu is not", async () => {
  const experiment = await experimentOf(tinyConfig({ batchSize: 2000, sequenceLength: 100 }, { units: 700 }));
  const engine = engineOf(2 ** 40);
  const check = (device: "hybrid" | "wasm" | "webgpu" | "cpu", machineBytes: number) => () =>
    checkMemory(engine, experiment, device, machineBytes);
  expect(check("wasm", 2 ** 40)).toThrow("4.00 GiB can be had");
  check("cpu", 2 ** 40)();
  // What the engine itself holds fits into 3 GiB, what tfjs holds does not.
  check("hybrid", 3 * 2 ** 30)();
  expect(check("cpu", 3 * 2 ** 30)).toThrow("3.00 GiB can be had");
  // Of a graphics card nothing is known before it is asked.
  check("webgpu", 3 * 2 ** 30)();
});
