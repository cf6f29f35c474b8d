/** The GRU written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import type { PathTwin } from "../path-network.ts";
import type { GruWeightName, PathGruShape } from "./path-gru.ts";

export const gruTwin =
  ({ inputScale }: PathGruShape): PathTwin<GruWeightName> =>
  ({ encoder, input, recurrent, inputBias, recurrentBias, decoder }, { startCode, velocity }) => {
    const all: tf.Tensor2D[] = [];
    let state: tf.Tensor2D = tf.matMul(startCode, encoder);
    for (const moved of velocity) {
      const ofInput = tf.add(tf.matMul(tf.mul(moved, inputScale), input), inputBias);
      const ofState = tf.add(tf.matMul(state, recurrent), recurrentBias);
      const [resetInput, updateInput, candidateInput] = tf.split(ofInput, 3, 1) as Three;
      const [resetState, updateState, candidateState] = tf.split(ofState, 3, 1) as Three;
      const reset = tf.sigmoid(tf.add(resetInput, resetState));
      const update = tf.sigmoid(tf.add(updateInput, updateState));
      const candidate = tf.tanh(tf.add(candidateInput, tf.mul(reset, candidateState)));
      state = tf.add(tf.mul(tf.sub(1, update), candidate), tf.mul(update, state));
      all.push(state);
    }
    const states = tf.concat2d(all, 0);
    return { logits: tf.matMul(states, decoder), states };
  };

type Three = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
