/** Networks of every kind that integrates paths, bare and with all that may stand around their cells. */
import { pathNetworks } from "../../src/tasks/path-integration/networks.ts";

export interface NetworkVariant {
  readonly kind: string;
  readonly variant: string;
  /** Settings of the group `model` for so many units. */
  readonly model: (units: number) => Readonly<Record<string, unknown>>;
}

type Variants = Readonly<Record<string, (units: number) => Readonly<Record<string, unknown>>>>;

const variants: Variants = {
  bare: () => ({}),
  "with biases around, told of turns": () => ({ encoderBias: true, decoderBias: true, input: "egocentric" }),
  "with a linear bottleneck": (units) => ({ bottleneck: units + 3 }),
  "with everything": (units) => ({
    ...{ bottleneck: 2 * units, bottleneckActivation: "tanh", bottleneckBias: true },
    ...{ keepProbability: "0.5, 0.8", encoderBias: true, decoderBias: true },
    ...{ weights: "sonnet", weightDisplacement: 0.5, input: "egocentric" },
  }),
};

/** What only networks of one kind have. */
const ownVariants: Readonly<Record<string, Variants>> = {
  lstm: {
    "with an input layer and one bias": (units) => ({ inputUnits: units + 5, biases: "one", forgetBias: 1 }),
    "with relu cells": () => ({ cellActivation: "relu" }),
  },
};

const kinds = pathNetworks.map(({ kind }) => kind);

const allVariants: readonly NetworkVariant[] = kinds.flatMap((kind) =>
  Object.entries({ ...variants, ...ownVariants[kind] }).map(([variant, around]) => ({
    ...{ kind, variant },
    model: (units: number) => ({ kind, units, ...around(units) }),
  })),
);

/** @param wanted names of variants; left out: all */
export const networkVariants = (...wanted: readonly string[]): NetworkVariant[] =>
  allVariants.filter(({ variant }) => wanted.length === 0 || wanted.includes(variant));
