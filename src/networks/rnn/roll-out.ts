/** The RNN along given paths, without a loss: for whoever looks at it. */
import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import { denseValues } from "../dense-pass.ts";
import { readState } from "../dense-path.ts";
import { handedOver, openRead } from "../dense-taps.ts";
import { addDecodeErrors, nothingDecoded, preparePath, rowsOfBlock, scratchOf } from "../path-block.ts";
import type { PathBatch, Readout, RollOut, RollOutRequest } from "../path-network.ts";
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
  [...forwardArguments, "decoding"],
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const lists = listsOfBlock(context, a, rows.count);
    const { codes: logits } = scratchOf(context, a, rows.count);
    initialState(context, a, rows, lists);
    for (let t = 0; t < a.steps; t++) {
      recurrentStep(context, a, rows, t, lists);
      if (a.read) readState(context, a, rows, t, 0);
      if (!a.decoding) continue;
      decodeStates(context, a, rows, t, lists, logits);
      addDecodeErrors(context, a, rows, t, logits);
    }
  },
);

/** Runs the network along given trajectories; states and bottleneck stay in the memory scope of the caller. */
export function rollOut(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
  request: RollOutRequest,
): RollOut {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units, activation, bottleneck } = model.shape;
  const hidden = memory.allocate("float32", [steps + 1, size, units], "hidden states");
  const read = openRead(engine, model.shape, batch, request);
  const forms = defaultForms(activation);
  const { decodeError, bothError } = memory.scope(() => {
    const work = preparePath(engine, readout, batch);
    const around = denseValues(engine, model, batch, work, hidden, read);
    pool.run(
      rollOutBlock,
      work.blocks,
      {
        // Of a bottleneck there are no lists.
        ...forwardValues(
          engine,
          model,
          around,
          bottleneck > 0 ? { ...forms, decoderForward: "dense" } : forms,
        ),
        decoding: request.decoding ? 1 : 0,
      },
      work.scratchBytes + listsBytes(work.rows, units),
    );
    return request.decoding ? work.measured() : nothingDecoded;
  });
  return { activities: handedOver(request.tap, hidden, read), decodeError, bothError };
}
