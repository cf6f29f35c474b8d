/** Trying the devices of this machine on a training: a few steps of a network that is thrown away. */
import type { Config } from "../config/schema.ts";
import type { Engine } from "../engine/engine.ts";
import { mayHaveGpu } from "../engine/tfjs/gpu-presence.ts";
import type { TfjsDevice } from "../engine/tfjs/tfjs-device.ts";
import type { AdapterSearch, FoundAdapter } from "../engine/tfjs/webgpu-adapter.ts";
import { taskOf } from "../tasks/tasks.ts";
import { openHybridTrainer } from "../train/hybrid-trainer.ts";
import { newState } from "../train/optimizers/optimizer.ts";
import { optimizers } from "../train/optimizers/optimizers.ts";
import { NotFiniteError, type OpenTrainer, type Trainer } from "../train/trainer.ts";
import type { DeviceProbe } from "./automatic-device.ts";

/** On the engine that will train: all it allocates is free afterwards, and no randomness is used up, for none has a state. */
export const deviceProbe = (engine: Engine, config: Config): DeviceProbe => ({
  mayHaveGpu,
  secondsOfHybridStep: () => secondsOfStep(engine, config, openHybridTrainer),
  async openGpu() {
    const { findAdapters } = await import("../engine/tfjs/webgpu-adapter.ts");
    const adapter = hardwareAmong(await findAdapters());
    if (!adapter) return undefined;
    const { openWebgpuDevice } = await import("../engine/tfjs/webgpu-device.ts");
    return openWebgpuDevice(adapter);
  },
  async secondsOfStepOn(device: TfjsDevice) {
    const { tfjsTrainer } = await import("../train/tfjs-trainer.ts");
    return secondsOfStep(engine, config, tfjsTrainer(device));
  },
});

/** An adapter that computes on the processor is slower than the own kernels, and never meant. */
export const hardwareAmong = ({ adapters }: Pick<AdapterSearch, "adapters">): FoundAdapter | undefined =>
  adapters.find(({ kind }) => kind === "hardware");

const mostSteps = 5;
/** After so long no further step is begun. */
const longSeconds = 1;

/** Of the fastest of a few steps after the first one, which compiles and measures; of the first where it took long. */
async function secondsOfStep(engine: Engine, config: Config, openTrainer: OpenTrainer): Promise<number> {
  return engine.memory.longScope(async () => {
    const experiment = taskOf(config.task).open(engine, config);
    const optimizer = newState(engine, optimizers[config.train.optimizer], experiment.layout);
    const trainer = await openTrainer(engine, experiment, { weights: experiment.initialize(), optimizer });
    try {
      const times = [await timed(trainer, 0)];
      const began = performance.now();
      for (let step = 1; step < mostSteps && (performance.now() - began) / 1000 < longSeconds; step++) {
        if (times[0]! > longSeconds && step > 1) break;
        times.push(await timed(trainer, step));
      }
      return Math.min(...times);
    } finally {
      trainer.close();
    }
  });
}

/** Seconds. A network that is not finite takes its time as well; the training will say what is wrong with it. */
async function timed(trainer: Pick<Trainer, "step">, step: number): Promise<number> {
  const began = performance.now();
  try {
    await trainer.step(step);
  } catch (error) {
    if (!(error instanceof NotFiniteError)) throw error;
  }
  return (performance.now() - began) / 1000;
}
