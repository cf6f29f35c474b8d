/** What a training step of the LSTM holds in memory, by own kernels and by its twin. */

import { cutRows } from "../../layers/row-blocks.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { needsAround, rollOutNeedsAround, twinNeedsAround } from "../dense-taps.ts";
import { floatBytes } from "../parameter-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { rollOutScratchBytes } from "./pass.ts";
import type { PathLstmShape } from "./path-lstm.ts";
import { keptFor } from "./roll-out.ts";

type Sizes = Pick<
  PathLstmShape,
  "units" | "cells" | "inputs" | "inputUnits" | "bottleneck" | "keepProbability"
>;
const ofBatch = ["train.batchSize", "train.sequenceLength"];

/** What a training step holds besides the weights. Small arrays are left out: a few per cent. */
export function lstmMemoryNeeds(shape: Sizes, batch: BatchSize): MemoryNeed[] {
  const { units, cells } = shape;
  const { batchSize, sequenceLength } = batch;
  const samples = batchSize * sequenceLength;
  return [
    {
      label: "gates and cell states",
      bytes: (6 * samples + 2 * batchSize) * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "states and their gradients",
      bytes: (2 * samples + 2 * batchSize) * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "gradients of the logits",
      bytes: samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    ...ofInputLayer(2 * samples * shape.inputUnits),
    ...needsAround(shape, batch),
  ];
}

const ofInputLayer = (values: number): MemoryNeed[] => {
  const label = "inputs after their layer and their gradients";
  const settings = ["model.inputUnits", ...ofBatch];
  return values === 0 ? [] : [{ label, bytes: values * floatBytes, settings }];
};

/** What a roll-out holds besides the weights; cell states and gates stay only where they are looked at. */
export function lstmRollOutNeeds(shape: Sizes, batch: BatchSize, threads: number, tap: string): MemoryNeed[] {
  const { units } = shape;
  const { batchSize, sequenceLength } = batch;
  const rows = cutRows(batchSize, threads, "native").rows;
  const { cells: keeps, gate } = keptFor(tap);
  const kept = (keeps ? sequenceLength : 0) + (gate < 0 ? 0 : 4 * sequenceLength);
  return [
    {
      label: "states, cell states and gates",
      bytes: (sequenceLength + 2 + kept) * batchSize * units * floatBytes,
      settings: ["--steps", "model.units"],
    },
    ...rollOutNeedsAround(shape, batch),
    {
      label: "place codes and gates of a time step",
      bytes:
        (batchSize + threads * rows) * shape.cells * floatBytes + threads * rollOutScratchBytes(rows, shape),
      settings: ["model.units", "code.placeCells", "--workers"],
    },
  ];
}

/** All of a step by automatic differentiation. The factors were fitted to the most that tfjs held at once; a test holds them to 10 %. */
export function lstmTwinMemoryNeeds(
  shape: Parameters<typeof twinNeedsAround>[0] & Pick<PathLstmShape, "inputUnits">,
  batch: BatchSize,
): MemoryNeed[] {
  const { units, cells, inputUnits } = shape;
  const { batchSize, sequenceLength } = batch;
  const samples = batchSize * sequenceLength;
  return [
    {
      label: "logits and what follows from them",
      bytes: 12.2 * samples * cells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
    {
      label: "gates, states and their gradients",
      bytes: 72 * samples * units * floatBytes,
      settings: ["model.units", ...ofBatch],
    },
    {
      label: "recurrent weights' gradients, one a time step",
      bytes: (2.05 * sequenceLength + 8.9) * 4 * units * units * floatBytes,
      settings: ["model.units", "train.sequenceLength"],
    },
    {
      label: "encoders and decoder with gradients and moments",
      bytes: 13.2 * units * cells * floatBytes,
      settings: ["model.units", "code.placeCells"],
    },
    ...ofInputLayer((3.7 * samples + (2.1 * sequenceLength + 3.2) * 4 * units) * inputUnits),
    ...twinNeedsAround(shape, batch, 5),
  ];
}
