/** One pass of the GRU over a batch: memory, blocks, gradients of the weights. What a block does is pass.ts. */
import type { Engine } from "../../engine/engine.ts";
import { linearGradients } from "../../layers/linear.ts";
import type { Decay } from "../decay.ts";
import { denseProducts, denseTrainingValues, denseValues } from "../dense-pass.ts";
import { readOut } from "../dense-read-out.ts";
import { finishPass } from "../finish-pass.ts";
import { preparePath } from "../path-block.ts";
import type { PathBatch, PathPassResult, Readout } from "../path-network.ts";
import { backwardBlock, forwardBlock } from "./pass.ts";
import { type GruWeights, gruLayout, type PathGru } from "./path-gru.ts";
import { forwardValues } from "./values.ts";

/**
 * One pass forward and back through time over a batch.
 * @param gradients receives the gradient of `loss` for each weight, overwritten
 */
export function gruLossAndGradients(
  engine: Engine,
  model: PathGru,
  readout: Readout,
  batch: PathBatch,
  gradients: GruWeights,
  decay: Decay,
): PathPassResult {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units, inputs } = model.shape;
  return memory.scope(() => {
    const array = (times: number, width: number, label: string) =>
      memory.allocate("float32", [times, size, width], label);
    const states = array(steps + 1, units, "states");
    const work = preparePath(engine, readout, batch);
    const ofRows = denseValues(engine, model, batch, work, states);
    const around = denseTrainingValues(engine, model.shape, ofRows);
    const gates = array(steps, 3 * units, "gates");
    const recurrentCandidate = array(steps, units, "recurrent parts of the candidates");
    const inputDelta = array(steps, 3 * units, "gradients of the gates at the input");
    const recurrentDelta = array(steps, 3 * units, "gradients of the gates at the state before");
    const values = {
      ...forwardValues(model, around.values, gates.pointer),
      recurrentCandidate: recurrentCandidate.pointer,
      inputDelta: inputDelta.pointer,
      recurrentDelta: recurrentDelta.pointer,
    };
    pool.run(forwardBlock, work.blocks, values, work.scratchBytes);
    readOut(engine, values);
    pool.run(backwardBlock, work.blocks, values);
    const into = (name: keyof GruWeights) => gradients[name].pointer;
    // biome-ignore format: one product a line
    linearGradients(engine, [
      { rows: units, columns: 3 * units, steps, batch: size, source: states.pointer, delta: recurrentDelta.pointer, gradient: into("recurrent"), bias: into("recurrentBias") },
      ...denseProducts(around.values, gradients),
      { rows: inputs, columns: 3 * units, steps, batch: size, source: batch.velocity.pointer, delta: inputDelta.pointer, gradient: into("input"), bias: into("inputBias") },
    ]);
    return finishPass(engine, {
      layout: gruLayout(model.shape),
      weights: model.weights,
      gradients,
      decay,
      scales: { input: model.shape.inputScale },
      ...{ work, units },
      activeCounts: around.activeCounts,
    });
  });
}
