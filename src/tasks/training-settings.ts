/** Settings of any training: how long, how fast, what is kept. */
import type { z } from "zod";
import type { ColumnRange } from "../layers/array-decay.ts";
import { type ArrayChoice, arrayChoices } from "../networks/array-groups.ts";
import { type Decay, decayForms } from "../networks/decay.ts";
import { above, belowOne, count, flag, type group, notNegative, oneOf, positive, share } from "../setting.ts";
import { optimizerNames, ownNumbers, type UpdateNumbers } from "./optimizer-settings.ts";

/** Months of training, on any machine. */
const mostSteps = 1e8;
/** Less is 0 in float32. */
const leastEpsilon = 1e-38;

const clipChoices = ["all", "readout", "head"] as const satisfies readonly ArrayChoice[];

/** In the order in which a task shows them; it may put its own in between. */
export const trainingShape = {
  steps: count(1, mostSteps).default(1300).describe("batches"),
  batchSize: count(1).default(200).describe("trajectories a batch"),
  optimizer: oneOf(...optimizerNames)
    .default("adam")
    .describe("update rule"),
  momentum: belowOne()
    .nullable()
    .default(null)
    .describe("share of the momentum that an update keeps; Adam's first beta; null for the rule's own"),
  squareDecay: belowOne()
    .nullable()
    .default(null)
    .describe(
      "share of the running squares that an update keeps; Adam's second beta; null for the rule's own",
    ),
  epsilon: above(leastEpsilon)
    .nullable()
    .default(null)
    .describe("beside the root of the running squares, or under it; null for the rule's own"),
  learningRate: positive().default(1.5e-3).describe("highest learning rate of the schedule"),
  schedule: oneOf("constant", "cosine").default("cosine").describe("of the learning rate, after the warm-up"),
  warmupSteps: count(0).default(100).describe("steps of linear rise of the learning rate"),
  scheduleSteps: count(1, mostSteps)
    .nullable()
    .default(null)
    .describe("steps over which the cosine falls, null for train.steps"),
  finalLearningRateShare: share(1).default(0.01).describe("of learningRate, where the cosine ends"),
  weightDecay: notNegative()
    .default(1e-4)
    .describe("strength of the decay of weights: in the loss, with adamw beside it"),
  weightDecayOf: oneOf(...arrayChoices)
    .default("recurrent")
    .describe("matrices that decay: readout is bottleneck and heads; biases never do"),
  weightDecayForm: oneOf(...decayForms)
    .default("squares")
    .describe("what weightDecay multiplies: sum of squares, half of it, or sum of the norms of matrices"),
  gradientClip: positive().nullable().default(null).describe("largest norm of the gradient, null for none"),
  valueClip: positive()
    .nullable()
    .default(null)
    .describe("largest entry of the gradient on either side, after gradientClip; null for none"),
  valueClipOf: oneOf(...clipChoices)
    .default("all")
    .describe("arrays that valueClip is for: readout is bottleneck and heads"),
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
  imageEvery: count(1)
    .nullable()
    .default(null)
    .describe("steps between pictures in TensorBoard's events, of maps and paths; null for none"),
};

export type TrainingSettings = z.output<ReturnType<typeof group<typeof trainingShape>>>;

/** What a rule has not is refused, instead of being without effect. */
export const withUpdateRule = <Schema extends z.ZodType<TrainingSettings>>(settings: Schema): Schema =>
  settings.superRefine((train, context) => {
    const refuse = (key: string, allowed: string) =>
      context.addIssue({ code: "custom", path: [key], message: allowed, input: train });
    const own = ownNumbers[train.optimizer];
    for (const key of Object.keys(own) as (keyof UpdateNumbers)[]) {
      if (own[key] === null && train[key] !== null) refuse(key, `null: ${train.optimizer} has none`);
    }
    const decays = train.weightDecay > 0 && train.weightDecayForm !== "squares";
    if (train.optimizer === "adamw" && decays) {
      refuse("weightDecayForm", "squares: adamw decays weights beside the loss, in that form");
    }
  });

type DecaySettings = Pick<
  TrainingSettings,
  "optimizer" | "weightDecay" | "weightDecayOf" | "weightDecayForm"
>;

const decayIf = (wanted: boolean, train: DecaySettings): Decay => ({
  strength: wanted ? train.weightDecay : 0,
  of: train.weightDecayOf,
  form: train.weightDecayForm,
});

/**
 * The decay that is a part of the loss.
 * @param heads the columns of each, where several lie side by side
 */
export const decayInLoss = (train: DecaySettings, heads: readonly ColumnRange[]): Decay => ({
  ...decayIf(train.optimizer !== "adamw", train),
  heads,
});

/** The decay that is not: weights shrink by the share rate * strength, as AdamW has it. */
export const decayBesideLoss = (train: DecaySettings): Decay => decayIf(train.optimizer === "adamw", train);
