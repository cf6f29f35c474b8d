/** What may stand around the cells of a network: settings that all networks with a plain encoder and decoder have. */
import { z } from "zod";
import { count, flag, notNegative, oneOf } from "../setting.ts";
import { type Convention, conventionSetting } from "./fresh-weights.ts";

/** Of a bottleneck; the numbers are those of the kernels. */
export const bottleneckActivations = { relu: 0, tanh: 1, linear: 2 } as const;

const allowed = 'a number above 0 and at most 1, or several as in "0.5, 0.7"';

/** One probability, or several as text, since settings are single values. */
const keepProbabilitySetting = () =>
  z
    .union([z.number(), z.string()], { error: allowed })
    .refine((value) => probabilitiesIn(value).every((keep) => keep > 0 && keep <= 1), { error: allowed });

const probabilitiesIn = (value: number | string): number[] =>
  String(value)
    .split(",")
    .map((part) => (part.trim() === "" ? Number.NaN : Number(part)));

export const denseSettings = () => ({
  encoderBias: flag().default(false).describe("whether the encoder has a bias"),
  bottleneck: count(0)
    .default(0)
    .describe("units of a layer between states and decoder, which then is what is looked at; 0 for none"),
  bottleneckActivation: oneOf("linear", "relu", "tanh").default("linear").describe("of the bottleneck"),
  bottleneckBias: flag().default(false).describe("whether the bottleneck has a bias"),
  keepProbability: keepProbabilitySetting()
    .default(1)
    .describe(
      'with which dropout keeps a bottleneck unit at each time step of training, or one of each of equal groups: "0.5, 0.7"; 1 for no dropout',
    ),
  decoderBias: flag().default(false).describe("whether the decoder has a bias"),
  weights: conventionSetting(),
  weightDisplacement: notNegative()
    .default(0)
    .describe("mean of the decoder's first weights as Sonnet's, in standard deviations"),
});

export interface DenseSettings {
  readonly encoderBias: boolean;
  readonly bottleneck: number;
  readonly bottleneckActivation: keyof typeof bottleneckActivations;
  readonly bottleneckBias: boolean;
  readonly keepProbability: number | string;
  readonly decoderBias: boolean;
}

/** Encoder and decoder without biases, and nothing in between. */
export const nothingAround: DenseSettings = {
  encoderBias: false,
  bottleneck: 0,
  bottleneckActivation: "linear",
  bottleneckBias: false,
  keepProbability: 1,
  decoderBias: false,
};

export interface FirstSettings {
  readonly weights: Convention;
  readonly weightDisplacement: number;
}

/** Refuses what says nothing without a bottleneck, and groups of it that are not equal. For `superRefine`. */
export function refineDense(model: DenseSettings & FirstSettings, context: z.RefinementCtx): void {
  const refuse = (path: keyof (DenseSettings & FirstSettings), message: string) =>
    context.addIssue({ code: "custom", path: [path], input: model[path], message });
  const { bottleneck } = model;
  const groups = probabilitiesIn(model.keepProbability).length;
  if (bottleneck > 0 && bottleneck % groups !== 0) {
    refuse("keepProbability", `probabilities of equal groups: ${bottleneck} units are not ${groups} of them`);
  }
  if (model.weightDisplacement !== 0 && model.weights !== "sonnet") {
    refuse("weightDisplacement", "0 unless model.weights is sonnet");
  }
  if (bottleneck > 0) return;
  if (probabilitiesIn(model.keepProbability).some((keep) => keep < 1)) {
    refuse("keepProbability", "1: there is no bottleneck (model.bottleneck)");
  }
  if (model.bottleneckBias) refuse("bottleneckBias", "false: there is no bottleneck (model.bottleneck)");
  if (model.bottleneckActivation !== "linear") {
    refuse("bottleneckActivation", "linear: there is no bottleneck (model.bottleneck)");
  }
}

/** For a sentence that names the units: ", bottleneck of 256". */
export const describedAround = ({ bottleneck }: Pick<DenseSettings, "bottleneck">): string =>
  bottleneck === 0 ? "" : `, bottleneck of ${bottleneck}`;

/** Of each bottleneck unit the probability that it is kept; undefined: there is no dropout. */
export function keepOfUnits({
  bottleneck,
  keepProbability,
}: Pick<DenseSettings, "bottleneck" | "keepProbability">): Float64Array | undefined {
  const groups = probabilitiesIn(keepProbability);
  if (groups.every((keep) => keep === 1)) return undefined;
  return Float64Array.from(
    { length: bottleneck },
    (_, unit) => groups[Math.floor((unit * groups.length) / bottleneck)]!,
  );
}
