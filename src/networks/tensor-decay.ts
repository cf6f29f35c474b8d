/** Decay written for automatic differentiation. */
import * as tf from "../engine/tfjs/tf.ts";
import type { ArrayDecay } from "../layers/array-decay.ts";

/** Far below the square of any weight; keeps the slope of the root finite where all weights are 0. */
const underRoot = 1e-30;

/** What the decay of one array adds to the loss. */
export function tensorDecay(weights: tf.Tensor, decay: ArrayDecay | undefined): tf.Scalar {
  if (decay === undefined) return tf.scalar(0);
  if (decay.form === "squares") return tf.mul(sumOfSquares(weights), decay.strength);
  const [rows] = weights.shape as [number, number];
  const norms = decay.parts.map(({ first, cells }) =>
    tf.sqrt(tf.add(sumOfSquares(tf.slice(weights, [0, first], [rows, cells])), underRoot)),
  );
  return tf.mul(
    norms.reduce((sum, norm) => tf.add(sum, norm)),
    decay.strength,
  );
}

/** One axis after the other: some backends sum with a single float32. */
const sumOfSquares = (array: tf.Tensor): tf.Scalar => tf.sum(tf.sum(tf.square(array), -1));
