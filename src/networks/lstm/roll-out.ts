/** The LSTM along given paths, without a loss, and what of it can be looked at. */
import type { Engine } from "../../engine/engine.ts";
import { copyGate } from "../copy-gate.ts";
import { denseValues } from "../dense-pass.ts";
import { handedOver, openRead } from "../dense-taps.ts";
import { nothingDecoded, preparePath } from "../path-block.ts";
import type { PathBatch, Readout, RollOut, RollOutRequest, Taps } from "../path-network.ts";
import { rollOutBlock, rollOutScratchBytes } from "./pass.ts";
import type { PathLstm } from "./path-lstm.ts";
import { lstmValues } from "./values.ts";

const gateNames = ["input", "forget", "candidate", "output"];
const cellsTap = "cells";

export const lstmTaps = (units: number): Taps => [
  {
    name: "lstm",
    units,
    size: "units",
    help: "states after each step: what the output gates show of the cells",
  },
  { name: cellsTap, units, help: "cell states after each step" },
  { name: "input", units, help: "input gates: how much of the candidate a cell takes" },
  { name: "forget", units, help: "forget gates: how much of a cell stays" },
  { name: "candidate", units, help: "candidates: what is offered to the cells" },
  { name: "output", units, help: "output gates: how much of a cell is shown" },
];

/** What the arrays of a roll-out keep for a tap. */
export const keptFor = (tap: string) => ({ cells: tap === cellsTap, gate: gateNames.indexOf(tap) });

/** Runs along given trajectories; what is looked at stays in the memory scope of the caller. */
export function lstmRollOut(
  engine: Engine,
  model: PathLstm,
  readout: Readout,
  batch: PathBatch,
  request: RollOutRequest,
): RollOut {
  const { memory, pool } = engine;
  const { tap, decoding } = request;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units } = model.shape;
  const { cells: keepsCells, gate } = keptFor(tap);
  const states = memory.allocate("float32", [steps + 1, size, units], "states");
  const read = openRead(engine, model.shape, batch, request);
  const { decodeError, bothError } = memory.scope(() => {
    const gates = gate < 0 ? undefined : memory.allocate("float32", [steps, size, 4 * units], "gates");
    const cells = memory.allocate("float32", [keepsCells ? steps + 1 : 1, size, units], "cell states");
    const work = preparePath(engine, readout, batch);
    pool.run(
      rollOutBlock,
      work.blocks,
      {
        ...denseValues(engine, model, batch, work, states, read),
        ...lstmValues(model, cells, gates?.pointer ?? 0),
        keepsCells: keepsCells ? 1 : 0,
        decoding: decoding ? 1 : 0,
      },
      work.scratchBytes + rollOutScratchBytes(work.rows, model.shape),
    );
    if (keepsCells) states.view.set(cells.view);
    if (gates) copyGate(gates, gate, states.view.subarray(size * units));
    return decoding ? work.measured() : nothingDecoded;
  });
  return { activities: handedOver(tap, states, read), decodeError, bothError };
}
