/** What passes of a network hold in memory besides its weights. A kind says how much its cells keep; small arrays are left out. */
import { cutRows } from "../layers/row-blocks.ts";
import type { MemoryNeed } from "../memory-need.ts";
import type { DenseShape } from "./dense-parameters.ts";
import { keepOfUnits } from "./dense-settings.ts";
import { floatBytes } from "./parameter-needs.ts";
import type { BatchSize } from "./path-network.ts";

/** The settings that the size of a batch comes from. */
export const ofBatch = ["train.batchSize", "train.sequenceLength"];

/** What is held of each unit. */
interface Kept {
  readonly label: string;
  /** Numbers for each sample. */
  readonly ofSample: number;
  /** Numbers for each trajectory besides. */
  readonly ofTrajectory: number;
}

const ofBottleneck = (label: string, bytes: number, settings: readonly string[]): MemoryNeed[] =>
  bytes === 0 ? [] : [{ label, bytes, settings: ["model.bottleneck", ...settings] }];

/** What a training step holds. @param kept of the cells */
export function stepNeeds(
  shape: Pick<DenseShape, "units" | "cells" | "bottleneck" | "keepProbability">,
  { batchSize, sequenceLength }: BatchSize,
  kept: readonly Kept[],
): MemoryNeed[] {
  const { units, cells, bottleneck } = shape;
  const samples = batchSize * sequenceLength;
  const arrays = keepOfUnits(shape) ? 3 : 2;
  return [
    ...kept.map(({ label, ofSample, ofTrajectory }) => ({
      label,
      bytes: (ofSample * samples + ofTrajectory * batchSize) * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    })),
    {
      label: "gradients of the logits",
      bytes: samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    ...ofBottleneck("bottleneck and its gradients", arrays * samples * bottleneck * floatBytes, ofBatch),
  ];
}

/** What a roll-out holds of a bottleneck. */
export const bottleneckNeeds = (
  { bottleneck }: Pick<DenseShape, "bottleneck">,
  { batchSize, sequenceLength }: BatchSize,
): MemoryNeed[] =>
  ofBottleneck("bottleneck", batchSize * sequenceLength * bottleneck * floatBytes, ["--steps"]);

/** What a roll-out of gated cells holds. @param kept of the cells, and bytes of scratch memory for so many rows */
export function gatedRollOutNeeds(
  shape: Pick<DenseShape, "units" | "cells" | "bottleneck">,
  batch: BatchSize,
  threads: number,
  { label, ofTrajectory, scratchBytes }: Omit<Kept, "ofSample"> & { scratchBytes(rows: number): number },
): MemoryNeed[] {
  const { units, cells } = shape;
  const { batchSize } = batch;
  const { rows } = cutRows(batchSize, threads, "native");
  return [
    {
      label,
      bytes: ofTrajectory * batchSize * units * floatBytes,
      settings: ["--steps", "model.units"],
    },
    ...bottleneckNeeds(shape, batch),
    {
      label: "place codes and gates of a time step",
      bytes: (batchSize + threads * rows) * cells * floatBytes + threads * scratchBytes(rows),
      settings: ["model.units", "code.placeCells", "--workers"],
    },
  ];
}

/** How often tfjs holds an array at the height of a step; fitted to the most that it held at once. */
interface TwinFactors {
  /** Of [samples, cells]. */
  readonly logits: number;
  /** Of [samples, units]. */
  readonly states: number;
  /** Of the recurrent weights, for each time step, and besides. */
  readonly recurrent: { readonly gates: number; readonly ofStep: number; readonly besides: number };
  /** Of [units, cells]. */
  readonly ends: number;
  /** Of the bottleneck's weights, and of those of the decoder that it makes larger. */
  readonly bottleneck: number;
}

/** All of a step by automatic differentiation. */
export function twinNeeds(
  shape: Omit<DenseShape, "inputs" | "inputScale">,
  { batchSize, sequenceLength }: BatchSize,
  factors: TwinFactors,
): MemoryNeed[] {
  const { units, cells, bottleneck } = shape;
  const samples = batchSize * sequenceLength;
  const { gates, ofStep, besides } = factors.recurrent;
  const arrays =
    (shape.bottleneckBias ? 4 : 2) +
    (shape.bottleneckActivation === "linear" ? 0 : 2) +
    (keepOfUnits(shape) ? 4 : 0);
  const weights = bottleneck === 0 ? 0 : Math.max(0, units * bottleneck + (bottleneck - units) * cells);
  return [
    {
      label: "logits and what follows from them",
      bytes: factors.logits * samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    {
      label: "states and gates, and their gradients",
      bytes: factors.states * samples * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "recurrent weights' gradients, one a time step",
      bytes: (ofStep * sequenceLength + besides) * gates * units * units * floatBytes,
      settings: ["model.units", "train.sequenceLength"],
    },
    {
      label: "encoders and decoder with gradients and moments",
      bytes: factors.ends * units * cells * floatBytes,
      settings: ["model.units", "code.placeCells"],
    },
    ...ofBottleneck(
      "bottleneck and its gradients",
      (arrays * samples * bottleneck + factors.bottleneck * weights) * floatBytes,
      ofBatch,
    ),
    {
      label: "logits before their bias",
      bytes: shape.decoderBias ? 2 * samples * cells * floatBytes : 0,
      settings: ["code.placeCells", ...ofBatch],
    },
  ].filter(({ bytes }) => bytes > 0);
}
