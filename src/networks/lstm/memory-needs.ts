/** What a training step of the LSTM holds in memory, by own kernels and by its twin. */

import { cutRows } from "../../layers/row-blocks.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { floatBytes } from "../parameter-needs.ts";
import type { BatchSize } from "../path-network.ts";
import { rollOutScratchBytes } from "./pass.ts";
import type { PathLstmShape } from "./path-lstm.ts";
import { keptFor } from "./roll-out.ts";

type Sizes = Pick<PathLstmShape, "units" | "placeCells">;
const ofBatch = ["train.batchSize", "train.sequenceLength"];

/** What a training step holds besides the weights. Small arrays are left out: a few per cent. */
export function lstmMemoryNeeds(
  { units, placeCells }: Sizes,
  { batchSize, sequenceLength }: BatchSize,
): MemoryNeed[] {
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
      bytes: samples * placeCells * floatBytes,
      settings: ["code.placeCells", ...ofBatch],
    },
  ];
}

/** What a roll-out holds besides the weights; cell states and gates stay only where they are looked at. */
export function lstmRollOutNeeds(
  { units, placeCells }: Sizes,
  { batchSize, sequenceLength }: BatchSize,
  threads: number,
  tap: string,
): MemoryNeed[] {
  const rows = cutRows(batchSize, threads, "native").rows;
  const { cells, gate } = keptFor(tap);
  const kept = (cells ? sequenceLength : 0) + (gate < 0 ? 0 : 4 * sequenceLength);
  return [
    {
      label: "states, cell states and gates",
      bytes: (sequenceLength + 2 + kept) * batchSize * units * floatBytes,
      settings: ["--steps", "model.units"],
    },
    {
      label: "place codes and gates of a time step",
      bytes:
        (batchSize + threads * rows) * placeCells * floatBytes + threads * rollOutScratchBytes(rows, units),
      settings: ["model.units", "code.placeCells", "--workers"],
    },
  ];
}

/** All of a step by automatic differentiation. The factors were fitted to the most that tfjs held at once; a test holds them to 10 %. */
export function lstmTwinMemoryNeeds(
  { units, placeCells }: Sizes,
  { batchSize, sequenceLength }: BatchSize,
): MemoryNeed[] {
  const samples = batchSize * sequenceLength;
  return [
    {
      label: "logits and what follows from them",
      bytes: 12.2 * samples * placeCells * floatBytes,
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
      bytes: 13.2 * units * placeCells * floatBytes,
      settings: ["model.units", "code.placeCells"],
    },
  ];
}
