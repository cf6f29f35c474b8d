/** The arrays around a cell: encoder, bottleneck, decoder, and their biases. */
import type { DenseSettings, FirstSettings } from "./dense-settings.ts";
import { type FirstValues, linearBias, linearWeights, timesFirst } from "./fresh-weights.ts";
import { type Layout, layoutOf, namesOf, type ParameterSpec } from "./layout.ts";

/** A network of known sizes, as its blocks see it. */
export interface DenseShape extends DenseSettings {
  readonly units: number;
  /** Of the code. */
  readonly cells: number;
  /** Numbers by which it is told each step. */
  readonly inputs: number;
  /** What multiplies a velocity in m/s before it meets the input weights. */
  readonly inputScale: number;
}

/** What the decoder reads. */
export const readUnits = ({ units, bottleneck }: Pick<DenseShape, "units" | "bottleneck">): number =>
  bottleneck || units;

/** A kind puts them among its own. Sizes are `cells`, `units` and `bottleneck`. */
export const denseParameters = {
  encoder: { axes: ["cells", "units"], stored: "encoder.weight", group: "encoder" },
  encoderBias: { axes: ["units"], stored: "encoder.bias", group: "encoder", optional: true },
  bottleneck: {
    axes: ["units", "bottleneck"],
    stored: "bottleneck.weight",
    group: "bottleneck",
    optional: true,
  },
  bottleneckBias: { axes: ["bottleneck"], stored: "bottleneck.bias", group: "bottleneck", optional: true },
  decoder: {
    axes: [{ either: "bottleneck", or: "units" }, "cells"],
    stored: "decoder.weight",
    group: "head",
  },
  decoderBias: { axes: ["cells"], stored: "decoder.bias", group: "head", optional: true },
} as const satisfies Record<string, ParameterSpec>;

export type DenseName = keyof typeof denseParameters;

/** Of the names of a kind's arrays those that a network with these settings has. */
export function namesAround<Name extends string>(
  names: readonly Name[],
  { encoderBias, bottleneck, bottleneckBias, decoderBias }: DenseSettings,
): Name[] {
  const there: Readonly<Record<string, boolean>> = {
    ...{ encoderBias, bottleneckBias, decoderBias },
    bottleneck: bottleneck > 0,
  };
  return names.filter((name) => there[name] ?? true);
}

/** What the arrays of a file say of these settings; the size of a bottleneck is that of its array. */
export const settingsAround = (names: readonly string[]) => ({
  encoderBias: names.includes("encoderBias"),
  bottleneckBias: names.includes("bottleneckBias"),
  decoderBias: names.includes("decoderBias"),
  ...(names.includes("bottleneck") ? {} : { bottleneck: 0 }),
});

/** The layout of a network of that shape. @param parameters all that one of its kind can have */
export const layoutAround = <Name extends string>(
  parameters: Readonly<Record<Name, ParameterSpec>>,
  shape: Omit<DenseShape, "inputScale">,
): Layout<Name> => {
  const { units, cells, inputs, bottleneck } = shape;
  const names = namesAround(namesOf(parameters), shape);
  return layoutOf(parameters, { units, cells, inputs, bottleneck }, names);
};

/** How the arrays around a cell depart from the convention's first values. */
export interface StartAround extends FirstSettings {
  /** Factor on the encoder's weights. A code of many place cells is nearly flat: at 1 the start is hardly told. */
  readonly encoderGain: number;
  /** Factor on the decoder's weights. Below 1 the units must grow a code of their own before they are heard. */
  readonly decoderGain: number;
}

export const torchAround: StartAround = {
  weights: "torch",
  weightDisplacement: 0,
  encoderGain: 1,
  decoderGain: 1,
};

/** First values of the arrays around a cell; undefined: the array is the cell's own. */
export function firstAround(
  name: string,
  shape: Omit<DenseShape, "inputScale">,
  { weights: convention, weightDisplacement, encoderGain, decoderGain }: StartAround,
): FirstValues | undefined {
  const { units, cells, bottleneck } = shape;
  const read = readUnits(shape);
  const values: Readonly<Record<DenseName, () => FirstValues>> = {
    encoder: () => timesFirst(linearWeights(convention, cells, units), encoderGain),
    encoderBias: () => linearBias(convention, cells),
    bottleneck: () => linearWeights(convention, units, bottleneck),
    bottleneckBias: () => linearBias(convention, units),
    decoder: () => timesFirst(linearWeights(convention, read, cells, weightDisplacement), decoderGain),
    decoderBias: () => linearBias(convention, read),
  };
  return name in values ? values[name as DenseName]() : undefined;
}
