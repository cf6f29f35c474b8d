import type { Engine } from "../engine/engine.ts";
import { lossAndGradients, type PassResult } from "../networks/rnn/loss-and-gradients.ts";
import { allocateWeights, type PathRnn } from "../networks/rnn/path-rnn.ts";
import type { Ways } from "../networks/rnn/ways.ts";
import type { Experiment } from "../tasks/path-integration/experiment.ts";
import { trainingBatch } from "../tasks/path-integration/training-batch.ts";
import { firstBadArray } from "./bad-array.ts";
import { type Adam, adamUpdate, type LearningRates, learningRates } from "./optimizers/adam.ts";
import { learningRateAt } from "./schedule.ts";
import type { Settings } from "./settings.ts";

export interface StepResult extends PassResult {
  readonly learningRate: number;
}

/**
 * Thrown when a loss, a gradient or what an update made of a weight is no finite number. In the first two cases the weights
 * are those before the step.
 */
export class NotFiniteError extends Error {
  constructor(
    readonly step: number,
    readonly array: string,
  ) {
    super(`step ${step}: a value of the ${array} is not finite`);
    this.name = "NotFiniteError";
  }
}

/** Of each weight matrix, at a rate of the schedule. */
export const learningRatesOf = (rate: number, train: Settings["train"]): LearningRates =>
  learningRates(rate, train.encoderRateScale, train.inputRateScale);

/** By what a gradient is multiplied before it is used: less than 1 when it is longer than `gradientClip`. */
export const gradientScaleOf = (norm: number, { gradientClip: clip }: Settings["train"]): number =>
  clip !== null && norm > clip ? clip / norm : 1;

/**
 * One training step in place: simulate, forward, back through time, update. It depends on the weights and its number alone.
 * @param step 0-based
 * @param ways how the products are computed; default: sparse behind a ReLU
 * @throws NotFiniteError naming the first array that is not finite
 */
export function trainingStep(
  engine: Engine,
  experiment: Experiment,
  model: PathRnn,
  adam: Adam,
  step: number,
  ways?: Ways,
): StepResult {
  const { train } = experiment.settings;
  return engine.memory.scope(() => {
    const batch = trainingBatch(engine, experiment, step);
    const gradients = allocateWeights(engine, model.shape, "gradients");
    const result = lossAndGradients(engine, model, experiment, batch, gradients, train.weightDecay, { ways });
    if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm)) {
      throw new NotFiniteError(step + 1, firstBadArray(engine, model, adam, experiment, batch, gradients));
    }
    const learningRate = learningRateAt(train, step);
    const scale = gradientScaleOf(result.gradientNorm, train);
    adamUpdate(engine, model, adam, gradients, learningRatesOf(learningRate, train), scale);
    return { ...result, learningRate };
  });
}
