/** The LSTM written for automatic differentiation: no gradient is written here, and none of our kernels used. */
import * as tf from "../../engine/tfjs/tf.ts";
import { firstStates, linear, readOut } from "../dense-twin.ts";
import type { PathTwin } from "../path-network.ts";
import type { Tensors } from "../tensors.ts";
import type { LstmWeightName, PathLstmShape } from "./path-lstm.ts";

export const lstmTwin =
  (shape: PathLstmShape): PathTwin<LstmWeightName> =>
  (weights: Partial<Tensors<LstmWeightName>>, batch) => {
    const { inputScale, forgetBias, cellActivation } = shape;
    const { inputLayer, inputLayerBias } = weights;
    const phi = cellActivation === "relu" ? tf.relu<tf.Tensor2D> : tf.tanh<tf.Tensor2D>;
    const all: tf.Tensor2D[] = [];
    let state = firstStates(weights, batch);
    let cells = linear(batch.startCode, weights.cellEncoder!, weights.cellEncoderBias);
    for (const told of batch.velocity) {
      const scaled: tf.Tensor2D = tf.mul(told, inputScale);
      const heard = inputLayer ? linear(scaled, inputLayer, inputLayerBias) : scaled;
      const ofInput = linear(heard, weights.input!, weights.inputBias);
      const sums = tf.add(ofInput, linear(state, weights.recurrent!, weights.recurrentBias));
      const [toInput, toForget, toCandidate, toOutput] = tf.split(sums, 4, 1) as Four;
      const kept = tf.mul(tf.sigmoid(tf.add(toForget, forgetBias)), cells);
      cells = tf.add(kept, tf.mul(tf.sigmoid(toInput), phi(toCandidate)));
      state = tf.mul(tf.sigmoid(toOutput), phi(cells));
      all.push(state);
    }
    return readOut(shape, weights, tf.concat2d(all, 0), batch);
  };

type Four = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
