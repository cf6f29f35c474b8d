/** The arrays of the LSTM and its shape; what it computes is src/layers/lstm-cell.ts and pass.ts. */
import type { CellActivation } from "../../layers/lstm-cell.ts";
import { denseParameters as around, type DenseShape, namesAround } from "../dense-parameters.ts";
import { type Arrays, layoutOf, namesOf, type ParameterSpec } from "../layout.ts";

export interface PathLstmShape extends DenseShape {
  /** Added to what the forget gates hear. */
  readonly forgetBias: number;
  readonly cellActivation: CellActivation;
  /** Bias vectors of the gates. */
  readonly biases: "one" | "two";
}

/** All matrices are stored [in, out]; the columns of input, forget, candidate and output lie beside each other, as in PyTorch. */
export const lstmParameters = {
  encoder: around.encoder,
  encoderBias: around.encoderBias,
  cellEncoder: { ...around.encoder, stored: "cell_encoder.weight" },
  cellEncoderBias: { ...around.encoderBias, stored: "cell_encoder.bias" },
  input: { axes: ["inputs", [4, "units"]], stored: "RNN.weight_ih_l0", group: "input" },
  recurrent: { axes: ["units", [4, "units"]], stored: "RNN.weight_hh_l0", group: "recurrent" },
  inputBias: { axes: [[4, "units"]], stored: "RNN.bias_ih_l0" },
  recurrentBias: { axes: [[4, "units"]], stored: "RNN.bias_hh_l0", optional: true },
  bottleneck: around.bottleneck,
  bottleneckBias: around.bottleneckBias,
  decoder: around.decoder,
  decoderBias: around.decoderBias,
} as const satisfies Record<string, ParameterSpec>;

export type LstmWeightName = keyof typeof lstmParameters;
export type LstmWeights = Arrays<LstmWeightName>;

/** The arrays that a network with these settings has. */
export const lstmArrays = (
  settings: Pick<PathLstmShape, "biases"> & Parameters<typeof namesAround>[1],
): readonly LstmWeightName[] =>
  namesAround(namesOf(lstmParameters), settings).filter(
    (name) =>
      (settings.biases === "two" || name !== "recurrentBias") &&
      (settings.encoderBias || name !== "cellEncoderBias"),
  );

export const lstmLayout = (shape: PathLstmShape) => {
  const { units, cells, inputs, bottleneck } = shape;
  return layoutOf<LstmWeightName>(lstmParameters, { units, cells, inputs, bottleneck }, lstmArrays(shape));
};

/**
 * A path-integrating network of long short-term memory: h0 = encoder(code of the start), c0 = cellEncoder(code of the start),
 * (h_t, c_t) = LSTM(what it is told of step t, h_{t-1}, c_{t-1}), logits = decoder(h_t). What stands around the units,
 * src/networks/dense-path.ts says.
 */
export interface PathLstm {
  readonly shape: PathLstmShape;
  readonly weights: LstmWeights;
}
