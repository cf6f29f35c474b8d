import type { z } from "zod";
import { count, group, oneOf, share } from "../../setting.ts";
import { denseSettings, refineDense } from "../dense-settings.ts";
import { gainSettings } from "../gain-settings.ts";
import { motionInputSetting, velocityScaleSetting, velocityUnitSetting } from "../velocity-input.ts";
import { velocityNoiseSettings } from "../velocity-noise.ts";

/** The group `model` of an RNN. */
export const rnnSettings = group({
  kind: oneOf("rnn").default("rnn").describe("network"),
  units: count(1).default(256).describe("recurrent units"),
  activation: oneOf("relu", "tanh").default("relu").describe("of the recurrent units"),
  input: motionInputSetting(),
  velocityUnit: velocityUnitSetting(),
  velocityScale: velocityScaleSetting(),
  ...velocityNoiseSettings(),
  ...denseSettings(),
  ...gainSettings({ encoder: 1, input: 0.05, decoder: 0.3 }),
  recurrentIdentity: share(1).default(0.5).describe("share of the identity in the first recurrent weights"),
  products: oneOf("auto", "dense", "sparse")
    .default("auto")
    .describe("of a ReLU network: over lists of active units, dense, or whichever is faster"),
}).superRefine((model, context) => {
  refineDense(model, context);
  const { products, activation, bottleneck } = model;
  if (products !== "sparse" || (activation === "relu" && bottleneck === 0)) return;
  const why = bottleneck > 0 ? "behind a bottleneck they are dense" : "no activity of a tanh network is zero";
  const message = `auto or dense: ${why}`;
  context.addIssue({ code: "custom", path: ["products"], input: products, message });
});

export type RnnSettings = z.output<typeof rnnSettings>;
