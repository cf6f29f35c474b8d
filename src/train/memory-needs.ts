import type { Engine } from "../engine/engine.ts";
import { describeMachine } from "../engine/machine.ts";
import { formatBytes } from "../engine/memory.ts";
import { packedBytes } from "../engine/panels.ts";
import { cutRows } from "../layers/row-blocks.ts";
import { listsBytes } from "../networks/rnn/lists.ts";
import { type WeightName, weightNames, weightShape } from "../networks/rnn/path-rnn.ts";
import { sampleBytes } from "../networks/rnn/sample-segments.ts";
import { sparseTileBytes } from "../networks/rnn/sparse-gradients.ts";
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

/**
 * What a training step on `threads` threads holds at once, the largest first. Small arrays are left out: a few per cent.
 */
export function memoryNeeds(settings: Settings, threads: number): readonly MemoryNeed[] {
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
  const rowsAtOnce = cutRows(batchSize, threads, "native").rows;
  const rowBytes = rowsAtOnce * placeCells * floatBytes + listsBytes(rowsAtOnce, units);
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
    {
      label: "packed weights",
      bytes: 2 * packedBytes(units, units) + packedBytes(units, placeCells),
      settings: ["model.units", "code.placeCells"],
    },
    {
      label: "packed gradients of the batch",
      bytes:
        sampleBytes(sequenceLength, batchSize, units) + sampleBytes(sequenceLength, batchSize, placeCells),
      settings: ["model.units", "code.placeCells", ...ofBatch],
    },
    {
      label: "lists of active units",
      bytes: threads * Math.max(rowBytes, sparseTileBytes(sequenceLength, batchSize)),
      settings: ["model.units", ...ofBatch, "workers"],
    },
    { label: "trajectories", bytes: 5 * samples * floatBytes, settings: ofBatch },
  ].sort((a, b) => b.bytes - a.bytes);
}

/**
 * Refuses a training that cannot fit into what is left of the engine's memory or into this machine; called before a run is made.
 * @throws UserError naming the largest arrays and the settings to lower
 */
export function checkMemory(
  engine: {
    readonly memory: Pick<Engine["memory"], "limitBytes" | "used">;
    readonly pool: { readonly threads: number };
  },
  settings: Settings,
  machineBytes: number = describeMachine().memoryLimitBytes,
): void {
  refuseWhatDoesNotFit(
    memoryNeeds(settings, engine.pool.threads),
    Math.min(engine.memory.limitBytes - engine.memory.used, machineBytes),
  );
}

/** @throws UserError naming the largest arrays and the settings to lower */
export function refuseWhatDoesNotFit(needs: readonly MemoryNeed[], available: number): void {
  const wanted = needs.reduce((total, { bytes }) => total + bytes, 0);
  if (wanted <= available) return;
  const [first, second] = needs.map(({ label, bytes }) => `${formatBytes(bytes)} for ${label}`);
  throw new UserError(
    `training needs ${formatBytes(wanted)} of memory, ${formatBytes(available)} can be had: ${first}, ${second}`,
    `lower ${needs[0]!.settings.join(", ")}`,
  );
}
