/** Refuses a training that cannot fit; called before a run is made. */
import type { Engine } from "../engine/engine.ts";
import { describeMachine } from "../engine/machine.ts";
import { type MemoryNeed, refuseWhatDoesNotFit } from "../networks/memory-need.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { optimizers } from "./optimizers/optimizers.ts";

const wasmHeapBytes = 2 ** 32;

/** What a training step holds at once, the largest first. Small arrays are left out: a few per cent. */
export function trainingNeeds(
  experiment: Experiment,
  device: "hybrid" | "tfjs",
  threads: number,
): readonly MemoryNeed[] {
  const { slots } = optimizers[experiment.settings.train.optimizer];
  const copies = 2 + Object.keys(slots).length;
  return experiment.memoryNeeds(device, threads, copies).toSorted((a, b) => b.bytes - a.bytes);
}

/**
 * Into what is left of the engine's memory, into this machine, and onto the device. What a graphics card holds is not known
 * before it is asked for.
 * @throws UserError naming the largest arrays and the settings to lower
 */
export function checkMemory(
  engine: {
    readonly memory: Pick<Engine["memory"], "limitBytes" | "used">;
    readonly pool: { readonly threads: number };
  },
  experiment: Experiment,
  device: "hybrid" | "wasm" | "webgpu" | "cpu",
  machineBytes: number = describeMachine().memoryLimitBytes,
): void {
  refuseWhatDoesNotFit(
    trainingNeeds(experiment, "hybrid", engine.pool.threads),
    Math.min(engine.memory.limitBytes - engine.memory.used, machineBytes),
  );
  if (device === "hybrid" || device === "webgpu") return;
  const limit = device === "wasm" ? Math.min(wasmHeapBytes, machineBytes) : machineBytes;
  refuseWhatDoesNotFit(trainingNeeds(experiment, "tfjs", engine.pool.threads), limit);
}
