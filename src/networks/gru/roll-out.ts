/** The GRU along given paths, without a loss, and what of it can be looked at. */
import type { Engine } from "../../engine/engine.ts";
import { copyGate } from "../copy-gate.ts";
import { denseValues } from "../dense-pass.ts";
import { handedOver, openRead } from "../dense-taps.ts";
import { nothingDecoded, preparePath } from "../path-block.ts";
import type { PathBatch, Readout, RollOut, RollOutRequest, Taps } from "../path-network.ts";
import { rollOutBlock, rollOutScratchBytes } from "./pass.ts";
import type { PathGru } from "./path-gru.ts";
import { forwardValues } from "./values.ts";

const gateNames = ["reset", "update", "candidate"];

export const gruTaps = (units: number): Taps => [
  { name: "units", units, size: "units", help: "states of the gated units after each step" },
  { name: "reset", units, help: "reset gates: how much of the state the candidate hears" },
  { name: "update", units, help: "update gates: how much of the state stays" },
  { name: "candidate", units, help: "candidates: what the state would become" },
];

/** Runs along given trajectories; states, gates and bottleneck stay in the memory scope of the caller. */
export function gruRollOut(
  engine: Engine,
  model: PathGru,
  readout: Readout,
  batch: PathBatch,
  request: RollOutRequest,
): RollOut {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units } = model.shape;
  const gate = gateNames.indexOf(request.tap);
  const states = memory.allocate("float32", [steps + 1, size, units], "states");
  const read = openRead(engine, model.shape, batch, request);
  const { decodeError, bothError } = memory.scope(() => {
    const keeping = gate >= 0;
    const gates = keeping ? memory.allocate("float32", [steps, size, 3 * units], "gates") : undefined;
    const work = preparePath(engine, readout, batch);
    const around = denseValues(engine, model, batch, work, states, read);
    pool.run(
      rollOutBlock,
      work.blocks,
      { ...forwardValues(model, around, gates?.pointer ?? 0), decoding: request.decoding ? 1 : 0 },
      work.scratchBytes + rollOutScratchBytes(work.rows, units),
    );
    if (gates) copyGate(gates, gate, states.view.subarray(size * units));
    return request.decoding ? work.measured() : nothingDecoded;
  });
  return { activities: handedOver(request.tap, states, read), decodeError, bothError };
}
