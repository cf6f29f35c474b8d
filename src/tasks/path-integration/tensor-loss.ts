/** The loss of Sorscher et al. 2019 around any network written for automatic differentiation. */
import * as tf from "../../engine/tfjs/tf.ts";
import type { Layout } from "../../networks/layout.ts";
import type { PathTwin, TensorBatch } from "../../networks/path-network.ts";
import { namedTensors, type Tensors } from "../../networks/tensors.ts";

/** Everything a training step wants to know, on the device. The caller disposes of it. */
export interface TensorLoss {
  readonly gradients: Tensors;
  readonly logits: tf.Tensor2D; // [T * B, cells]
  readonly crossEntropies: tf.Tensor1D; // [T * B] nats
  /** weightDecay * the summed squares of what decays. */
  readonly decay: tf.Scalar;
  /** Units whose activity is not zero, for each sample: [T * B]. */
  readonly activeUnits: tf.Tensor1D;
}

/**
 * Mean cross-entropy plus decay, and its gradient for each array by tfjs.
 * @param targets [T * B, cells]
 * @param weightDecay strength of the L2 term on the arrays of the group `recurrent`
 */
export function tensorLoss(
  twin: PathTwin,
  layout: Layout,
  weights: Tensors,
  batch: TensorBatch,
  targets: tf.Tensor2D,
  weightDecay: number,
): TensorLoss {
  const names = Object.keys(layout);
  return tf.tidy(() => {
    let pass: Omit<TensorLoss, "gradients"> | undefined;
    const loss = (...values: tf.Tensor[]): tf.Scalar => {
      const named = namedTensors(layout, values);
      const { logits, states } = twin(named, batch);
      const decaying = names
        .filter((name) => layout[name]!.group === "recurrent")
        .map((name) => named[name]!);
      pass = {
        logits,
        crossEntropies: tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)),
        decay: tf.mul(
          decaying.map(sumOfSquares).reduce((sum, one) => tf.add(sum, one), tf.scalar(0)),
          weightDecay,
        ),
        activeUnits: tf.sum(tf.cast(tf.notEqual(states, 0), "float32"), 1),
      };
      for (const tensor of Object.values(pass)) tf.keep(tensor);
      return tf.add(tf.mean(pass.crossEntropies), pass.decay);
    };
    const { grads } = tf.valueAndGrads(loss)(names.map((name) => weights[name]!));
    return { ...pass!, gradients: namedTensors(layout, grads) };
  });
}

/** One axis after the other: some backends sum with a single float32. */
const sumOfSquares = (array: tf.Tensor): tf.Scalar => tf.sum(tf.sum(tf.square(array), -1));
