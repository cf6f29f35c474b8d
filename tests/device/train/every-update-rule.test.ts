/** Every update rule on every device, with clipping by norm and by value and decay, beside the own kernels. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { optimizers } from "../../../src/train/optimizers/optimizers.ts";
import { tfjsTrainer } from "../../../src/train/tfjs-trainer.ts";
import { deviceCases, withDevice } from "../../support/every-device.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { freshState, tinyConfig } from "../../support/tiny-training.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const rates: Readonly<Record<string, number>> = { sgd: 0.5, "rmsprop-jtoy": 1e-3, "rmsprop-torch": 1e-3 };
const alone = deviceCases.filter(({ title }) => !title.includes("threads"));
const cases = alone.flatMap((device) => Object.keys(optimizers).map((rule) => ({ ...device, rule })));

describe.each(cases)("ten steps of $rule on $title", ({ rule, open }) => {
  const config = tinyConfig({
    ...{ optimizer: rule, learningRate: rates[rule] ?? 0.01, warmupSteps: 0 },
    ...{ gradientClip: 0.05, valueClip: 2e-3, valueClipOf: "head", weightDecay: 1e-3, weightDecayOf: "all" },
  });

  test.skipIf(!open)("end in the weights and slots of the own kernels", async () => {
    const experiment = pathIntegration.open(engine, config);
    const [ours, theirs] = [freshState(engine, experiment), freshState(engine, experiment)];
    const before = Object.values(ours.weights).map((array) => array.toArray());
    const own = openHybridTrainer(engine, experiment, ours);
    await withDevice(open!, async (device) => {
      const trainer = await tfjsTrainer(device)(engine, experiment, theirs);
      try {
        for (let step = 0; step < 10; step++) {
          const [expected, found] = [own.step(step), await trainer.step(step)];
          expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(2e-6);
        }
        await trainer.synchronize();
      } finally {
        trainer.close();
      }
    });
    expect(theirs.optimizer.updates).toBe(10);
    const both = (name: "weights" | string) =>
      name === "weights"
        ? [ours.weights, theirs.weights]
        : [ours.optimizer.slots[name]!, theirs.optimizer.slots[name]!];
    for (const name of ["weights", ...Object.keys(ours.optimizer.slots)]) {
      const [expected, found] = both(name);
      for (const array of Object.keys(expected!)) {
        const distance = relativeDistance(found![array]!.view, expected![array]!.view);
        // Found: up to 3e-6.
        expect({ name, array, close: distance < 1e-5 }).toEqual({ name, array, close: true });
      }
    }
    Object.values(ours.weights).forEach(({ view }, i) => {
      expect(relativeDistance(view, before[i]!)).toBeGreaterThan(1e-4);
    });
  });
});
