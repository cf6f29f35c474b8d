import type { Engine } from "../engine/engine.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { blocksOf, forwardValues, type PathBatch, type Readout, rowScratchBytes } from "./forward.ts";
import type { PathRnn, WeightArrays } from "./path-rnn.ts";
import { sum } from "./rollout.ts";
import { trainingBlock } from "./training-pass.ts";
import { gradientBlock, gradientBlocks } from "./weight-gradients.ts";

export interface PassResult {
  /** Cross-entropy per sample in nats, plus weightDecay * sum(recurrent²). */
  readonly loss: number;
  /** Mean distance between decoded and true position, m. */
  readonly decodeError: number;
  /** Share of activities that are not zero. */
  readonly density: number;
  /** Root of the sum of all squared gradients. */
  readonly gradientNorm: number;
}

/** Codes that are given instead of being computed from the positions: parity tests, other tasks. */
export interface GivenCodes {
  readonly start: SharedArray<"float32">; // [B, cells]
  readonly targets: SharedArray<"float32">; // [T, B, cells]
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
  given?: GivenCodes,
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
    const blockSums = (label: string, count: number) => memory.allocate("float64", count, label);
    const lossSums = blockSums("losses of the blocks", blocks);
    const errorSums = blockSums("decode errors of the blocks", blocks);
    const activeCounts = blockSums("active units of the blocks", blocks);
    const values = forwardValues(engine, model, readout, batch, {
      hidden,
      startCode,
      startCodeGiven: given !== undefined,
    });
    pool.run(
      trainingBlock,
      blocks,
      {
        ...values,
        targets: given?.targets.pointer ?? 0,
        logitGradient: logitGradient.pointer,
        delta: delta.pointer,
        lossSums: lossSums.pointer,
        errorSums: errorSums.pointer,
        activeCounts: activeCounts.pointer,
      },
      rowScratchBytes(engine, rows, cells, readout.topK),
    );
    const tiles = gradientBlocks(units, cells);
    const gradientSquares = blockSums("squared gradients of the blocks", tiles);
    const decaySquares = blockSums("squared weights of the blocks", tiles);
    pool.run(gradientBlock, tiles, {
      ...values,
      delta: delta.pointer,
      logitGradient: logitGradient.pointer,
      encoderGradient: gradients.encoder.pointer,
      inputGradient: gradients.input.pointer,
      recurrentGradient: gradients.recurrent.pointer,
      decoderGradient: gradients.decoder.pointer,
      weightDecay,
      gradientSquares: gradientSquares.pointer,
      decaySquares: decaySquares.pointer,
    });
    const samples = steps * size;
    return {
      loss: sum(lossSums.view) / samples + weightDecay * sum(decaySquares.view),
      decodeError: sum(errorSums.view) / samples,
      density: sum(activeCounts.view) / (samples * units),
      gradientNorm: Math.sqrt(sum(gradientSquares.view)),
    };
  });
}
