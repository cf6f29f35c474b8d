/** How far step number `step` goes. */
import type { Experiment, PassResult } from "../tasks/experiment.ts";
import type { TrainingSettings } from "../tasks/training-settings.ts";
import type { UpdateSizes } from "./optimizers/optimizer.ts";
import { learningRateAt } from "./schedule.ts";

/** @param step 0-based */
export function updateSizes(
  experiment: Experiment,
  { gradientNorm }: PassResult,
  step: number,
): UpdateSizes & { readonly learningRate: number } {
  const { train } = experiment.settings;
  const learningRate = learningRateAt(train, step);
  return {
    learningRate,
    rate: (parameter) => experiment.rate(parameter, learningRate),
    gradientScale: gradientScaleOf(gradientNorm, train),
  };
}

/** By what a gradient is multiplied before it is used: less than 1 when it is longer than `gradientClip`. */
export const gradientScaleOf = (
  norm: number,
  { gradientClip: clip }: Pick<TrainingSettings, "gradientClip">,
): number => (clip !== null && norm > clip ? clip / norm : 1);
