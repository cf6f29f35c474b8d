import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { sum } from "../../engine/sum.ts";
import type { PathBatch, Readout } from "../path-network.ts";
import {
  addDecodeErrors,
  blocksOf,
  decodeStates,
  forwardArguments,
  forwardValues,
  initialState,
  recurrentStep,
  rowAddress,
  rowScratch,
  rowScratchBytes,
  rowsOfBlock,
} from "./forward.ts";
import type { PathRnn } from "./path-rnn.ts";
import { defaultWays } from "./ways.ts";

const rollOutBlock = defineJob(
  import.meta.url,
  "model/roll-out",
  [...forwardArguments, "errors", "activeCounts", "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const { codes: logits, decoded, lists } = rowScratch(context, a, rows.count);
    const errors = a.errors + rows.first * 8;
    let active = 0;
    initialState(context, a, rows, lists);
    for (let t = 0; t < a.steps; t++) {
      active += recurrentStep(context, a, rows, t, lists);
      if (!a.decoding) continue;
      decodeStates(context, a, rows, t, lists, logits);
      const positions = rowAddress(a.position, t, rows, a, 2);
      addDecodeErrors(context, a, logits, positions, rows.count, decoded, errors);
    }
    context.kernels.storeFloat64(a.activeCounts + block * 8, active);
  },
);

export interface PathRollOut {
  /** Mean distance between decoded and true position, m; NaN when nothing was decoded. */
  readonly decodeError: number;
  /** Share of activities that are not zero. */
  readonly density: number;
}

/**
 * Runs the network along given trajectories.
 * @param hidden [T + 1, B, units]: receives the states; row 0 the initial one, row t + 1 goes with position[t]
 * @param decoding false: only the states are wanted; that is about a third of the work
 */
export function rollOut(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
  hidden: SharedArray<"float32">,
  decoding = true,
): PathRollOut {
  const [steps, size] = batch.velocity.shape as [number, number];
  return engine.memory.scope(() => {
    const { blocks, rows } = blocksOf(engine, batch);
    const { activation, placeCells } = model.shape;
    const ways = defaultWays(activation);
    const startCode = engine.memory.allocate("float32", [size, placeCells], "place code of the starts");
    const errors = engine.memory.zeros("float64", size, "decode errors of the trajectories");
    const activeCounts = engine.memory.allocate("float64", blocks, "active units of the blocks");
    engine.pool.run(
      rollOutBlock,
      blocks,
      {
        ...forwardValues(engine, model, readout, batch, { hidden, startCode, startCodeGiven: false, ways }),
        errors: errors.pointer,
        activeCounts: activeCounts.pointer,
        decoding: decoding ? 1 : 0,
      },
      rowScratchBytes(engine, rows, model, readout.topK),
    );
    const samples = steps * size;
    return {
      decodeError: decoding ? sum(errors.view) / samples : Number.NaN,
      density: sum(activeCounts.view) / (samples * model.shape.units),
    };
  });
}
