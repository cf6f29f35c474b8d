/** The GRU written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import { firstStates, linear, readOut } from "../dense-twin.ts";
import type { PathTwin } from "../path-network.ts";
import type { GruWeightName, PathGruShape } from "./path-gru.ts";

export const gruTwin =
  (shape: PathGruShape): PathTwin<GruWeightName> =>
  (weights, batch) => {
    const { input, recurrent, inputBias, recurrentBias } = weights;
    const all: tf.Tensor2D[] = [];
    let state = firstStates(weights, batch);
    for (const moved of batch.velocity) {
      const ofInput = linear(tf.mul(moved, shape.inputScale), input, inputBias);
      const ofState = linear(state, recurrent, recurrentBias);
      const [resetInput, updateInput, candidateInput] = tf.split(ofInput, 3, 1) as Three;
      const [resetState, updateState, candidateState] = tf.split(ofState, 3, 1) as Three;
      const reset = tf.sigmoid(tf.add(resetInput, resetState));
      const update = tf.sigmoid(tf.add(updateInput, updateState));
      const candidate = tf.tanh(tf.add(candidateInput, tf.mul(reset, candidateState)));
      state = tf.add(tf.mul(tf.sub(1, update), candidate), tf.mul(update, state));
      all.push(state);
    }
    return readOut(shape, weights, tf.concat2d(all, 0), batch);
  };

type Three = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
