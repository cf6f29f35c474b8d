/** One pass of the RNN over a batch: memory, blocks, gradients of the weights. What a block does is training-pass.ts. */
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { linearGradients } from "../../layers/linear.ts";
import type { Decay } from "../decay.ts";
import { denseValues } from "../dense-pass.ts";
import { finishPass } from "../finish-pass.ts";
import { preparePath } from "../path-block.ts";
import type { PathBatch, PathPassResult, Readout } from "../path-network.ts";
import { forwardValues } from "./forward.ts";
import { listsBytes } from "./lists.ts";
import { packWeights } from "./pack-weights.ts";
import { type PathRnn, rnnLayout, type WeightArrays } from "./path-rnn.ts";
import { defaultForms, type ProductForm } from "./product-forms.ts";
import { sampleBytes } from "./sample-segments.ts";
import { sparseTileBytes } from "./sparse-gradients.ts";
import { trainingBlock } from "./training-pass.ts";
import { gradientBlock, gradientBlocks } from "./weight-gradients.ts";

/**
 * One pass forward and back through time over a batch (Sorscher et al. 2019, loss of the published code).
 * @param gradients receives the gradient of `loss` for each weight, overwritten
 * @param forms how each product is computed; default: sparse behind a ReLU
 */
export function lossAndGradients(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
  gradients: WeightArrays,
  decay: Decay,
  forms = defaultForms(model.shape.activation),
): PathPassResult {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units, cells } = model.shape;
  return memory.scope(() => {
    const hidden = memory.allocate("float32", [steps + 1, size, units], "hidden states");
    const delta = memory.allocate("float32", [steps + 1, size, units], "gradients of the hidden states");
    const logitGradient = memory.allocate("float32", [steps, size, cells], "gradients of the logits");
    const work = preparePath(engine, readout, batch);
    const activeCounts = memory.allocate("float64", work.blocks, "active units of the blocks");
    const samples = (form: ProductForm, columns: number, label: string) =>
      form === "sparse" ? memory.allocate("uint8", sampleBytes(steps, size, columns), label).pointer : 0;
    const values = {
      ...forwardValues(engine, model, denseValues(engine, model, batch, work, hidden), forms),
      delta: delta.pointer,
      logitGradient: logitGradient.pointer,
      deltaPanels: samples(forms.recurrentGradient, units, "packed gradients of the hidden states"),
      logitPanels: samples(forms.decoderGradient, cells, "packed gradients of the logits"),
    };
    pool.run(
      trainingBlock,
      work.blocks,
      {
        ...values,
        dotsWhereActive: forms.decoderBackward === "sparse" ? 1 : 0,
        transposedPanels:
          forms.recurrentBackward === "sparse" ? packWeights(engine, model.weights.recurrent, true) : 0,
        activeCounts: activeCounts.pointer,
      },
      work.scratchBytes + listsBytes(work.rows, units),
    );
    const products = {
      ...values,
      encoderGradient: gradients.encoder.pointer,
      inputGradient: gradients.input.pointer,
      recurrentGradient: gradients.recurrent.pointer,
      decoderGradient: gradients.decoder.pointer,
    };
    pool.run(gradientBlock, gradientBlocks(products), products, sparseTileBytes(steps, size));
    sumBiases(engine, gradients, { steps, batch: size, units, cells, delta, logitGradient });
    return finishPass(engine, {
      layout: rnnLayout(model.shape),
      weights: model.weights,
      gradients,
      decay,
      scales: { input: model.shape.inputScale },
      ...{ work, activeCounts, units },
    });
  });
}

/** Gradients of the biases of encoder and decoder, where there are some. */
function sumBiases(
  engine: Engine,
  gradients: Partial<WeightArrays>,
  pass: {
    readonly steps: number;
    readonly batch: number;
    readonly units: number;
    readonly cells: number;
    readonly delta: SharedArray<"float32">;
    readonly logitGradient: SharedArray<"float32">;
  },
): void {
  const { encoderBias, decoderBias } = gradients;
  const { steps, batch, units, cells, delta, logitGradient } = pass;
  const noWeights = { rows: 0, source: 0, gradient: 0, batch };
  linearGradients(engine, [
    ...(decoderBias
      ? [{ ...noWeights, columns: cells, steps, delta: logitGradient.pointer, bias: decoderBias.pointer }]
      : []),
    ...(encoderBias
      ? [{ ...noWeights, columns: units, steps: 1, delta: delta.pointer, bias: encoderBias.pointer }]
      : []),
  ]);
}
