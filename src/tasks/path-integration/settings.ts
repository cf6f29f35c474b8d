/** The settings of path integration: where the rat runs, what it is to tell, who learns it, and how. */
import type { z } from "zod";
import { placeSettings } from "../../code/place-settings.ts";
import type { PathNetworkKind } from "../../networks/path-network.ts";
import { count, group, oneOf, positive, text } from "../../setting.ts";
import { samplings } from "../../world/dataset/record-order.ts";
import { openFieldSettings, seedSetting } from "../../world/open-field.ts";
import { trainingShape, withUpdateRule } from "../training-settings.ts";

export const kind = "pathIntegration";

const { steps, batchSize, ...update } = trainingShape;
const { optimizer, momentum, squareDecay, epsilon, learningRate, ...schedule } = update;
const { schedule: course, warmupSteps, scheduleSteps, finalLearningRateShare, ...rest } = schedule;

const train = withUpdateRule(
  group({
    ...{ steps, batchSize },
    sequenceLength: count(1).default(20).describe("time steps a trajectory"),
    data: text("a path or null")
      .nullable()
      .default(null)
      .describe("file or folder of trajectories to train on (dataset tells of them), null: fresh ones"),
    sampling: oneOf(...samplings)
      .default("shuffle")
      .describe(
        "of train.data: each record once an epoch, as the published reader's queue mixes neighbours, or in order",
      ),
    dataSeed: count(0).nullable().default(null).describe("of trajectories and their noise, null for seed"),
    weightSeed: count(0).nullable().default(null).describe("of the first weights, null for seed"),
    dropoutSeed: count(0).nullable().default(null).describe("of the units that drop out, null for seed"),
    ...{ optimizer, momentum, squareDecay, epsilon, learningRate },
    encoderRateScale: positive().default(60).describe("factor on the encoder's learning rate"),
    inputRateScale: positive()
      .default(0.07)
      .describe("factor on the learning rate of the velocity's weights"),
    ...{ schedule: course, warmupSteps, scheduleSteps, finalLearningRateShare },
    ...rest,
  }),
);

export const pathIntegrationShape = (network: PathNetworkKind) => ({
  seed: seedSetting(),
  task: oneOf(kind).default(kind).describe("what is learned"),
  world: openFieldSettings.prefault({}),
  code: placeSettings.prefault({}),
  model: network.settings.prefault({}),
  train: train.prefault({}),
});

export type PathIntegrationSettings = z.output<z.ZodObject<ReturnType<typeof pathIntegrationShape>>>;

export const isPathIntegration = <Settings extends { readonly task: string }>(
  settings: Settings,
): settings is Settings & PathIntegrationSettings => settings.task === kind;
