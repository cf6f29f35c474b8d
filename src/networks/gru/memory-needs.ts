/** What a training step of the GRU holds in memory, by own kernels and by its twin. */

import { cutRows } from "../../layers/row-blocks.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { needsAround, rollOutNeedsAround, twinNeedsAround } from "../dense-taps.ts";
import { floatBytes } from "../parameter-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { rollOutScratchBytes } from "./pass.ts";
import type { PathGruShape } from "./path-gru.ts";

type Sizes = Pick<PathGruShape, "units" | "cells" | "bottleneck" | "keepProbability">;
const ofBatch = ["train.batchSize", "train.sequenceLength"];

/** What a training step holds besides the weights. Small arrays are left out: a few per cent. */
export function gruMemoryNeeds(shape: Sizes, batch: BatchSize): MemoryNeed[] {
  const { units, cells } = shape;
  const { batchSize, sequenceLength } = batch;
  const samples = batchSize * sequenceLength;
  return [
    {
      label: "gates and their gradients",
      bytes: 9 * samples * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "states and their gradients",
      bytes: (3 * samples + 2 * batchSize) * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "gradients of the logits",
      bytes: samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    ...needsAround(shape, batch),
  ];
}

/** What a roll-out holds besides the weights; gates stay only where they are looked at. */
export function gruRollOutNeeds(shape: Sizes, batch: BatchSize, threads: number, tap: string): MemoryNeed[] {
  const { units, cells } = shape;
  const { batchSize, sequenceLength } = batch;
  const rows = cutRows(batchSize, threads, "native").rows;
  const gates = ["units", "bottleneck"].includes(tap) ? 0 : 3 * sequenceLength;
  return [
    {
      label: "states and gates",
      bytes: (sequenceLength + 1 + gates) * batchSize * units * floatBytes,
      settings: ["--steps", "model.units"],
    },
    ...rollOutNeedsAround(shape, batch),
    {
      label: "place codes and gates of a time step",
      bytes: (batchSize + threads * rows) * cells * floatBytes + threads * rollOutScratchBytes(rows, units),
      settings: ["model.units", "code.placeCells", "--workers"],
    },
  ];
}

/** All of a step by automatic differentiation. The factors were fitted to the most that tfjs held at once; a test holds them to 10 %. */
export function gruTwinMemoryNeeds(
  shape: Parameters<typeof twinNeedsAround>[0],
  batch: BatchSize,
): MemoryNeed[] {
  const { units, cells } = shape;
  const { batchSize, sequenceLength } = batch;
  const samples = batchSize * sequenceLength;
  return [
    {
      label: "logits and what follows from them",
      bytes: 12.1 * samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    {
      label: "gates, states and their gradients",
      bytes: 61 * samples * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "recurrent weights' gradients, one a time step",
      bytes: (2.05 * sequenceLength + 8.8) * 3 * units * units * floatBytes,
      settings: ["model.units", "train.sequenceLength"],
    },
    {
      label: "encoder and decoder with gradients and moments",
      bytes: 10 * units * cells * floatBytes,
      settings: ["model.units", "code.placeCells"],
    },
    ...twinNeedsAround(shape, batch, 5),
  ];
}
