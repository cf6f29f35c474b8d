/** One pass of an RNN with a bottleneck over a batch: dense, as that of any cell; the pass over lists is loss-and-gradients.ts. */
import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import { linearGradients } from "../../layers/linear.ts";
import type { Decay } from "../decay.ts";
import { denseProducts, denseTrainingValues, denseValues } from "../dense-pass.ts";
import { forwardRows } from "../dense-path.ts";
import { readOut, readOutArguments } from "../dense-read-out.ts";
import { finishPass } from "../finish-pass.ts";
import { floatBytes } from "../parameter-needs.ts";
import { preparePath, rowAddress, rowsOfBlock } from "../path-block.ts";
import type { PathBatch, PathPassResult, Readout } from "../path-network.ts";
import { forwardValues, listsOfBlock, recurrentStep, stepArguments } from "./forward.ts";
import { type PathRnn, rnnLayout, type WeightArrays } from "./path-rnn.ts";
import { allDense } from "./product-forms.ts";

const trainingArguments = [...readOutArguments, ...stepArguments] as const;

const forwardBlock = defineJob(
  import.meta.url,
  "rnn/bottleneck-forward",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    const lists = listsOfBlock(context, a, rows.count);
    forwardRows(context, a, rows, (t) => {
      recurrentStep(context, a, rows, t, lists);
    });
  },
);

const backwardBlock = defineJob(
  import.meta.url,
  "rnn/bottleneck-backward",
  trainingArguments,
  (context, block, a) => {
    const rows = rowsOfBlock(block, a);
    for (let t = a.steps - 1; t >= 0; t--) {
      const next = rowAddress(a.delta, t + 1, rows, a, a.units);
      const state = rowAddress(a.states, t + 1, rows, a, a.units);
      context.kernels.recurrentDerivative(next, state, rows.count * a.units, a.activation);
      // biome-ignore format: sizes, then one matrix a line
      context.matmul.multiply("nt", rows.count, a.units, a.units,
        next, a.units,
        a.recurrent, a.units,
        rowAddress(a.delta, t, rows, a, a.units), a.units, t > 0);
    }
  },
);

/** As `lossAndGradients`. */
export function bottleneckPass(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
  gradients: WeightArrays,
  decay: Decay,
): PathPassResult {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units, inputs, inputScale } = model.shape;
  return memory.scope(() => {
    const states = memory.allocate("float32", [steps + 1, size, units], "states");
    const work = preparePath(engine, readout, batch);
    const values = denseValues(engine, model, batch, work, states);
    const around = denseTrainingValues(engine, model.shape, values);
    const jobValues = forwardValues(engine, model, around.values, allDense);
    pool.run(forwardBlock, work.blocks, jobValues, work.scratchBytes);
    readOut(engine, jobValues);
    pool.run(backwardBlock, work.blocks, jobValues);
    const delta = around.values.delta + size * units * floatBytes;
    // biome-ignore format: one product a line
    linearGradients(engine, [
      { rows: units, columns: units, steps, batch: size, source: states.pointer, delta, gradient: gradients.recurrent.pointer },
      ...denseProducts(around.values, gradients),
      { rows: inputs, columns: units, steps, batch: size, source: batch.velocity.pointer, delta, gradient: gradients.input.pointer },
    ]);
    return finishPass(engine, {
      layout: rnnLayout(model.shape),
      weights: model.weights,
      gradients,
      decay,
      scales: { input: inputScale },
      ...{ work, units },
      activeCounts: around.activeCounts,
    });
  });
}
