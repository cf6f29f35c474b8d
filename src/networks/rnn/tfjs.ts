/** The RNN written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import { firstStates, readOut } from "../dense-twin.ts";
import type { PathTwin } from "../path-network.ts";
import type { PathRnnShape, WeightName } from "./path-rnn.ts";

export const rnnTwin =
  (shape: PathRnnShape): PathTwin<WeightName> =>
  (weights, batch) => {
    const { input, recurrent } = weights;
    const phi = shape.activation === "relu" ? tf.relu : tf.tanh;
    const all: tf.Tensor2D[] = [];
    let hidden = firstStates(weights, batch);
    for (const moved of batch.velocity) {
      const drive = tf.matMul(tf.mul(moved, shape.inputScale), input);
      hidden = phi(tf.add(tf.matMul(hidden, recurrent), drive));
      all.push(hidden);
    }
    return readOut(shape, weights, tf.concat2d(all, 0), batch);
  };
