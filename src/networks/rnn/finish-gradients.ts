import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import { sum } from "../../engine/sum.ts";
import { type PathRnn, type WeightArrays, weightNames } from "./path-rnn.ts";

/** Elements a block finishes. */
const chunk = 1 << 15;

const finishChunk = defineJob(
  import.meta.url,
  "model/finish-gradients",
  ["gradient", "weights", "count", "scale", "decay", "gradientSquares", "weightSquares"],
  ({ kernels }, block, a) => {
    const first = block * chunk;
    const count = Math.min(chunk, a.count - first);
    const gradient = a.gradient + first * 4;
    const weights = a.weights + first * 4;
    if (a.scale !== 1 || a.decay !== 0) kernels.scaleAndAdd(gradient, weights, count, a.scale, 2 * a.decay);
    kernels.storeFloat64(a.gradientSquares + block * 8, kernels.sumOfSquares(gradient, count));
    kernels.storeFloat64(a.weightSquares + block * 8, a.decay ? kernels.sumOfSquares(weights, count) : 0);
  },
);

export interface FinishedGradients {
  /** Sum of all squared gradients. */
  readonly gradientSquares: number;
  /** Sum of the squared recurrent weights when they decay, else 0. */
  readonly decaySquares: number;
}

/** Gives the input's gradient its scale and adds that of weightDecay * sum(recurrent²), in place. */
export function finishGradients(
  engine: Engine,
  model: PathRnn,
  gradients: WeightArrays,
  weightDecay: number,
): FinishedGradients {
  let gradientSquares = 0;
  let decaySquares = 0;
  for (const name of weightNames) {
    const count = gradients[name].length;
    const blocks = Math.ceil(count / chunk);
    engine.memory.scope(() => {
      const ofGradient = engine.memory.allocate("float64", blocks, "squared gradients of the blocks");
      const ofWeights = engine.memory.allocate("float64", blocks, "squared weights of the blocks");
      engine.pool.run(finishChunk, blocks, {
        gradient: gradients[name].pointer,
        weights: model.weights[name].pointer,
        count,
        scale: name === "input" ? model.shape.velocityScale : 1,
        decay: name === "recurrent" ? weightDecay : 0,
        gradientSquares: ofGradient.pointer,
        weightSquares: ofWeights.pointer,
      });
      gradientSquares += sum(ofGradient.view);
      decaySquares += sum(ofWeights.view);
    });
  }
  return { gradientSquares, decaySquares };
}
