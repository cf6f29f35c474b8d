/** What a training step of the LSTM holds in memory, by own kernels and by its twin. */
import type { MemoryNeed } from "../../memory-need.ts";
import { gatedRollOutNeeds, ofBatch, stepNeeds, twinNeeds } from "../dense-needs.ts";
import { floatBytes } from "../parameter-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { rollOutScratchBytes } from "./pass.ts";
import type { PathLstmShape } from "./path-lstm.ts";
import { keptFor } from "./roll-out.ts";

type Sizes = Pick<
  PathLstmShape,
  "units" | "cells" | "inputs" | "inputUnits" | "bottleneck" | "keepProbability"
>;

/** What a training step holds besides the weights. */
export const lstmMemoryNeeds = (shape: Sizes, batch: BatchSize): MemoryNeed[] => [
  ...stepNeeds(shape, batch, [
    { label: "gates and cell states", ofSample: 6, ofTrajectory: 2 },
    { label: "states and their gradients", ofSample: 2, ofTrajectory: 2 },
  ]),
  ...ofInputLayer(2 * batch.batchSize * batch.sequenceLength * shape.inputUnits),
];

const ofInputLayer = (values: number): MemoryNeed[] => {
  const label = "inputs after their layer and their gradients";
  const settings = ["model.inputUnits", ...ofBatch];
  return values === 0 ? [] : [{ label, bytes: values * floatBytes, settings }];
};

/** What a roll-out holds besides the weights; cell states and gates stay only where they are looked at. */
export function lstmRollOutNeeds(shape: Sizes, batch: BatchSize, threads: number, tap: string): MemoryNeed[] {
  const { sequenceLength } = batch;
  const { cells, gate } = keptFor(tap);
  const kept = (cells ? sequenceLength : 0) + (gate < 0 ? 0 : 4 * sequenceLength);
  return gatedRollOutNeeds(shape, batch, threads, {
    label: "states, cell states and gates",
    ofTrajectory: sequenceLength + 2 + kept,
    scratchBytes: (rows) => rollOutScratchBytes(rows, shape),
  });
}

/** All of a step by automatic differentiation; a test holds it to 10 %. */
export function lstmTwinMemoryNeeds(
  shape: Parameters<typeof twinNeeds>[0] & Pick<PathLstmShape, "inputUnits">,
  batch: BatchSize,
): MemoryNeed[] {
  const { units, inputUnits } = shape;
  const { batchSize, sequenceLength } = batch;
  return [
    ...twinNeeds(shape, batch, {
      ...{ logits: 12.2, states: 72, ends: 13.2, bottleneck: 5 },
      recurrent: { gates: 4, ofStep: 2.05, besides: 8.9 },
    }),
    ...ofInputLayer(
      (3.7 * batchSize * sequenceLength + (2.1 * sequenceLength + 3.2) * 4 * units) * inputUnits,
    ),
  ];
}
