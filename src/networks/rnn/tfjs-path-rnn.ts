/** The path-integrating network written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import { type Activation, type WeightName, weightNames } from "./path-rnn.ts";

export type WeightTensors = Readonly<Record<WeightName, tf.Tensor2D>>;

/** One batch on the device. */
export interface TensorBatch {
  readonly startCode: tf.Tensor2D; // [B, cells]
  readonly velocity: readonly tf.Tensor2D[]; // T of [B, 2] m/s
  readonly targets: tf.Tensor2D; // [T * B, cells]
}

export interface TfjsLossOptions {
  readonly activation: Activation;
  readonly velocityScale: number;
  /** Strength of the L2 term on the recurrent weights. */
  readonly weightDecay: number;
}

/** Everything a training step wants to know, on the device. The caller disposes of it. */
export interface TfjsPass {
  readonly gradients: WeightTensors;
  readonly logits: tf.Tensor2D; // [T * B, cells]
  readonly crossEntropies: tf.Tensor1D; // [T * B] nats
  /** weightDecay * sum(recurrent²). */
  readonly decay: tf.Scalar;
  /** Units whose activity is not zero, for each sample: [T * B]. */
  readonly activeUnits: tf.Tensor1D;
}

/** Loss of Sorscher et al. 2019, as in loss-and-gradients.ts, and its gradient for each weight by tfjs. */
export function tfjsLossAndGradients(
  weights: WeightTensors,
  batch: TensorBatch,
  options: TfjsLossOptions,
): TfjsPass {
  return tf.tidy(() => {
    let pass: Omit<TfjsPass, "gradients"> | undefined;
    const loss = (...values: tf.Tensor[]): tf.Scalar => {
      const forward = forwardWithLoss(namedWeights(values), batch, options);
      pass = forward;
      for (const tensor of Object.values(forward)) tf.keep(tensor);
      return tf.add(tf.mean(forward.crossEntropies), forward.decay);
    };
    const { grads } = tf.valueAndGrads(loss)(weightNames.map((name) => weights[name]));
    return { ...pass!, gradients: namedWeights(grads) };
  });
}

function forwardWithLoss(
  weights: WeightTensors,
  { startCode, velocity, targets }: TensorBatch,
  { activation, velocityScale, weightDecay }: TfjsLossOptions,
): Omit<TfjsPass, "gradients"> {
  const { encoder, input, recurrent, decoder } = weights;
  const phi = activation === "relu" ? tf.relu : tf.tanh;
  const states: tf.Tensor2D[] = [];
  let hidden: tf.Tensor2D = tf.matMul(startCode, encoder);
  for (const moved of velocity) {
    const drive = tf.matMul(tf.mul(moved, velocityScale), input);
    hidden = phi(tf.add(tf.matMul(hidden, recurrent), drive));
    states.push(hidden);
  }
  const all = tf.concat2d(states, 0); // [T * B, units]
  const logits: tf.Tensor2D = tf.matMul(all, decoder);
  return {
    logits,
    crossEntropies: tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)),
    // One axis after the other: some backends sum with a single float32.
    decay: tf.mul(tf.sum(tf.sum(tf.square(recurrent), 1)), weightDecay),
    activeUnits: tf.sum(tf.cast(tf.notEqual(all, 0), "float32"), 1),
  };
}

/** Tensors in the order of `weightNames`, by name. */
export const namedWeights = (tensors: readonly tf.Tensor[]): WeightTensors => {
  const [encoder, input, recurrent, decoder] = tensors as tf.Tensor2D[];
  return { encoder: encoder!, input: input!, recurrent: recurrent!, decoder: decoder! };
};
