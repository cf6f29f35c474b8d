/** The last pass over gradients: factors, the gradient of a decay, and the sums of squares that norm and loss need. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { sum } from "../engine/sum.ts";

/** Elements a block finishes. */
const chunk = 1 << 15;

const finishChunk = defineJob(
  import.meta.url,
  "layers/finish-gradients",
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

export interface UnfinishedGradient {
  readonly gradient: SharedArray<"float32">;
  readonly weights: SharedArray<"float32">;
  /** Factor on what is there. */
  readonly scale: number;
  /** Strength of decay * sum(weights²) in the loss. */
  readonly decay: number;
}

export interface FinishedGradients {
  /** Sum of all squared gradients. */
  readonly gradientSquares: number;
  /** Sum of the squares of the weights that decay. */
  readonly decaySquares: number;
}

/** In place, one array after the other. */
export function finishGradients(engine: Engine, gradients: readonly UnfinishedGradient[]): FinishedGradients {
  let gradientSquares = 0;
  let decaySquares = 0;
  for (const { gradient, weights, scale, decay } of gradients) {
    const count = gradient.length;
    const blocks = Math.ceil(count / chunk);
    engine.memory.scope(() => {
      const ofGradient = engine.memory.allocate("float64", blocks, "squared gradients of the blocks");
      const ofWeights = engine.memory.allocate("float64", blocks, "squared weights of the blocks");
      engine.pool.run(finishChunk, blocks, {
        gradient: gradient.pointer,
        weights: weights.pointer,
        count,
        scale,
        decay,
        gradientSquares: ofGradient.pointer,
        weightSquares: ofWeights.pointer,
      });
      gradientSquares += sum(ofGradient.view);
      decaySquares += sum(ofWeights.view);
    });
  }
  return { gradientSquares, decaySquares };
}
