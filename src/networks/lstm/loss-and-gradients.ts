/** One pass of the LSTM over a batch: memory, blocks, gradients of the weights. What a block does is pass.ts. */
import type { Engine } from "../../engine/engine.ts";
import { linearGradients } from "../../layers/linear.ts";
import type { Decay } from "../decay.ts";
import { finishPass } from "../finish-pass.ts";
import { preparePath } from "../path-block.ts";
import type { PathBatch, PathPassResult, Readout } from "../path-network.ts";
import { trainingBlock } from "./pass.ts";
import { type LstmWeights, lstmLayout, type PathLstm } from "./path-lstm.ts";
import { forwardValues } from "./values.ts";

/**
 * One pass forward and back through time over a batch.
 * @param gradients receives the gradient of `loss` for each weight, overwritten
 * @param decay what of the weights is added to the loss
 */
export function lstmLossAndGradients(
  engine: Engine,
  model: PathLstm,
  readout: Readout,
  batch: PathBatch,
  gradients: LstmWeights,
  decay: Decay,
): PathPassResult {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units, placeCells: cells, inputs, inputScale } = model.shape;
  return memory.scope(() => {
    const array = (times: number, width: number, label: string) =>
      memory.allocate("float32", [times, size, width], label);
    const states = array(steps + 1, units, "states");
    const cellStates = array(steps + 1, units, "cell states");
    const squashed = array(steps, units, "shown cell states");
    const gates = array(steps, 4 * units, "gates, then their gradients");
    const delta = array(steps + 1, units, "gradients of the states");
    const cellDelta = memory.zeros("float32", [size, units], "gradients of the cell states");
    const logitGradient = array(steps, cells, "gradients of the logits");
    const work = preparePath(engine, readout, batch);
    const activeCounts = memory.allocate("float64", work.blocks, "active units of the blocks");
    pool.run(
      trainingBlock,
      work.blocks,
      {
        ...forwardValues(model, work, states, cellStates, gates.pointer),
        squashed: squashed.pointer,
        logitGradient: logitGradient.pointer,
        delta: delta.pointer,
        cellDelta: cellDelta.pointer,
        activeCounts: activeCounts.pointer,
      },
      work.scratchBytes,
    );
    const into = (name: keyof LstmWeights) => gradients[name].pointer;
    const afterFirst = states.pointer + size * units * 4;
    const startCode = work.values.startCode;
    // biome-ignore format: one product a line
    linearGradients(engine, [
      { rows: units, columns: 4 * units, steps, batch: size, source: states.pointer, delta: gates.pointer, gradient: into("recurrent"), bias: into("inputBias") },
      { rows: units, columns: cells, steps, batch: size, source: afterFirst, delta: logitGradient.pointer, gradient: into("decoder") },
      { rows: cells, columns: units, steps: 1, batch: size, source: startCode, delta: delta.pointer, gradient: into("encoder") },
      { rows: cells, columns: units, steps: 1, batch: size, source: startCode, delta: cellDelta.pointer, gradient: into("cellEncoder") },
      { rows: inputs, columns: 4 * units, steps, batch: size, source: batch.velocity.pointer, delta: gates.pointer, gradient: into("input") },
    ]);
    // Two biases of the same sums have the same gradient.
    const { recurrentBias }: Partial<LstmWeights> = gradients;
    recurrentBias?.view.set(gradients.inputBias.view);
    return finishPass(engine, {
      layout: lstmLayout(model.shape),
      weights: model.weights,
      gradients,
      decay,
      scales: { input: inputScale },
      ...{ work, activeCounts, units },
    });
  });
}
