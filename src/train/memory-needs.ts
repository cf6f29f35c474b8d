/** Refuses a training that cannot fit; called before a run is made. */
import { type LimitedMemory, type MemoryNeed, oneArray, onHeap, requireMemory } from "../memory-need.ts";
import { floatBytes } from "../networks/parameter-needs.ts";
import type { Experiment } from "../tasks/experiment.ts";
import { optimizers } from "./optimizers/optimizers.ts";

const wasmHeapBytes = 2 ** 32;

const slotsOf = ({ settings }: Experiment): number =>
  Object.keys(optimizers[settings.train.optimizer].slots).length;

/** What a training step holds at once, the largest first. Small arrays are left out: a few per cent. */
export function trainingNeeds(
  experiment: Experiment,
  device: "hybrid" | "tfjs",
  threads: number,
): readonly MemoryNeed[] {
  const copies = 2 + slotsOf(experiment);
  return experiment.memoryNeeds(device, threads, copies).toSorted((a, b) => b.bytes - a.bytes);
}

/** Weights and optimizer in the layout of files, and the file. */
export function checkpointNeeds(experiment: Experiment): readonly MemoryNeed[] {
  const parameters = Object.values(experiment.layout);
  const values = parameters.reduce((sum, { shape }) => sum + shape.reduce((all, side) => all * side, 1), 0);
  const largest = trainingNeeds(experiment, "hybrid", 1)[0]!;
  const bytes = (1 + slotsOf(experiment)) * values * floatBytes;
  return [
    onHeap("arrays of a checkpoint", bytes, largest.settings),
    oneArray("a checkpoint", bytes, largest.settings),
  ];
}

/**
 * Into what is left of the engine's memory, into this machine, and onto the device. What a graphics card holds is not known
 * before it is asked for.
 * @param available bytes that the machine can give
 * @throws UserError naming the largest arrays and the settings to lower
 */
export function checkMemory(
  engine: {
    readonly memory: LimitedMemory;
    readonly pool: { readonly threads: number };
  },
  experiment: Experiment,
  device: "hybrid" | "wasm" | "webgpu" | "cpu",
  available?: number,
): void {
  const { memory, pool } = engine;
  const what = "training";
  const ofEngine = [...trainingNeeds(experiment, "hybrid", pool.threads), ...checkpointNeeds(experiment)];
  requireMemory({ what, needs: ofEngine, memory, available });
  if (device === "hybrid" || device === "webgpu") return;
  const needs = trainingNeeds(experiment, "tfjs", pool.threads);
  const heap = device === "wasm" ? { limitBytes: wasmHeapBytes, used: 0 } : undefined;
  requireMemory({ what, needs, memory: heap, available });
}
