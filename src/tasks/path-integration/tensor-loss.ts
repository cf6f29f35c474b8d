/** The losses of all ensembles around any network written for automatic differentiation. */

import { labelSmoothing, type Part } from "../../code/path-code.ts";
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
  /** Of each ensemble by itself, nats. */
  readonly partLosses: tf.Tensor1D[]; // [T * B]
  /** What all decay adds to the loss. */
  readonly decay: tf.Scalar;
  /** Units whose activity is not zero, for each sample: [T * B]. */
  readonly activeUnits: tf.Tensor1D;
}

/** What the loss of an ensemble is made by. */
export type LossPart = Pick<Part, "first" | "cells" | "weight" | "loss">;

/**
 * Mean loss of all ensembles by their weights, plus decay, and its gradient for each array by tfjs.
 * @param targets [T * B, cells]
 */
export function tensorLoss(
  twin: PathTwin,
  layout: Layout,
  weights: Tensors,
  batch: TensorBatch,
  targets: tf.Tensor2D,
  parts: readonly LossPart[],
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
        partLosses: parts.map((part) => partLoss(part, logits, targets)),
        decay: terms.reduce((sum, term) => tf.add(sum, term), tf.scalar(0)),
        activeUnits: tf.sum(tf.cast(tf.notEqual(states, 0), "float32"), 1),
      };
      for (const tensor of [logits, pass.decay, pass.activeUnits, ...pass.partLosses]) tf.keep(tensor);
      const means = pass.partLosses.map((losses, i) => weighted(tf.mean(losses), parts[i]!.weight));
      return means.reduce((sum, mean) => tf.add(sum, mean), pass.decay);
    };
    const { grads } = tf.valueAndGrads(loss)(names.map((name) => weights[name]!));
    return { ...pass!, gradients: namedTensors(layout, grads) };
  });
}

const weighted = (mean: tf.Scalar, weight: number): tf.Scalar => (weight === 1 ? mean : tf.mul(mean, weight));

/** Of each sample. The columns of an ensemble that stands alone are all there are. */
function partLoss({ first, cells, loss }: LossPart, logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D {
  const own = (rows: tf.Tensor2D) =>
    cells === rows.shape[1] ? rows : tf.slice2d(rows, [0, first], [rows.shape[0], cells]);
  const [said, asked] = [own(logits), own(targets)];
  if (loss === "softmax") return tf.neg(tf.sum(tf.mul(asked, tf.logSoftmax(said)), 1));
  const smoothed = tf.add(tf.mul(asked, 1 - labelSmoothing), labelSmoothing / 2);
  return tf.mean(tf.sub(tf.softplus(said), tf.mul(smoothed, said)), 1);
}
