import type { Engine } from "../../engine/engine.ts";
import { denseParameters as around, type DenseShape, layoutAround } from "../dense-parameters.ts";
import { type Arrays, allocateArrays, type ParameterSpec } from "../layout.ts";

export type Activation = "relu" | "tanh";
export const activationCode = { relu: 0, tanh: 1 } as const;

export interface PathRnnShape extends DenseShape {
  readonly activation: Activation;
}

/** The weight matrices, all stored [in, out]: a row holds what one input sends to every output. */
export const rnnParameters = {
  encoder: around.encoder,
  encoderBias: around.encoderBias,
  input: { axes: ["inputs", "units"], stored: "RNN.weight_ih_l0", group: "input" },
  recurrent: { axes: ["units", "units"], stored: "RNN.weight_hh_l0", group: "recurrent" },
  bottleneck: around.bottleneck,
  bottleneckBias: around.bottleneckBias,
  decoder: around.decoder,
  decoderBias: around.decoderBias,
} as const satisfies Record<string, ParameterSpec>;

export type WeightName = keyof typeof rnnParameters;
export type WeightArrays = Arrays<WeightName>;

export const rnnLayout = (shape: Omit<PathRnnShape, "inputScale" | "activation">) =>
  layoutAround<WeightName>(rnnParameters, shape);

/**
 * The path-integrating network of Sorscher et al. 2019: h0 = encoder(code of the start), h_t = phi(W h_{t-1} + V v_t),
 * logits = decoder(h_t), and no nonlinearity on h0. Biases and a bottleneck are not theirs.
 */
export interface PathRnn {
  readonly shape: PathRnnShape;
  readonly weights: WeightArrays;
}

/** A set of arrays shaped like the weights. Content undefined. */
export const allocateWeights = (engine: Engine, shape: PathRnnShape, label: string): WeightArrays =>
  allocateArrays(engine, rnnLayout(shape), label);
