import type { z } from "zod";
import { count, group, notNegative, oneOf, positive } from "../../setting.ts";
import { velocityScaleSetting, velocityUnitSetting } from "../velocity-input.ts";

/** The group `model` of a GRU. */
export const gruSettings = group({
  kind: oneOf("gru").default("gru").describe("network"),
  units: count(1).default(256).describe("gated recurrent units"),
  velocityUnit: velocityUnitSetting(),
  velocityScale: velocityScaleSetting(),
  encoderGain: positive()
    .default(1)
    .describe("factor on the encoder's first weights, over PyTorch's default"),
  inputGain: positive().default(1).describe("factor on the velocity's first weights, over PyTorch's default"),
  decoderGain: positive()
    .default(1)
    .describe("factor on the decoder's first weights, over PyTorch's default"),
  updateBias: notNegative()
    .default(0)
    .describe("added to the update gates' first biases: the larger, the better a state holds"),
});

export type GruSettings = z.output<typeof gruSettings>;
