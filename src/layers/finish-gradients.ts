/** The last pass over gradients: factors, the gradient of a decay, and the sums of squares that norm and loss need. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { sum } from "../engine/sum.ts";
import type { ArrayDecay } from "./array-decay.ts";
import { addNormDecay } from "./norm-decay.ts";

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
  readonly decay: ArrayDecay | undefined;
}

export interface FinishedGradients {
  /** Sum of all squared gradients. */
  readonly gradientSquares: number;
  /** What all decay adds to the loss. */
  readonly decay: number;
}

/** In place, one array after the other. */
export function finishGradients(engine: Engine, gradients: readonly UnfinishedGradient[]): FinishedGradients {
  let gradientSquares = 0;
  let total = 0;
  for (const { gradient, weights, scale, decay } of gradients) {
    if (decay?.form === "norm") {
      if (scale !== 1) finishArray(engine, gradient, weights, scale, 0);
      total += addNormDecay(engine, gradient, weights, decay);
      gradientSquares += finishArray(engine, gradient, weights, 1, 0).gradientSquares;
    } else {
      const strength = decay?.strength ?? 0;
      const squares = finishArray(engine, gradient, weights, scale, strength);
      gradientSquares += squares.gradientSquares;
      total += strength * squares.weightSquares;
    }
  }
  return { gradientSquares, decay: total };
}

/** @param decay strength of decay * sum(weights²) in the loss */
const finishArray = (
  engine: Engine,
  gradient: SharedArray<"float32">,
  weights: SharedArray<"float32">,
  scale: number,
  decay: number,
) =>
  engine.memory.scope(() => {
    const count = gradient.length;
    const blocks = Math.ceil(count / chunk);
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
    return { gradientSquares: sum(ofGradient.view), weightSquares: sum(ofWeights.view) };
  });
