/** One pass of the LSTM over a batch: memory, blocks, gradients of the weights. What a block does is pass.ts. */
import type { Engine } from "../../engine/engine.ts";
import { type LinearProduct, linearGradients } from "../../layers/linear.ts";
import type { Decay } from "../decay.ts";
import { denseProducts, denseTrainingValues, denseValues } from "../dense-pass.ts";
import { readOut } from "../dense-read-out.ts";
import { finishPass } from "../finish-pass.ts";
import { addressOf } from "../layout.ts";
import { preparePath } from "../path-block.ts";
import type { PathBatch, PathPassResult, Readout } from "../path-network.ts";
import { backwardBlock, forwardBlock, forwardScratchBytes } from "./pass.ts";
import { type LstmWeights, lstmLayout, type PathLstm } from "./path-lstm.ts";
import { lstmValues } from "./values.ts";

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
  const { units, inputs, inputUnits, inputScale } = model.shape;
  return memory.scope(() => {
    const array = (times: number, width: number, label: string) =>
      memory.allocate("float32", [times, size, width], label);
    const states = array(steps + 1, units, "states");
    const work = preparePath(engine, readout, batch);
    const ofRows = denseValues(engine, model, batch, work, states);
    const around = denseTrainingValues(engine, model.shape, ofRows);
    const cellStates = array(steps + 1, units, "cell states");
    const squashed = array(steps, units, "shown cell states");
    const gates = array(steps, 4 * units, "gates, then their gradients");
    const cellDelta = memory.zeros("float32", [size, units], "gradients of the cell states");
    const embedded = inputUnits && array(steps, inputUnits, "inputs after their layer").pointer;
    const embeddedDelta = inputUnits && array(steps, inputUnits, "gradients of the input layer").pointer;
    const values = {
      ...around.values,
      ...lstmValues(model, cellStates, gates.pointer),
      ...{ embedded, embeddedDelta },
      squashed: squashed.pointer,
      cellDelta: cellDelta.pointer,
    };
    const scratchBytes = work.scratchBytes + forwardScratchBytes(work.rows, model.shape);
    pool.run(forwardBlock, work.blocks, values, scratchBytes);
    readOut(engine, values);
    pool.run(backwardBlock, work.blocks, values);
    const into = (name: keyof LstmWeights) => addressOf(gradients, name);
    const { startCode, cells } = around.values;
    const told = { rows: inputs, source: batch.velocity.pointer };
    const heard = inputUnits ? { rows: inputUnits, source: embedded } : told;
    // biome-ignore format: one product a line
    const products: LinearProduct[] = [
      { rows: units, columns: 4 * units, steps, batch: size, source: states.pointer, delta: gates.pointer, gradient: into("recurrent"), bias: into("inputBias") },
      ...denseProducts(around.values, gradients),
      { rows: cells, columns: units, steps: 1, batch: size, source: startCode, delta: cellDelta.pointer, gradient: into("cellEncoder"), bias: into("cellEncoderBias") },
      { ...heard, columns: 4 * units, steps, batch: size, delta: gates.pointer, gradient: into("input") },
    ];
    // biome-ignore format: one product a line
    if (inputUnits) products.push(
      { ...told, columns: inputUnits, steps, batch: size, delta: embeddedDelta, gradient: into("inputLayer"), bias: into("inputLayerBias") },
    );
    linearGradients(engine, products);
    // Two biases of the same sums have the same gradient.
    const { recurrentBias }: Partial<LstmWeights> = gradients;
    recurrentBias?.view.set(gradients.inputBias.view);
    return finishPass(engine, {
      layout: lstmLayout(model.shape),
      weights: model.weights,
      gradients,
      decay,
      scales: inputUnits ? { inputLayer: inputScale } : { input: inputScale },
      ...{ work, units },
      activeCounts: around.activeCounts,
    });
  });
}
