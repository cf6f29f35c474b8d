/** The arrays of the LSTM and its shape; what it computes is src/layers/lstm-cell.ts and pass.ts. */
import type { CellActivation } from "../../layers/lstm-cell.ts";
import { type Arrays, layoutOf, namesOf, type ParameterSpec } from "../layout.ts";
import type { LstmSettings } from "./settings.ts";

export interface PathLstmShape {
  readonly units: number;
  readonly placeCells: number;
  /** Numbers by which it is told each step. */
  readonly inputs: number;
  /** What multiplies them before they meet the input weights. */
  readonly inputScale: number;
  /** Added to what the forget gates hear. */
  readonly forgetBias: number;
  readonly cellActivation: CellActivation;
  readonly names: readonly LstmWeightName[];
}

/** All matrices are stored [in, out]; the columns of input, forget, candidate and output lie beside each other, as in PyTorch. */
export const lstmParameters = {
  encoder: { axes: ["cells", "units"], stored: "encoder.weight", group: "encoder" },
  cellEncoder: { axes: ["cells", "units"], stored: "cell_encoder.weight", group: "encoder" },
  input: { axes: ["inputs", [4, "units"]], stored: "RNN.weight_ih_l0", group: "input" },
  recurrent: { axes: ["units", [4, "units"]], stored: "RNN.weight_hh_l0", group: "recurrent" },
  inputBias: { axes: [[4, "units"]], stored: "RNN.bias_ih_l0" },
  recurrentBias: { axes: [[4, "units"]], stored: "RNN.bias_hh_l0", optional: true },
  decoder: { axes: ["units", "cells"], stored: "decoder.weight", group: "head" },
} as const satisfies Record<string, ParameterSpec>;

export type LstmWeightName = keyof typeof lstmParameters;
export type LstmWeights = Arrays<LstmWeightName>;

/** The arrays that a network with these settings has. */
export const lstmArrays = ({ biases }: Pick<LstmSettings, "biases">): readonly LstmWeightName[] =>
  namesOf(lstmParameters).filter((name) => biases === "two" || name !== "recurrentBias");

export const lstmLayout = ({ units, placeCells, inputs, names }: PathLstmShape) =>
  layoutOf<LstmWeightName>(lstmParameters, { units, cells: placeCells, inputs }, names);

/**
 * A path-integrating network of long short-term memory: h0 = encoder(code of the start), c0 = cellEncoder(code of the start),
 * (h_t, c_t) = LSTM(what it is told of step t, h_{t-1}, c_{t-1}), logits = decoder(h_t).
 */
export interface PathLstm {
  readonly shape: PathLstmShape;
  readonly weights: LstmWeights;
}
