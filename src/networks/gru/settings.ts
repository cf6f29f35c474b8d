import type { z } from "zod";
import { count, group, notNegative, oneOf } from "../../setting.ts";
import { denseSettings, refineDense } from "../dense-settings.ts";
import { gainSettings } from "../gain-settings.ts";
import { motionInputSetting, velocityScaleSetting, velocityUnitSetting } from "../velocity-input.ts";
import { velocityNoiseSettings } from "../velocity-noise.ts";

/** The group `model` of a GRU. */
export const gruSettings = group({
  kind: oneOf("gru").default("gru").describe("network"),
  units: count(1).default(256).describe("gated recurrent units"),
  input: motionInputSetting(),
  velocityUnit: velocityUnitSetting(),
  velocityScale: velocityScaleSetting(),
  ...velocityNoiseSettings(),
  ...denseSettings(),
  ...gainSettings({ encoder: 1, input: 1, decoder: 1 }),
  updateBias: notNegative()
    .default(0)
    .describe("added to the update gates' first biases: the larger, the better a state holds"),
}).superRefine(refineDense);

export type GruSettings = z.output<typeof gruSettings>;
