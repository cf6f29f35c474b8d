/** The RNN along given paths, without a loss: for whoever looks at it. */
import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { sum } from "../../engine/sum.ts";
import { addDecodeErrors, preparePath, rowsOfBlock, scratchOf } from "../path-block.ts";
import type { PathBatch, Readout } from "../path-network.ts";
import {
  decodeStates,
  forwardArguments,
  forwardValues,
  initialState,
  listsOfBlock,
  recurrentStep,
} from "./forward.ts";
import { listsBytes } from "./lists.ts";
import type { PathRnn } from "./path-rnn.ts";
import { defaultForms } from "./product-forms.ts";

const rollOutBlock = defineJob(
  import.meta.url,
  "rnn/roll-out",
  [...forwardArguments, "activeCounts", "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const lists = listsOfBlock(context, a, rows.count);
    const { codes: logits } = scratchOf(context, a, rows.count);
    let active = 0;
    initialState(context, a, rows, lists);
    for (let t = 0; t < a.steps; t++) {
      active += recurrentStep(context, a, rows, t, lists);
      if (!a.decoding) continue;
      decodeStates(context, a, rows, t, lists, logits);
      addDecodeErrors(context, a, rows, t, logits);
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
    const work = preparePath(engine, readout, batch);
    const { units, activation } = model.shape;
    const activeCounts = engine.memory.allocate("float64", work.blocks, "active units of the blocks");
    engine.pool.run(
      rollOutBlock,
      work.blocks,
      {
        ...forwardValues(engine, model, work, hidden, defaultForms(activation)),
        activeCounts: activeCounts.pointer,
        decoding: decoding ? 1 : 0,
      },
      work.scratchBytes + listsBytes(work.rows, units),
    );
    return {
      decodeError: decoding ? work.measured().decodeError : Number.NaN,
      density: sum(activeCounts.view) / (steps * size * units),
    };
  });
}
