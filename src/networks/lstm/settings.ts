import type { z } from "zod";
import { count, group, notNegative, oneOf } from "../../setting.ts";
import { denseSettings, refineDense } from "../dense-settings.ts";
import { gainSettings } from "../gain-settings.ts";
import { motionInputSetting, velocityScaleSetting, velocityUnitSetting } from "../velocity-input.ts";
import { velocityNoiseSettings } from "../velocity-noise.ts";

/** The group `model` of an LSTM. */
export const lstmSettings = group({
  kind: oneOf("lstm").default("lstm").describe("network"),
  units: count(1).default(128).describe("units of long short-term memory"),
  input: motionInputSetting(),
  velocityUnit: velocityUnitSetting(),
  velocityScale: velocityScaleSetting(),
  ...velocityNoiseSettings(),
  inputUnits: count(0)
    .default(0)
    .describe(
      "units of a linear layer, with a bias, between what the network is told and its gates; 0 for none",
    ),
  cellActivation: oneOf("tanh", "relu")
    .default("tanh")
    .describe("what the candidates and the shown cell states go through"),
  forgetBias: notNegative()
    .default(0)
    .describe("added to what the forget gates hear, at every step: 1 in Sonnet, 0 in PyTorch"),
  biases: oneOf("one", "two")
    .default("two")
    .describe("bias vectors of the gates: two in PyTorch, one in Sonnet and Keras"),
  ...denseSettings(),
  ...gainSettings({ encoder: 1, input: 1, decoder: 1 }),
}).superRefine(refineDense);

export type LstmSettings = z.output<typeof lstmSettings>;
