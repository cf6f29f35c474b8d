import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import { sum } from "../../engine/sum.ts";
import { finishGradients } from "../../layers/finish-gradients.ts";
import { namesOf } from "../layout.ts";
import type { PassResult, PathBatch, Readout } from "../path-network.ts";
import { blocksOf, forwardValues, rowScratchBytes } from "./forward.ts";
import { packWeights } from "./pack-weights.ts";
import type { PathRnn, WeightArrays } from "./path-rnn.ts";
import { sampleBytes } from "./sample-segments.ts";
import { sparseTileBytes } from "./sparse-gradients.ts";
import { trainingBlock } from "./training-pass.ts";
import { defaultWays, type Way, type Ways } from "./ways.ts";
import { gradientBlock, gradientBlocks } from "./weight-gradients.ts";

export interface PassOptions {
  /** Codes that are given instead of being computed from the positions: parity tests, other tasks. */
  readonly given?: {
    readonly start: SharedArray<"float32">; // [B, cells]
    readonly targets: SharedArray<"float32">; // [T, B, cells]
  };
  /** How each product is computed; default: sparse behind a ReLU. */
  readonly ways?: Ways | undefined;
}

/**
 * One pass forward and back through time over a batch (Sorscher et al. 2019, loss of the published code).
 * @param gradients receives the gradient of `loss` for each weight, overwritten
 * @param weightDecay strength of the L2 term on the recurrent weights only
 */
export function lossAndGradients(
  engine: Engine,
  model: PathRnn,
  readout: Readout,
  batch: PathBatch,
  gradients: WeightArrays,
  weightDecay: number,
  { given, ways = defaultWays(model.shape.activation) }: PassOptions = {},
): PassResult {
  const { memory, pool } = engine;
  const [steps, size] = batch.velocity.shape as [number, number];
  const { units, placeCells: cells } = model.shape;
  return memory.scope(() => {
    const hidden = memory.allocate("float32", [steps + 1, size, units], "hidden states");
    const delta = memory.allocate("float32", [steps + 1, size, units], "gradients of the hidden states");
    const logitGradient = memory.allocate("float32", [steps, size, cells], "gradients of the logits");
    const startCode = given?.start ?? memory.allocate("float32", [size, cells], "place code of the starts");
    const { rows, blocks } = blocksOf(engine, batch);
    const losses = memory.zeros("float64", size, "losses of the trajectories");
    const errors = memory.zeros("float64", size, "decode errors of the trajectories");
    const activeCounts = memory.allocate("float64", blocks, "active units of the blocks");
    const samples = (way: Way, columns: number, label: string) =>
      way === "sparse" ? memory.allocate("uint8", sampleBytes(steps, size, columns), label).pointer : 0;
    const startCodeGiven = given !== undefined;
    const values = {
      ...forwardValues(engine, model, readout, batch, { hidden, startCode, startCodeGiven, ways }),
      delta: delta.pointer,
      logitGradient: logitGradient.pointer,
      deltaPanels: samples(ways.recurrentGradient, units, "packed gradients of the hidden states"),
      logitPanels: samples(ways.decoderGradient, cells, "packed gradients of the logits"),
    };
    pool.run(
      trainingBlock,
      blocks,
      {
        ...values,
        targets: given?.targets.pointer ?? 0,
        dotsWhereActive: ways.decoderBackward === "sparse" ? 1 : 0,
        transposedPanels:
          ways.recurrentBackward === "sparse" ? packWeights(engine, model.weights.recurrent, true) : 0,
        losses: losses.pointer,
        errors: errors.pointer,
        activeCounts: activeCounts.pointer,
      },
      rowScratchBytes(engine, rows, model, readout.topK),
    );
    const products = {
      ...values,
      encoderGradient: gradients.encoder.pointer,
      inputGradient: gradients.input.pointer,
      recurrentGradient: gradients.recurrent.pointer,
      decoderGradient: gradients.decoder.pointer,
    };
    pool.run(gradientBlock, gradientBlocks(products), products, sparseTileBytes(steps, size));
    const { gradientSquares, decaySquares } = finishGradients(
      engine,
      namesOf(gradients).map((name) => ({
        gradient: gradients[name],
        weights: model.weights[name],
        scale: name === "input" ? model.shape.velocityScale : 1,
        decay: name === "recurrent" ? weightDecay : 0,
      })),
    );
    return {
      loss: sum(losses.view) / (steps * size) + weightDecay * decaySquares,
      decodeError: sum(errors.view) / (steps * size),
      density: sum(activeCounts.view) / (steps * size * units),
      gradientNorm: Math.sqrt(gradientSquares),
    };
  });
}
