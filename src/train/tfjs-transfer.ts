/** Between the engine's memory and a device of tfjs. tfjs keeps the arrays it is given, so it gets copies. */
import type { SharedArray } from "../engine/shared-array.ts";
import * as tf from "../engine/tfjs/tf.ts";
import { type WeightArrays, weightNames } from "../networks/rnn/path-rnn.ts";
import { namedWeights, type TfjsPass, type WeightTensors } from "../networks/rnn/tfjs-path-rnn.ts";

/** A matrix of the engine on the device. */
export const toTensor = (array: SharedArray<"float32">): tf.Tensor2D =>
  tf.tensor2d(array.toArray(), [...(array.shape as [number, number])]);

/** An array [steps, rows, columns] of the engine as one tensor a step. */
export function toTensors(array: SharedArray<"float32">): tf.Tensor2D[] {
  const [steps, rows, columns] = array.shape as [number, number, number];
  const size = rows * columns;
  return Array.from({ length: steps }, (_, t) =>
    tf.tensor2d(array.view.slice(t * size, (t + 1) * size), [rows, columns]),
  );
}

export const uploadWeights = (weights: WeightArrays): WeightTensors =>
  namedWeights(weightNames.map((name) => toTensor(weights[name])));

export async function downloadWeights(tensors: WeightTensors, into: WeightArrays): Promise<void> {
  const values = await Promise.all(weightNames.map((name) => tensors[name].data<"float32">()));
  weightNames.forEach((name, i) => {
    into[name].set(values[i]!);
  });
}

/** What a step wants to know of a pass, read at once. */
export async function readPass(pass: TfjsPass) {
  const squares = weightNames.map((name) => tf.tidy(() => tf.sum(tf.square(pass.gradients[name]), 1)));
  try {
    const read = (tensor: tf.Tensor) => tensor.data<"float32">();
    const [logits, crossEntropies, activeUnits, decay, ...sums] = await Promise.all(
      [pass.logits, pass.crossEntropies, pass.activeUnits, pass.decay, ...squares].map(read),
    );
    return {
      logits: logits!,
      crossEntropies: crossEntropies!,
      activeUnits: activeUnits!,
      decay: decay![0]!,
      gradientNorm: Math.sqrt(sums.reduce((total, rows) => total + sum(rows), 0)),
    };
  } finally {
    tf.dispose(squares);
  }
}

/** In float64. */
const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

export const mean = (values: Float32Array): number => sum(values) / values.length;
