/** Settings of any training: how long, how fast, what is kept. */
import type { z } from "zod";
import type { ColumnRange } from "../layers/array-decay.ts";
import { arrayChoices } from "../networks/array-groups.ts";
import { type Decay, decayForms } from "../networks/decay.ts";
import { count, flag, type group, notNegative, oneOf, positive, share } from "../setting.ts";

/** Months of training, on any machine. */
const mostSteps = 1e8;

/** In the order in which a task shows them; it may put its own in between. */
export const trainingShape = {
  steps: count(1, mostSteps).default(1300).describe("batches"),
  batchSize: count(1).default(200).describe("trajectories a batch"),
  optimizer: oneOf("adam").default("adam").describe("update rule"),
  learningRate: positive().default(1.5e-3).describe("highest learning rate of the schedule"),
  schedule: oneOf("constant", "cosine").default("cosine").describe("of the learning rate, after the warm-up"),
  warmupSteps: count(0).default(100).describe("steps of linear rise of the learning rate"),
  scheduleSteps: count(1, mostSteps)
    .nullable()
    .default(null)
    .describe("steps over which the cosine falls, null for train.steps"),
  finalLearningRateShare: share(1).default(0.01).describe("of learningRate, where the cosine ends"),
  weightDecay: notNegative().default(1e-4).describe("strength of the decay of weights in the loss"),
  weightDecayOf: oneOf(...arrayChoices)
    .default("recurrent")
    .describe("matrices that decay: readout is bottleneck and heads; biases never do"),
  weightDecayForm: oneOf(...decayForms)
    .default("squares")
    .describe("what weightDecay multiplies: sum of squares, half of it, or sum of the norms of matrices"),
  gradientClip: positive().nullable().default(null).describe("largest norm of the gradient, null for none"),
  checkpointEvery: count(1).default(500).describe("steps"),
  keepCheckpoints: count(1).default(3).describe("older ones are removed"),
  logEvery: count(1).default(10).describe("steps"),
  mosaic: flag().default(false).describe("the rate maps as figures/mosaic-step-….png with each checkpoint"),
  scoreEvery: count(1)
    .nullable()
    .default(null)
    .describe(
      "steps between grid scores in the log, more where they would take over 2 % of the time; null for none",
    ),
  filmEvery: count(1)
    .nullable()
    .default(null)
    .describe("steps between the frames that film shows; null for none"),
};

export type TrainingSettings = z.output<ReturnType<typeof group<typeof trainingShape>>>;

/**
 * The decay that is a part of the loss.
 * @param heads the columns of each, where several lie side by side
 */
export const decayInLoss = (
  train: Pick<TrainingSettings, "weightDecay" | "weightDecayOf" | "weightDecayForm">,
  heads: readonly ColumnRange[],
): Decay => ({ strength: train.weightDecay, of: train.weightDecayOf, form: train.weightDecayForm, heads });
