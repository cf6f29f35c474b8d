/** The loss of Sorscher et al. 2019 around any network written for automatic differentiation. */
import * as tf from "../../engine/tfjs/tf.ts";
import { type Decay, decayOf } from "../../networks/decay.ts";
import type { Layout } from "../../networks/layout.ts";
import type { PathTwin, TensorBatch } from "../../networks/path-network.ts";
import { tensorDecay } from "../../networks/tensor-decay.ts";
import { namedTensors, type Tensors } from "../../networks/tensors.ts";

/** Everything a training step wants to know, on the device. The caller disposes of it. */
export interface TensorLoss {
  readonly gradients: Tensors;
  readonly logits: tf.Tensor2D; // [T * B, cells]
  readonly crossEntropies: tf.Tensor1D; // [T * B] nats
  /** What all decay adds to the loss. */
  readonly decay: tf.Scalar;
  /** Units whose activity is not zero, for each sample: [T * B]. */
  readonly activeUnits: tf.Tensor1D;
}

/**
 * Mean cross-entropy plus decay, and its gradient for each array by tfjs.
 * @param targets [T * B, cells]
 */
export function tensorLoss(
  twin: PathTwin,
  layout: Layout,
  weights: Tensors,
  batch: TensorBatch,
  targets: tf.Tensor2D,
  decay: Decay,
): TensorLoss {
  const names = Object.keys(layout);
  return tf.tidy(() => {
    let pass: Omit<TensorLoss, "gradients"> | undefined;
    const loss = (...values: tf.Tensor[]): tf.Scalar => {
      const named = namedTensors(layout, values);
      const { logits, states } = twin(named, batch);
      const terms = names.map((name) => tensorDecay(named[name]!, decayOf(decay, layout[name]!)));
      pass = {
        logits,
        crossEntropies: tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)),
        decay: terms.reduce((sum, term) => tf.add(sum, term), tf.scalar(0)),
        activeUnits: tf.sum(tf.cast(tf.notEqual(states, 0), "float32"), 1),
      };
      for (const tensor of Object.values(pass)) tf.keep(tensor);
      return tf.add(tf.mean(pass.crossEntropies), pass.decay);
    };
    const { grads } = tf.valueAndGrads(loss)(names.map((name) => weights[name]!));
    return { ...pass!, gradients: namedTensors(layout, grads) };
  });
}
