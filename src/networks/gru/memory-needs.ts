/** What a training step of the GRU holds in memory, by own kernels and by its twin. */
import type { MemoryNeed } from "../../memory-need.ts";
import { gatedRollOutNeeds, stepNeeds, twinNeeds } from "../dense-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { rollOutScratchBytes } from "./pass.ts";
import type { PathGruShape } from "./path-gru.ts";

type Sizes = Pick<PathGruShape, "units" | "cells" | "bottleneck" | "keepProbability">;

/** What a training step holds besides the weights. */
export const gruMemoryNeeds = (shape: Sizes, batch: BatchSize): MemoryNeed[] =>
  stepNeeds(shape, batch, [
    { label: "gates and their gradients", ofSample: 9, ofTrajectory: 0 },
    { label: "states and their gradients", ofSample: 3, ofTrajectory: 2 },
  ]);

/** What a roll-out holds besides the weights; gates stay only where they are looked at. */
export function gruRollOutNeeds(shape: Sizes, batch: BatchSize, threads: number, tap: string): MemoryNeed[] {
  const { sequenceLength } = batch;
  const gates = ["units", "bottleneck"].includes(tap) ? 0 : 3 * sequenceLength;
  return gatedRollOutNeeds(shape, batch, threads, {
    label: "states and gates",
    ofTrajectory: sequenceLength + 1 + gates,
    scratchBytes: (rows) => rollOutScratchBytes(rows, shape.units),
  });
}

/** All of a step by automatic differentiation; a test holds it to 10 %. */
export const gruTwinMemoryNeeds = (shape: Parameters<typeof twinNeeds>[0], batch: BatchSize): MemoryNeed[] =>
  twinNeeds(shape, batch, {
    ...{ logits: 12.1, states: 61, ends: 10, bottleneck: 5 },
    recurrent: { gates: 3, ofStep: 2.05, besides: 8.8 },
  });
