import type { Engine } from "../engine/engine.ts";
import { describeMachine } from "../engine/machine.ts";
import { formatBytes } from "../engine/memory.ts";
import { type WeightName, weightNames, weightShape } from "../model/path-rnn.ts";
import { UserError } from "../user-error.ts";
import type { Settings } from "./settings.ts";

/** One kind of array a training holds, and the settings its size comes from. */
export interface MemoryNeed {
  readonly label: string;
  readonly bytes: number;
  readonly settings: readonly string[];
}

const floatBytes = 4;
/** Weights, gradients and the two moments of Adam. */
const copiesOfWeights = 4;

const settingsOf: Readonly<Record<WeightName, readonly string[]>> = {
  encoder: ["model.units", "code.placeCells"],
  input: ["model.units"],
  recurrent: ["model.units"],
  decoder: ["model.units", "code.placeCells"],
};

/** What a training step holds at once, the largest first. Small arrays and scratch memory are left out: a few per cent. */
export function memoryNeeds(settings: Settings): readonly MemoryNeed[] {
  const { units } = settings.model;
  const { placeCells } = settings.code;
  const { batchSize, sequenceLength } = settings.train;
  const samples = batchSize * sequenceLength;
  const ofBatch = ["train.batchSize", "train.sequenceLength"];
  // The switches of a network's shape do not change its size.
  const shape = { units, placeCells, activation: "relu", velocityScale: 1 } as const;
  const weights = weightNames.map((name) => {
    const [rows, columns] = weightShape(name, shape);
    const label = `${name} weights with gradient and moments`;
    return { label, bytes: copiesOfWeights * rows * columns * floatBytes, settings: settingsOf[name] };
  });
  return [
    ...weights,
    {
      label: "hidden states and their gradients",
      bytes: 2 * (samples + batchSize) * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "gradients of the logits",
      bytes: samples * placeCells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    { label: "trajectories", bytes: 5 * samples * floatBytes, settings: ofBatch },
  ].sort((a, b) => b.bytes - a.bytes);
}

/**
 * Refuses a training that cannot fit into what is left of the engine's memory or into this machine; called before a run is made.
 * @throws UserError naming the largest arrays and the settings to lower
 */
export function checkMemory(
  engine: Pick<Engine, "memory">,
  settings: Settings,
  machineBytes: number = describeMachine().memoryLimitBytes,
): void {
  const needs = memoryNeeds(settings);
  const wanted = needs.reduce((total, { bytes }) => total + bytes, 0);
  const available = Math.min(engine.memory.limitBytes - engine.memory.used, machineBytes);
  if (wanted <= available) return;
  const [first, second] = needs.map(({ label, bytes }) => `${formatBytes(bytes)} for ${label}`);
  throw new UserError(
    `training needs ${formatBytes(wanted)} of memory, ${formatBytes(available)} can be had: ${first}, ${second}`,
    `lower ${needs[0]!.settings.join(", ")}`,
  );
}
