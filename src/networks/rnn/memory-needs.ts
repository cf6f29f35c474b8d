/** What a training step of the RNN holds in memory, by own kernels and by its twin. */
import { packedBytes } from "../../engine/panels.ts";
import { cutRows } from "../../layers/row-blocks.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { needsAround, rollOutNeedsAround, twinNeedsAround } from "../dense-taps.ts";
import { floatBytes } from "../parameter-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { listsBytes } from "./lists.ts";
import type { PathRnnShape } from "./path-rnn.ts";
import { sampleBytes } from "./sample-segments.ts";
import { sparseTileBytes } from "./sparse-gradients.ts";

/** What a training step on `threads` threads holds besides the weights. Small arrays are left out: a few per cent. */
export function rnnMemoryNeeds(
  shape: Pick<PathRnnShape, "units" | "cells" | "bottleneck" | "keepProbability">,
  batch: BatchSize,
  threads: number,
): MemoryNeed[] {
  const { units, cells, bottleneck } = shape;
  const { batchSize, sequenceLength } = batch;
  const samples = batchSize * sequenceLength;
  const ofBatch = ["train.batchSize", "train.sequenceLength"];
  const always = [
    {
      label: "hidden states and their gradients",
      bytes: 2 * (samples + batchSize) * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "gradients of the logits",
      bytes: samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
  ];
  if (bottleneck > 0) return [...always, ...needsAround(shape, batch)];
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
    ...rollOutNeedsAround(shape, batch),
    { label: "packed weights", bytes: packed, settings: ["model.units", "code.placeCells"] },
    {
      label: "place codes and lists of active units",
      bytes: batchSize * cells * floatBytes + threads * (rows * cells * floatBytes + listsBytes(rows, units)),
      settings: ["model.units", "code.placeCells", "--workers"],
    },
  ];
}

/** All of a step by automatic differentiation. The factors were fitted to the most that tfjs held at once; a test holds them to 10 %. */
export function rnnTwinMemoryNeeds(
  shape: Parameters<typeof twinNeedsAround>[0],
  batch: BatchSize,
): MemoryNeed[] {
  const { units, cells } = shape;
  const { batchSize, sequenceLength } = batch;
  const samples = batchSize * sequenceLength;
  const ofBatch = ["train.batchSize", "train.sequenceLength"];
  return [
    {
      label: "logits and what follows from them",
      bytes: 13.5 * samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    {
      label: "hidden states and their gradients",
      bytes: 12.7 * samples * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "recurrent weights' gradients, one a time step",
      bytes: (2 * sequenceLength + 10.3) * units * units * floatBytes,
      settings: ["model.units", "train.sequenceLength"],
    },
    {
      label: "encoder and decoder with gradients and moments",
      bytes: 8 * units * cells * floatBytes,
      settings: ["model.units", "code.placeCells"],
    },
    ...twinNeedsAround(shape, batch, 8),
  ];
}
