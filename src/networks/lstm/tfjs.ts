/** The LSTM written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import type { PathTwin } from "../path-network.ts";
import type { LstmWeightName, PathLstmShape } from "./path-lstm.ts";

export const lstmTwin =
  ({ inputScale, forgetBias, cellActivation }: PathLstmShape): PathTwin<LstmWeightName> =>
  (weights, { startCode, velocity }) => {
    const { encoder, cellEncoder, input, recurrent, inputBias, recurrentBias, decoder } = weights;
    const phi = cellActivation === "relu" ? tf.relu<tf.Tensor2D> : tf.tanh<tf.Tensor2D>;
    const all: tf.Tensor2D[] = [];
    let state: tf.Tensor2D = tf.matMul(startCode, encoder);
    let cells: tf.Tensor2D = tf.matMul(startCode, cellEncoder);
    for (const told of velocity) {
      const ofInput = tf.add(tf.matMul(tf.mul(told, inputScale), input), inputBias);
      const ofState = tf.matMul(state, recurrent);
      const sums = tf.add(ofInput, recurrentBias ? tf.add(ofState, recurrentBias) : ofState);
      const [toInput, toForget, toCandidate, toOutput] = tf.split(sums, 4, 1) as Four;
      const kept = tf.mul(tf.sigmoid(tf.add(toForget, forgetBias)), cells);
      cells = tf.add(kept, tf.mul(tf.sigmoid(toInput), phi(toCandidate)));
      state = tf.mul(tf.sigmoid(toOutput), phi(cells));
      all.push(state);
    }
    const states = tf.concat2d(all, 0);
    return { logits: tf.matMul(states, decoder), states };
  };

type Four = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
