/** Adam on a device of tfjs, in the order of operations of assembly/adam.ts. */
import * as tf from "../../engine/tfjs/tf.ts";
import { namedTensors } from "../../networks/tensors.ts";
import { adamNumbers } from "./adam-numbers.ts";
import type { TensorUpdate } from "./optimizer.ts";

export const tensorAdam: TensorUpdate = (layout, { weights, slots }, gradients, updates, by) => {
  const { beta1, beta2, complement1, complement2, correction1, inverseRoot, epsilon } = adamNumbers(updates);
  const updated = Object.values(layout).map((parameter) => {
    const { name } = parameter;
    const [first, second] = [slots.exp_avg![name]!, slots.exp_avg_sq![name]!];
    const gradient = tf.mul(gradients[name]!, by.gradientScale);
    const m = tf.tidy(() => tf.add(tf.mul(first, beta1), tf.mul(gradient, complement1)));
    const v = tf.tidy(() => tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), complement2)));
    gradient.dispose();
    const w = tf.tidy(() => {
      const root = tf.add(tf.mul(tf.sqrt(v), inverseRoot), epsilon);
      return tf.sub(weights[name]!, tf.mul(tf.div(m, root), by.rate(parameter) / correction1));
    });
    return [w, m, v] as const;
  });
  const part = (i: 0 | 1 | 2) =>
    namedTensors(
      layout,
      updated.map((tensors) => tensors[i]),
    );
  return { weights: part(0), slots: { exp_avg: part(1), exp_avg_sq: part(2) } };
};
