/** Adam and AdamW on a device of tfjs, in the order of operations of assembly/adam.ts. */
import * as tf from "../../engine/tfjs/tf.ts";
import { adamNumbers } from "./adam-numbers.ts";
import { tensorUpdate } from "./tensor-update.ts";

export const tensorAdam = tensorUpdate(
  ["exp_avg", "exp_avg_sq"],
  ({ weights, slots }, gradient, parameter, updates, by) => {
    const numbers = adamNumbers(updates, by);
    const rate = by.rate(parameter);
    const decay = by.decay(parameter);
    const m = tf.add(tf.mul(slots.exp_avg, numbers.beta1), tf.mul(gradient, numbers.complement1));
    const v = tf.add(
      tf.mul(slots.exp_avg_sq, numbers.beta2),
      tf.mul(tf.square(gradient), numbers.complement2),
    );
    const root = tf.add(tf.mul(tf.sqrt(v), numbers.inverseRoot), numbers.epsilon);
    const kept = decay === 0 ? weights : tf.mul(weights, 1 - rate * decay);
    return {
      weights: tf.sub(kept, tf.mul(tf.div(m, root), rate / numbers.correction1)),
      slots: { exp_avg: m, exp_avg_sq: v },
    };
  },
);
