/** Gradient descent with momentum on a device of tfjs, in the order of operations of assembly/sgd.ts. */
import * as tf from "../../engine/tfjs/tf.ts";
import { tensorUpdate } from "./tensor-update.ts";

export const tensorSgd = tensorUpdate(
  ["momentum_buffer"],
  ({ weights, slots }, gradient, parameter, _, by) => {
    const momentum_buffer = tf.add(tf.mul(slots.momentum_buffer, by.momentum), gradient);
    return {
      weights: tf.sub(weights, tf.mul(momentum_buffer, by.rate(parameter))),
      slots: { momentum_buffer },
    };
  },
);
