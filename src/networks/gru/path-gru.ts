/** The arrays of the GRU and its shape; what it computes is src/layers/gru-cell.ts and pass.ts. */
import { denseParameters as around, type DenseShape, layoutAround } from "../dense-parameters.ts";
import type { Arrays, ParameterSpec } from "../layout.ts";

export type PathGruShape = DenseShape;

/** All matrices are stored [in, out]; the columns of reset, update and candidate lie beside each other, as in PyTorch. */
export const gruParameters = {
  encoder: around.encoder,
  encoderBias: around.encoderBias,
  input: { axes: ["inputs", [3, "units"]], stored: "RNN.weight_ih_l0", group: "input" },
  recurrent: { axes: ["units", [3, "units"]], stored: "RNN.weight_hh_l0", group: "recurrent" },
  inputBias: { axes: [[3, "units"]], stored: "RNN.bias_ih_l0" },
  recurrentBias: { axes: [[3, "units"]], stored: "RNN.bias_hh_l0" },
  bottleneck: around.bottleneck,
  bottleneckBias: around.bottleneckBias,
  decoder: around.decoder,
  decoderBias: around.decoderBias,
} as const satisfies Record<string, ParameterSpec>;

export type GruWeightName = keyof typeof gruParameters;
export type GruWeights = Arrays<GruWeightName>;

export const gruLayout = (shape: Omit<PathGruShape, "inputScale">) =>
  layoutAround<GruWeightName>(gruParameters, shape);

/**
 * A path-integrating network of gated recurrent units (Cho et al. 2014, as PyTorch's nn.GRU has them): h0 = encoder(code of the
 * start), h_t = GRU(v_t, h_{t-1}), logits = decoder(h_t). What stands around the units, src/networks/dense-path.ts says.
 */
export interface PathGru {
  readonly shape: PathGruShape;
  readonly weights: GruWeights;
}
