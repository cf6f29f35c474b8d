/** What a training step of the RNN holds in memory, by own kernels and by its twin. */
import { packedBytes } from "../../engine/panels.ts";
import { cutRows } from "../../layers/row-blocks.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { bottleneckNeeds, ofBatch, stepNeeds, twinNeeds } from "../dense-needs.ts";
import { floatBytes } from "../parameter-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { listsBytes } from "./lists.ts";
import type { PathRnnShape } from "./path-rnn.ts";
import { sampleBytes } from "./sample-segments.ts";
import { sparseTileBytes } from "./sparse-gradients.ts";

/** What a training step on `threads` threads holds besides the weights. */
export function rnnMemoryNeeds(
  shape: Pick<PathRnnShape, "units" | "cells" | "bottleneck" | "keepProbability">,
  batch: BatchSize,
  threads: number,
): MemoryNeed[] {
  const { units, cells, bottleneck } = shape;
  const { batchSize, sequenceLength } = batch;
  const always = stepNeeds(shape, batch, [
    { label: "hidden states and their gradients", ofSample: 2, ofTrajectory: 2 },
  ]);
  if (bottleneck > 0) return always;
  const rowsAtOnce = cutRows(batchSize, threads, "native").rows;
  const rowBytes = rowsAtOnce * cells * floatBytes + listsBytes(rowsAtOnce, units);
  return [
    ...always,
    {
      label: "packed weights",
      bytes: 2 * packedBytes(units, units) + packedBytes(units, cells),
      settings: ["model.units", "code.placeCells"],
    },
    {
      label: "packed gradients of the batch",
      bytes: sampleBytes(sequenceLength, batchSize, units) + sampleBytes(sequenceLength, batchSize, cells),
      settings: ["model.units", "code.placeCells", ...ofBatch],
    },
    {
      label: "lists of active units",
      bytes: threads * Math.max(rowBytes, sparseTileBytes(sequenceLength, batchSize)),
      settings: ["model.units", ...ofBatch, "workers"],
    },
  ];
}

/** What a roll-out holds besides the weights. */
export function rnnRollOutNeeds(
  shape: Pick<PathRnnShape, "units" | "cells" | "activation" | "bottleneck">,
  batch: BatchSize,
  threads: number,
): MemoryNeed[] {
  const { units, cells, activation, bottleneck } = shape;
  const { batchSize, sequenceLength } = batch;
  const rows = cutRows(batchSize, threads, "native").rows;
  const listed = activation === "relu";
  const ofDecoder = bottleneck > 0 ? 0 : packedBytes(units, cells);
  const packed = listed ? packedBytes(units, units) + ofDecoder : 0;
  return [
    {
      label: "hidden states",
      bytes: (sequenceLength + 1) * batchSize * units * floatBytes,
      settings: ["--steps", "model.units"],
    },
    ...bottleneckNeeds(shape, batch),
    { label: "packed weights", bytes: packed, settings: ["model.units", "code.placeCells"] },
    {
      label: "place codes and lists of active units",
      bytes: batchSize * cells * floatBytes + threads * (rows * cells * floatBytes + listsBytes(rows, units)),
      settings: ["model.units", "code.placeCells", "--workers"],
    },
  ];
}

/** All of a step by automatic differentiation; a test holds it to 10 %. */
export const rnnTwinMemoryNeeds = (shape: Parameters<typeof twinNeeds>[0], batch: BatchSize): MemoryNeed[] =>
  twinNeeds(shape, batch, {
    ...{ logits: 13.5, states: 12.7, ends: 8, bottleneck: 8 },
    recurrent: { gates: 1, ofStep: 2, besides: 10.3 },
  });
