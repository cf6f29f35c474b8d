import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import {
  blocksOf,
  decode,
  decodeErrorSum,
  forwardArguments,
  forwardValues,
  initialState,
  type PathBatch,
  type Readout,
  recurrentStep,
  rowAddress,
  rowScratchBytes,
  rowsOfBlock,
} from "./forward.ts";
import type { PathRnn } from "./path-rnn.ts";

const rollOutBlock = defineJob(
  import.meta.url,
  "model/roll-out",
  [...forwardArguments, "errorSums", "activeCounts"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const logits = context.scratch;
    const decoded = logits + rows.count * a.cells * 4;
    let error = 0;
    let active = 0;
    initialState(context, a, rows);
    for (let t = 0; t < a.steps; t++) {
      active += recurrentStep(context, a, rows, t);
      decode(context, a, rows, t, logits);
      error += decodeErrorSum(context, a, logits, rowAddress(a.position, t, rows, a, 2), rows.count, decoded);
    }
    context.kernels.storeFloat64(a.errorSums + block * 8, error);
    context.kernels.storeFloat64(a.activeCounts + block * 8, active);
  },
);

export interface RollOut {
  /** Mean distance between decoded and true position, m. */
  readonly decodeError: number;
  /** Share of activities that are not zero. */
  readonly density: number;
}

/**
 * Runs the network along given trajectories.
 * @param hidden [T + 1, B, units]: receives the states; row 0 the initial one, row t + 1 goes with position[t]
 */
export function rollOut(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
  hidden: SharedArray<"float32">,
): RollOut {
  const [steps, size] = batch.velocity.shape as [number, number];
  return engine.memory.scope(() => {
    const { blocks, rows } = blocksOf(engine, batch);
    const cells = model.shape.placeCells;
    const startCode = engine.memory.allocate("float32", [size, cells], "place code of the starts");
    const errorSums = engine.memory.allocate("float64", blocks, "decode errors of the blocks");
    const activeCounts = engine.memory.allocate("float64", blocks, "active units of the blocks");
    engine.pool.run(
      rollOutBlock,
      blocks,
      {
        ...forwardValues(engine, model, readout, batch, { hidden, startCode, startCodeGiven: false }),
        errorSums: errorSums.pointer,
        activeCounts: activeCounts.pointer,
      },
      rowScratchBytes(engine, rows, cells, readout.topK),
    );
    const samples = steps * size;
    return {
      decodeError: sum(errorSums.view) / samples,
      density: sum(activeCounts.view) / (samples * model.shape.units),
    };
  });
}

export const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
