/** The arrays of the GRU and its shape; what it computes is src/layers/gru-cell.ts and pass.ts. */
import { type Arrays, layoutOf, type ParameterSpec } from "../layout.ts";

export interface PathGruShape {
  readonly units: number;
  readonly placeCells: number;
  /** Numbers by which it is told each step. */
  readonly inputs: number;
  /** What multiplies a velocity in m/s before it meets the input weights. */
  readonly inputScale: number;
}

/** All matrices are stored [in, out]; the columns of reset, update and candidate lie beside each other, as in PyTorch. */
export const gruParameters = {
  encoder: { axes: ["cells", "units"], stored: "encoder.weight", group: "encoder" },
  input: { axes: ["inputs", [3, "units"]], stored: "RNN.weight_ih_l0", group: "input" },
  recurrent: { axes: ["units", [3, "units"]], stored: "RNN.weight_hh_l0", group: "recurrent" },
  inputBias: { axes: [[3, "units"]], stored: "RNN.bias_ih_l0" },
  recurrentBias: { axes: [[3, "units"]], stored: "RNN.bias_hh_l0" },
  decoder: { axes: ["units", "cells"], stored: "decoder.weight", group: "head" },
} as const satisfies Record<string, ParameterSpec>;

export type GruWeightName = keyof typeof gruParameters;
export type GruWeights = Arrays<GruWeightName>;

export const gruLayout = ({
  units,
  placeCells,
  inputs,
}: Pick<PathGruShape, "units" | "placeCells" | "inputs">) =>
  layoutOf<GruWeightName>(gruParameters, { units, cells: placeCells, inputs });

/**
 * A path-integrating network of gated recurrent units (Cho et al. 2014, as PyTorch's nn.GRU has them): h0 = encoder(code of the
 * start), h_t = GRU(v_t, h_{t-1}), logits = decoder(h_t). Encoder and decoder have no biases.
 */
export interface PathGru {
  readonly shape: PathGruShape;
  readonly weights: GruWeights;
}
