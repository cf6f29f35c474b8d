import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { FoundAdapter } from "../../../src/engine/tfjs/webgpu-adapter.ts";
import { deviceProbe, hardwareAmong } from "../../../src/session/device-probe.ts";
import { runTraining } from "../../../src/train/run-training.ts";
import { openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

test("an adapter that computes on the processor is never taken", () => {
  const of = (...kinds: FoundAdapter["kind"][]) =>
    kinds.map((kind) => ({ kind, name: kind, adapter: {} as GPUAdapter }));
  expect(hardwareAmong({ adapters: of("software", "null") })).toBeUndefined();
  expect(hardwareAmong({ adapters: of("software", "hardware") })?.kind).toBe("hardware");
});

test("a probe takes no memory with it, and the training after it has the same bits", async () => {
  const trained = (probing: boolean) =>
    withTinyEngine(2, async (engine) => {
      if (probing) {
        expect(await deviceProbe(engine, tinyConfig()).secondsOfHybridStep()).toBeGreaterThan(0);
        // What is left is the engine's own: the second time it is there.
        const kept = engine.memory.used;
        await deviceProbe(engine, tinyConfig()).secondsOfHybridStep();
        expect(engine.memory.used).toBe(kept);
      }
      const { experiment, directory } = openTinyRun(engine);
      return readFileSync((await runTraining(engine, experiment, directory)).checkpointPath);
    });
  expect((await trained(true)).equals(await trained(false))).toBe(true);
});

test("a network that is soon not finite is a matter of the training, not of the probe", async () => {
  await withTinyEngine(1, async (engine) => {
    const probe = deviceProbe(engine, tinyConfig({ learningRate: 1e30, warmupSteps: 0 }));
    expect(await probe.secondsOfHybridStep()).toBeGreaterThan(0);
  });
});
