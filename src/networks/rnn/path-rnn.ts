import type { Engine } from "../../engine/engine.ts";
import { type Arrays, allocateArrays, layoutOf, type ParameterSpec } from "../layout.ts";

export type Activation = "relu" | "tanh";
export const activationCode = { relu: 0, tanh: 1 } as const;

export interface PathRnnShape {
  readonly units: number;
  readonly placeCells: number;
  /** Numbers by which it is told each step. */
  readonly inputs: number;
  readonly activation: Activation;
  /**
   * What multiplies a velocity in m/s before it meets the input weights. The reference networks take metres per step:
   * 0.02 s there.
   */
  readonly inputScale: number;
}

/** The four weight matrices, all stored [in, out]: a row holds what one input sends to every output. */
export const rnnParameters = {
  encoder: { axes: ["cells", "units"], stored: "encoder.weight", group: "encoder" },
  input: { axes: ["inputs", "units"], stored: "RNN.weight_ih_l0", group: "input" },
  recurrent: { axes: ["units", "units"], stored: "RNN.weight_hh_l0", group: "recurrent" },
  decoder: { axes: ["units", "cells"], stored: "decoder.weight", group: "head" },
} as const satisfies Record<string, ParameterSpec>;

export type WeightName = keyof typeof rnnParameters;
export type WeightArrays = Arrays<WeightName>;

export const rnnLayout = ({
  units,
  placeCells,
  inputs,
}: Pick<PathRnnShape, "units" | "placeCells" | "inputs">) =>
  layoutOf<WeightName>(rnnParameters, { units, cells: placeCells, inputs });

/**
 * The path-integrating network of Sorscher et al. 2019: h0 = encoder(code of the start), h_t = phi(W h_{t-1} + V v_t),
 * logits = decoder(h_t); no biases, and no nonlinearity on h0.
 */
export interface PathRnn {
  readonly shape: PathRnnShape;
  readonly weights: WeightArrays;
}

/** A set of arrays shaped like the weights. Content undefined. */
export const allocateWeights = (engine: Engine, shape: PathRnnShape, label: string): WeightArrays =>
  allocateArrays(engine, rnnLayout(shape), label);
