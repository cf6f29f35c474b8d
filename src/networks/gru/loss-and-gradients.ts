/** One pass of the GRU over a batch: memory, blocks, gradients of the weights. What a block does is pass.ts. */
import type { Engine } from "../../engine/engine.ts";
import { linearGradients } from "../../layers/linear.ts";
import type { Decay } from "../decay.ts";
import { finishPass } from "../finish-pass.ts";
import { preparePath } from "../path-block.ts";
import type { PathBatch, PathPassResult, Readout } from "../path-network.ts";
import { trainingBlock } from "./pass.ts";
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
  const { units, placeCells: cells } = model.shape;
  return memory.scope(() => {
    const array = (times: number, width: number, label: string) =>
      memory.allocate("float32", [times, size, width], label);
    const states = array(steps + 1, units, "states");
    const gates = array(steps, 3 * units, "gates");
    const recurrentCandidate = array(steps, units, "recurrent parts of the candidates");
    const delta = array(steps + 1, units, "gradients of the states");
    const inputDelta = array(steps, 3 * units, "gradients of the gates at the input");
    const recurrentDelta = array(steps, 3 * units, "gradients of the gates at the state before");
    const logitGradient = array(steps, cells, "gradients of the logits");
    const work = preparePath(engine, readout, batch);
    const activeCounts = memory.allocate("float64", work.blocks, "active units of the blocks");
    pool.run(
      trainingBlock,
      work.blocks,
      {
        ...forwardValues(model, work, states, gates.pointer),
        recurrentCandidate: recurrentCandidate.pointer,
        logitGradient: logitGradient.pointer,
        delta: delta.pointer,
        inputDelta: inputDelta.pointer,
        recurrentDelta: recurrentDelta.pointer,
        activeCounts: activeCounts.pointer,
      },
      work.scratchBytes,
    );
    const into = (name: keyof GruWeights) => gradients[name].pointer;
    const afterFirst = states.pointer + size * units * 4;
    const startCode = work.values.startCode;
    // biome-ignore format: one product a line
    linearGradients(engine, [
      { rows: units, columns: 3 * units, steps, batch: size, source: states.pointer, delta: recurrentDelta.pointer, gradient: into("recurrent"), bias: into("recurrentBias") },
      { rows: units, columns: cells, steps, batch: size, source: afterFirst, delta: logitGradient.pointer, gradient: into("decoder") },
      { rows: cells, columns: units, steps: 1, batch: size, source: startCode, delta: delta.pointer, gradient: into("encoder") },
      { rows: model.shape.inputs, columns: 3 * units, steps, batch: size, source: batch.velocity.pointer, delta: inputDelta.pointer, gradient: into("input"), bias: into("inputBias") },
    ]);
    return finishPass(engine, {
      layout: gruLayout(model.shape),
      weights: model.weights,
      gradients,
      decay,
      scales: { input: model.shape.inputScale },
      ...{ work, activeCounts, units },
    });
  });
}
