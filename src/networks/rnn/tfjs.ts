/** The RNN written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import type { PathTwin } from "../path-network.ts";
import type { PathRnnShape, WeightName } from "./path-rnn.ts";

export const rnnTwin =
  ({ activation, inputScale }: PathRnnShape): PathTwin<WeightName> =>
  ({ encoder, input, recurrent, decoder }, { startCode, velocity }) => {
    const phi = activation === "relu" ? tf.relu : tf.tanh;
    const all: tf.Tensor2D[] = [];
    let hidden: tf.Tensor2D = tf.matMul(startCode, encoder);
    for (const moved of velocity) {
      const drive = tf.matMul(tf.mul(moved, inputScale), input);
      hidden = phi(tf.add(tf.matMul(hidden, recurrent), drive));
      all.push(hidden);
    }
    const states = tf.concat2d(all, 0);
    return { logits: tf.matMul(states, decoder), states };
  };
