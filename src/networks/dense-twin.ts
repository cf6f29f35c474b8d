/** What stands around the cells of a network, written for automatic differentiation. */
import * as tf from "../engine/tfjs/tf.ts";
import type { DenseName } from "./dense-parameters.ts";
import type { DenseSettings } from "./dense-settings.ts";
import type { TensorBatch } from "./path-network.ts";
import type { Tensors } from "./tensors.ts";

type Weights = Partial<Tensors<DenseName>>;

/** x · weights + bias, where there is one. */
export const linear = (x: tf.Tensor2D, weights: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor2D => {
  const product: tf.Tensor2D = tf.matMul(x, weights as tf.Tensor2D);
  return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
};

/** The first states. */
export const firstStates = ({ encoder, encoderBias }: Weights, { startCode }: TensorBatch): tf.Tensor2D =>
  linear(startCode, encoder!, encoderBias);

const activations = { linear: (x: tf.Tensor2D) => x, relu: tf.relu<tf.Tensor2D>, tanh: tf.tanh<tf.Tensor2D> };

/** What a network answers of its states [T * B, units]. */
export function readOut(
  { bottleneckActivation }: Pick<DenseSettings, "bottleneckActivation">,
  { bottleneck, bottleneckBias, decoder, decoderBias }: Weights,
  states: tf.Tensor2D,
  { dropout }: TensorBatch,
): { readonly logits: tf.Tensor2D; readonly states: tf.Tensor2D } {
  const whole = bottleneck
    ? activations[bottleneckActivation](linear(states, bottleneck, bottleneckBias))
    : states;
  const read = dropout ? tf.mul<tf.Tensor2D>(whole, dropout) : whole;
  return { logits: linear(read, decoder!, decoderBias), states };
}
