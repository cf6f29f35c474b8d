import * as tf from "../../engine/tfjs/tf.ts";
import { weightNames } from "../../networks/rnn/path-rnn.ts";
import { namedWeights, type WeightTensors } from "../../networks/rnn/tfjs-path-rnn.ts";
import { adamNumbers, type LearningRates } from "./adam.ts";

/** Weights and both moments of Adam on a device of tfjs. */
export interface TensorState {
  readonly weights: WeightTensors;
  readonly firstMoment: WeightTensors;
  readonly secondMoment: WeightTensors;
}

export const stateParts = ["weights", "firstMoment", "secondMoment"] as const;

/**
 * One Adam update, in the order of operations of assembly/adam.ts. The state after it is a new one; the old one is the caller's to
 * dispose of.
 * @param updates number of this update, from 1
 */
export function tfjsAdamUpdate(
  state: TensorState,
  gradients: WeightTensors,
  updates: number,
  rates: LearningRates,
  gradientScale: number,
): TensorState {
  const { beta1, beta2, complement1, complement2, correction1, inverseRoot, epsilon } = adamNumbers(updates);
  const updated = weightNames.map((name) => {
    const [weight, first, second] = stateParts.map((part) => state[part][name]) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    const gradient = tf.mul(gradients[name], gradientScale);
    const m = tf.tidy(() => tf.add(tf.mul(first, beta1), tf.mul(gradient, complement1)));
    const v = tf.tidy(() => tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), complement2)));
    gradient.dispose();
    const w = tf.tidy(() => {
      const root = tf.add(tf.mul(tf.sqrt(v), inverseRoot), epsilon);
      return tf.sub(weight, tf.mul(tf.div(m, root), rates[name] / correction1));
    });
    return [w, m, v] as const;
  });
  const part = (i: 0 | 1 | 2) => namedWeights(updated.map((tensors) => tensors[i]));
  return { weights: part(0), firstMoment: part(1), secondMoment: part(2) };
}
