import type { Engine } from "../../engine/engine.ts";
import { defineJob } from "../../engine/job.ts";
import {
  allocateWeights,
  type PathRnn,
  type WeightArrays,
  type WeightName,
  weightNames,
} from "../../networks/rnn/path-rnn.ts";

const chunk = 1 << 15;

const adamChunk = defineJob(
  import.meta.url,
  "train/adam",
  // biome-ignore format: four groups
  ["weights", "gradient", "firstMoment", "secondMoment", "count",
    "rate", "beta1", "beta2", "complement1", "complement2", "inverseRoot", "epsilon", "gradientScale"],
  (context, block, a) => {
    const first = block * chunk;
    const offset = first * 4;
    // biome-ignore format: arrays, then numbers
    context.kernels.adam(a.weights + offset, a.gradient + offset, a.firstMoment + offset, a.secondMoment + offset,
      Math.min(chunk, a.count - first),
      a.rate, a.beta1, a.beta2, a.complement1, a.complement2, a.inverseRoot, a.epsilon, a.gradientScale);
  },
);

export type LearningRates = Readonly<Record<WeightName, number>>;

/** The same learning rate for all weights but the encoder's and the input's, which have their own factors. */
export const learningRates = (rate: number, encoderScale = 1, inputScale = 1): LearningRates => ({
  encoder: rate * encoderScale,
  input: rate * inputScale,
  recurrent: rate,
  decoder: rate,
});

/** State of Adam: moments shaped like the weights, and the number of updates made. */
export interface Adam {
  readonly firstMoment: WeightArrays;
  readonly secondMoment: WeightArrays;
  updates: number;
}

export const adamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** The numbers of update `updates` (from 1), as assembly/adam.ts names them; the learning rate is to be divided by `correction1`. */
export function adamNumbers(updates: number) {
  const { beta1, beta2, epsilon } = adamConstants;
  return {
    beta1,
    beta2,
    complement1: 1 - beta1,
    complement2: 1 - beta2,
    correction1: 1 - beta1 ** updates,
    inverseRoot: 1 / Math.sqrt(1 - beta2 ** updates),
    epsilon,
  };
}

export function openAdam(engine: Engine, model: PathRnn): Adam {
  return {
    firstMoment: allocateWeights(engine, model.shape, "first moment", true),
    secondMoment: allocateWeights(engine, model.shape, "second moment", true),
    updates: 0,
  };
}

/**
 * One Adam update in place (Kingma & Ba 2015, constants and order of PyTorch).
 * @param learningRates of each weight matrix
 * @param gradientScale factor on every gradient, below 1 when the norm is clipped
 */
export function adamUpdate(
  engine: Engine,
  model: PathRnn,
  adam: Adam,
  gradients: WeightArrays,
  learningRates: LearningRates,
  gradientScale: number,
): void {
  adam.updates++;
  const { correction1, ...numbers } = { ...adamNumbers(adam.updates), gradientScale };
  for (const name of weightNames) {
    const count = model.weights[name].length;
    engine.pool.run(adamChunk, Math.ceil(count / chunk), {
      ...numbers,
      rate: learningRates[name] / correction1,
      weights: model.weights[name].pointer,
      gradient: gradients[name].pointer,
      firstMoment: adam.firstMoment[name].pointer,
      secondMoment: adam.secondMoment[name].pointer,
      count,
    });
  }
}
