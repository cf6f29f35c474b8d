/** The three RMSProps on a device of tfjs, in the order of operations of assembly/rmsprop.ts. */
import * as tf from "../../engine/tfjs/tf.ts";
import type { UpdateNumbers } from "../../tasks/optimizer-settings.ts";
import { jtoyPush } from "./jtoy-push.ts";
import { tensorUpdate } from "./tensor-update.ts";

const averaged = (squares: tf.Tensor, gradient: tf.Tensor, { squareDecay }: UpdateNumbers) =>
  tf.add(tf.mul(squares, squareDecay), tf.mul(tf.square(gradient), 1 - squareDecay));

export const tensorRmspropTf = tensorUpdate(
  ["rms", "momentum"],
  ({ weights, slots }, gradient, parameter, _, by) => {
    const rms = averaged(slots.rms, gradient, by);
    const pull = tf.mul(tf.div(gradient, tf.sqrt(tf.add(rms, by.epsilon))), by.rate(parameter));
    const momentum = tf.add(tf.mul(slots.momentum, by.momentum), pull);
    return { weights: tf.sub(weights, momentum), slots: { rms, momentum } };
  },
);

const torchSlots = ["square_avg", "momentum_buffer"] as const;

export const tensorRmspropTorch = tensorUpdate(
  torchSlots,
  ({ weights, slots }, gradient, parameter, _, by) => {
    const square_avg = averaged(slots.square_avg, gradient, by);
    const pull = tf.div(gradient, tf.add(tf.sqrt(square_avg), by.epsilon));
    const momentum_buffer = tf.add(tf.mul(slots.momentum_buffer, by.momentum), pull);
    return {
      weights: tf.sub(weights, tf.mul(momentum_buffer, by.rate(parameter))),
      slots: { square_avg, momentum_buffer },
    };
  },
);

export const tensorRmspropJtoy = tensorUpdate(
  torchSlots,
  ({ weights, slots }, gradient, parameter, _, by) => {
    const square_avg = tf.add(averaged(slots.square_avg, gradient, by), by.epsilon);
    const push = tf.mul(tf.div(gradient, tf.sqrt(square_avg)), jtoyPush(by.rate(parameter), by));
    const momentum_buffer = tf.add(tf.mul(slots.momentum_buffer, by.momentum), push);
    return { weights: tf.add(weights, momentum_buffer), slots: { square_avg, momentum_buffer } };
  },
);
