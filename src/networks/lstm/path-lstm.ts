/** The arrays of the LSTM and its shape; what it computes is src/layers/lstm-cell.ts and pass.ts. */
import type { CellActivation } from "../../layers/lstm-cell.ts";
import { denseParameters as around, type DenseShape, namesAround } from "../dense-parameters.ts";
import { type Arrays, layoutOf, namesOf, type ParameterSpec } from "../layout.ts";
import type { LstmSettings } from "./settings.ts";

export interface PathLstmShape extends DenseShape {
  /** Units of a layer between what it is told and its gates; 0: there is none. */
  readonly inputUnits: number;
  /** Added to what the forget gates hear. */
  readonly forgetBias: number;
  readonly cellActivation: CellActivation;
  readonly biases: LstmSettings["biases"];
}

/** All matrices are stored [in, out]; the columns of input, forget, candidate and output lie beside each other, as in PyTorch. */
export const lstmParameters = {
  encoder: around.encoder,
  encoderBias: around.encoderBias,
  cellEncoder: { ...around.encoder, stored: "cell_encoder.weight" },
  cellEncoderBias: { ...around.encoderBias, stored: "cell_encoder.bias" },
  inputLayer: {
    axes: ["inputs", "inputUnits"],
    stored: "input_layer.weight",
    group: "input",
    optional: true,
  },
  inputLayerBias: { axes: ["inputUnits"], stored: "input_layer.bias", group: "input", optional: true },
  input: {
    axes: [{ either: "inputUnits", or: "inputs" }, [4, "units"]],
    stored: "RNN.weight_ih_l0",
    group: "input",
  },
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
export function lstmArrays(
  settings: Pick<LstmSettings, "biases" | "inputUnits"> & Parameters<typeof namesAround>[1],
): readonly LstmWeightName[] {
  const there: Partial<Record<LstmWeightName, boolean>> = {
    cellEncoderBias: settings.encoderBias,
    inputLayer: settings.inputUnits > 0,
    inputLayerBias: settings.inputUnits > 0,
    recurrentBias: settings.biases === "two",
  };
  return namesAround(namesOf(lstmParameters), settings).filter((name) => there[name] ?? true);
}

export const lstmLayout = (shape: Omit<PathLstmShape, "inputScale">) => {
  const { units, cells, inputs, bottleneck, inputUnits } = shape;
  const sizes = { units, cells, inputs, bottleneck, inputUnits };
  return layoutOf<LstmWeightName>(lstmParameters, sizes, lstmArrays(shape));
};

/** How many numbers the gates hear beside the states. */
export const heardInputs = ({ inputs, inputUnits }: Pick<PathLstmShape, "inputs" | "inputUnits">): number =>
  inputUnits || inputs;

/**
 * A path-integrating network of long short-term memory: h0 = encoder(code of the start), c0 = cellEncoder(code of the start),
 * (h_t, c_t) = LSTM(what it is told of step t, h_{t-1}, c_{t-1}). What stands around the units, src/networks/dense-path.ts says.
 */
export interface PathLstm {
  readonly shape: PathLstmShape;
  readonly weights: LstmWeights;
}
