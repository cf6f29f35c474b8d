/** The GRU along given paths, without a loss, and what of it can be looked at. */
import type { Engine } from "../../engine/engine.ts";
import { preparePath } from "../path-block.ts";
import type { PathBatch, Readout, RollOut, RollOutRequest, Tap } from "../path-network.ts";
import { rollOutBlock, rollOutScratchBytes } from "./pass.ts";
import type { PathGru } from "./path-gru.ts";
import { forwardValues } from "./values.ts";

const gateNames = ["reset", "update", "candidate"];

export const gruTaps = (units: number): readonly [Tap, ...Tap[]] => [
  { name: "units", units, help: "states of the gated units after each step" },
  { name: "reset", units, help: "reset gates: how much of the state the candidate hears" },
  { name: "update", units, help: "update gates: how much of the state stays" },
  { name: "candidate", units, help: "candidates: what the state would become" },
];

/** Runs along given trajectories; states and gates stay in the memory scope of the caller. */
export function gruRollOut(
  engine: Engine,
  model: PathGru,
  readout: Readout,
  batch: PathBatch,
  { tap, decoding }: RollOutRequest,
): RollOut {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units } = model.shape;
  const gate = gateNames.indexOf(tap);
  const wanted = memory.allocate("float32", [steps + 1, size, units], "states");
  const decodeError = memory.scope(() => {
    const keeping = gate >= 0;
    const gates = keeping ? memory.allocate("float32", [steps, size, 3 * units], "gates") : undefined;
    const work = preparePath(engine, readout, batch);
    pool.run(
      rollOutBlock,
      work.blocks,
      { ...forwardValues(model, work, wanted, gates?.pointer ?? 0), decoding: decoding ? 1 : 0 },
      work.scratchBytes + rollOutScratchBytes(work.rows, units),
    );
    if (gates) copyGate(gates.view, gate, units, wanted.view.subarray(size * units));
    return decoding ? work.measured().decodeError : Number.NaN;
  });
  return { activities: wanted.pointer + size * units * 4, decodeError };
}

/** Of gates [samples, 3 * units] one, into [samples, units]. */
function copyGate(gates: Float32Array, gate: number, units: number, into: Float32Array): void {
  for (let to = 0, from = gate * units; to < into.length; to += units, from += 3 * units) {
    into.set(gates.subarray(from, from + units), to);
  }
}
