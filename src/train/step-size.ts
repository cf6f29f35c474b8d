/** How far step number `step` goes. */
import { isChosen } from "../networks/array-groups.ts";
import { decayOf } from "../networks/decay.ts";
import type { Experiment, PassResult } from "../tasks/experiment.ts";
import { updateNumbers } from "../tasks/optimizer-settings.ts";
import { decayBesideLoss, type TrainingSettings } from "../tasks/training-settings.ts";
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
  const decay = decayBesideLoss(train);
  return {
    ...updateNumbers(train.optimizer, train),
    learningRate,
    rate: (parameter) => experiment.rate(parameter, learningRate),
    gradientScale: gradientScaleOf(gradientNorm, train),
    limit: ({ group }) =>
      train.valueClip !== null && isChosen(train.valueClipOf, group)
        ? train.valueClip
        : Number.POSITIVE_INFINITY,
    decay: (parameter) => decayOf(decay, parameter)?.strength ?? 0,
  };
}

/** By what a gradient is multiplied before it is used: less than 1 when it is longer than `gradientClip`. */
export const gradientScaleOf = (
  norm: number,
  { gradientClip: clip }: Pick<TrainingSettings, "gradientClip">,
): number => (clip !== null && norm > clip ? clip / norm : 1);
