import { readPreset } from "../../../src/config/sources.ts";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { tfjsTrainer } from "../../../src/train/tfjs-trainer.ts";
import type { OpenTrainer } from "../../../src/train/trainer.ts";
import { openTrained } from "../../open-training.ts";
import { openCard } from "../open-card.ts";
import { jobOf, settingsOf, sizesOf } from "../published-job.ts";
import type { Part, PartContext } from "../result.ts";

/** Two warm up; then as many as fit, and at least one. */
const warmingSteps = 2;
const mostSteps = 30;
const seconds = 4;

/** Milliseconds of a whole step, batch and all: the fastest of many, for each size. */
async function measure(
  { small, say }: PartContext,
  device: string,
  openTrainer: OpenTrainer,
  engine: Engine,
): Promise<void> {
  for (const units of sizesOf(small)) {
    await engine.memory.longScope(async () => {
      const tree = settingsOf(jobOf(small), units);
      const layers = [readPreset("sorscher2019").layer, { origin: "bench", tree }];
      const { experiment, state } = openTrained(engine, layers);
      const trainer = await openTrainer(engine, experiment, state);
      const warming = small ? 1 : warmingSteps;
      for (let step = 0; step < warming; step++) await trainer.step(step);
      let best = Number.POSITIVE_INFINITY;
      const end = performance.now() + (small ? 0 : 1000 * seconds);
      for (let step = warming; step < warming + mostSteps; step++) {
        const began = performance.now();
        await trainer.step(step);
        best = Math.min(best, performance.now() - began);
        if (performance.now() > end) break;
      }
      trainer.close();
      say({ name: `${units} units`, value: best, unit: "ms a step", device, units });
    });
  }
}

export const webgpuSteps: Part = async (context) => {
  const device = await openCard();
  const engine = await openEngine();
  await measure(context, "webgpu", tfjsTrainer(device), engine);
  device.close();
  engine.close();
};

export const hybridSteps: Part = async (context) => {
  const engine = await openEngine();
  context.say({
    name: "hybrid",
    value: `${engine.pool.threads} threads, ${engine.blas?.description ?? "WASM kernels"}`,
  });
  await measure(context, "hybrid", openHybridTrainer, engine);
  engine.close();
};
