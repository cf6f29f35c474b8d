import type { Engine } from "../engine/engine.ts";
import { lossAndGradients, type PassResult } from "../model/loss-and-gradients.ts";
import { allocateWeights, type PathRnn } from "../model/path-rnn.ts";
import type { Ways } from "../model/ways.ts";
import { allocateTrajectories, simulateTrajectories } from "../world/trajectory.ts";
import { type Adam, adamUpdate, learningRates } from "./adam.ts";
import { firstBadArray } from "./bad-array.ts";
import type { Experiment } from "./experiment.ts";
import { learningRateAt } from "./schedule.ts";

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

/**
 * One training step in place: simulate, forward, back through time, update. Trajectory b of step s is number
 * s * batchSize + b of the stream "training", so a step depends on the weights and its number alone.
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
  const { settings, arena } = experiment;
  const { train, world, seed } = settings;
  return engine.memory.scope(() => {
    const batch = allocateTrajectories(engine, train.sequenceLength, train.batchSize);
    const source = { seed, stream: "training", first: step * train.batchSize };
    simulateTrajectories(engine, source, batch, arena, world);
    const gradients = allocateWeights(engine, model.shape, "gradients");
    const result = lossAndGradients(engine, model, experiment, batch, gradients, train.weightDecay, { ways });
    if (!Number.isFinite(result.loss) || !Number.isFinite(result.gradientNorm)) {
      throw new NotFiniteError(step + 1, firstBadArray(engine, model, adam, experiment, batch, gradients));
    }
    const learningRate = learningRateAt(train, step);
    const clip = train.gradientClip;
    const scale = clip !== null && result.gradientNorm > clip ? clip / result.gradientNorm : 1;
    const rates = learningRates(learningRate, train.encoderRateScale, train.inputRateScale);
    adamUpdate(engine, model, adam, gradients, rates, scale);
    return { ...result, learningRate };
  });
}
