/** Seconds of a training step on every device there is: bun bench/devices.ts [units …]. Rounds over all devices, minima. */
import { loadavg } from "node:os";
import { resolveConfig } from "../src/config/resolve.ts";
import { type Engine, openEngine } from "../src/engine/engine.ts";
import { findBlas } from "../src/engine/find-blas.ts";
import { openCpuDevice } from "../src/engine/tfjs/cpu-device.ts";
import type { TfjsDevice } from "../src/engine/tfjs/tfjs-device.ts";
import { openWasmDevice } from "../src/engine/tfjs/wasm-device.ts";
import { findAdapters } from "../src/engine/tfjs/webgpu-adapter.ts";
import { openWebgpuDevice } from "../src/engine/tfjs/webgpu-device.ts";
import { taskOf } from "../src/tasks/tasks.ts";
import { openHybridTrainer } from "../src/train/hybrid-trainer.ts";
import { newState } from "../src/train/optimizers/optimizer.ts";
import { optimizers } from "../src/train/optimizers/optimizers.ts";
import { tfjsTrainer } from "../src/train/tfjs-trainer.ts";

const rounds = 3;
const sizes = process.argv.slice(2).map(Number);
const blas = findBlas();
const [adapter] = (await findAdapters()).adapters;

type Open = (engine: Engine) => TfjsDevice | undefined | Promise<TfjsDevice | undefined>;
const devices: Record<string, Open> = {
  hybrid: () => undefined,
  cpu: openCpuDevice,
  "wasm, 1 thread": () => openWasmDevice(),
  "wasm, 2 threads": () => openWasmDevice({ threads: 2 }),
  ...(blas && { "wasm with BLAS": () => openWasmDevice({ blas }) }),
  ...(adapter && {
    [`webgpu, ${adapter.name}`]: async () => openWebgpuDevice((await findAdapters()).adapters[0]!),
  }),
};

/** Seconds of the step after the first, on a device opened for it. */
async function secondsOfStep(engine: Engine, open: Open, units: number): Promise<number> {
  const config = resolveConfig([{ origin: "bench", tree: { model: { units } } }]);
  const experiment = taskOf(config.task).open(engine, config);
  const optimizer = newState(engine, optimizers[config.train.optimizer], experiment.layout);
  const device = await open(engine);
  const openTrainer = device ? tfjsTrainer(device) : openHybridTrainer;
  const trainer = await openTrainer(engine, experiment, { weights: experiment.initialize(), optimizer });
  await trainer.step(0);
  const began = performance.now();
  await trainer.step(1);
  const seconds = (performance.now() - began) / 1000;
  trainer.close();
  device?.close();
  return seconds;
}

const engine = await openEngine({ blas: "wasm" });
for (const units of sizes.length > 0 ? sizes : [64, 128, 256]) {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, open] of Object.entries(devices)) {
      const seconds = await secondsOfStep(engine, open, units);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, seconds));
    }
  }
  for (const [name, seconds] of best)
    console.log(`${units} units  ${name.padEnd(34)} ${seconds.toFixed(3)} s/step`);
  console.log(`load ${loadavg()[0]!.toFixed(1)}`);
}
engine.close();
