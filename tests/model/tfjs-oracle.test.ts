/** TensorFlow.js differentiates the same network by itself: an oracle that shares no code with the kernels or the plain reference. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-wasm";
import { givenCentres } from "../../src/code/place-centres.ts";
import { openPlaceCode } from "../../src/code/place-code.ts";
import { openEngine } from "../../src/engine/engine.ts";
import { lossAndGradients } from "../../src/model/loss-and-gradients.ts";
import { allocateWeights, type WeightName, weightNames, weightShape } from "../../src/model/path-rnn.ts";
import { defaultArena } from "../../src/world/arena.ts";
import { randomFloats, testRandom } from "../reference/random.ts";
import { relativeDistance } from "../relative-distance.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
beforeAll(async () => {
  await tf.setBackend("wasm");
});
afterAll(() => engine.close());

const [steps, batch, units, cells] = [6, 10, 24, 30];
const weightDecay = 1e-3;
const velocityScale = 0.5;

const random = testRandom(21);
const scaled = (count: number, size: number) => randomFloats(random, count).map((x) => x * size);

/** Rows of `cells` probabilities. */
function probabilities(rows: number): Float32Array {
  const values = randomFloats(random, rows * cells).map((x) => x * x);
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * cells, (row + 1) * cells);
    const total = part.reduce((sum, value) => sum + value, 0);
    part.set(part.map((value) => value / total));
  }
  return values;
}

const values: Record<WeightName, Float32Array> = {
  encoder: scaled(cells * units, 2),
  input: scaled(2 * units, 1),
  recurrent: scaled(units * units, 0.4),
  decoder: scaled(units * cells, 1),
};
const velocity = scaled(steps * batch * 2, 1);
const startCode = probabilities(batch);
const targets = probabilities(steps * batch);

/** One axis after the other: the sum of the wasm backend keeps a single float32. */
const sumAll = (x: tf.Tensor): tf.Scalar => tf.sum(tf.sum(x, 1));

async function oracle(activation: "relu" | "tanh") {
  const phi = activation === "relu" ? tf.relu : tf.tanh;
  const shape = { units, placeCells: cells, activation, velocityScale };
  const loss = (...weights: tf.Tensor[]): tf.Scalar => {
    const [encoder, input, recurrent, decoder] = weights as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    let hidden: tf.Tensor2D = tf.matMul(tf.tensor2d(startCode, [batch, cells]), encoder);
    let total: tf.Scalar = tf.mul(sumAll(tf.square(recurrent)), weightDecay);
    for (let t = 0; t < steps; t++) {
      const moved = tf.tensor2d(velocity.subarray(t * batch * 2, (t + 1) * batch * 2), [batch, 2]);
      const drive = tf.matMul(tf.mul(moved, velocityScale), input);
      hidden = phi(tf.add(tf.matMul(hidden, recurrent), drive));
      const target = tf.tensor2d(targets.subarray(t * batch * cells, (t + 1) * batch * cells), [
        batch,
        cells,
      ]);
      const crossEntropy = sumAll(tf.mul(target, tf.logSoftmax(tf.matMul(hidden, decoder))));
      total = tf.sub(total, tf.div(crossEntropy, steps * batch));
    }
    return total;
  };
  const weights = weightNames.map((name) => tf.tensor2d(values[name], [...weightShape(name, shape)]));
  const { value, grads } = tf.valueAndGrads(loss)(weights);
  const gradients = await Promise.all(grads.map((gradient) => gradient.data()));
  return {
    loss: (await value.data())[0]!,
    gradients: Object.fromEntries(weightNames.map((name, i) => [name, gradients[i]!])),
  };
}

describe.each(["relu", "tanh"] as const)(
  "loss and gradients equal those of TensorFlow.js, %s",
  (activation) => {
    // Found: 3e-8 for the loss, 3e-7 for the gradients.
    test("to rounding of float32", async () => {
      const expected = await oracle(activation);
      const { memory } = engine;
      memory.scope(() => {
        const shape = { units, placeCells: cells, activation, velocityScale };
        const model = { shape, weights: allocateWeights(engine, shape, "weights") };
        for (const name of weightNames) model.weights[name].set(values[name]);
        const gradients = allocateWeights(engine, shape, "gradients");
        const centres = givenCentres(randomFloats(testRandom(9), cells * 2));
        const readout = { code: openPlaceCode(engine, { arena: defaultArena, centres }), topK: 3 };
        const trajectories = {
          velocity: memory.from("float32", velocity, "velocity", [steps, batch, 2]),
          position: memory.zeros("float32", [steps, batch, 2], "position"),
          start: memory.zeros("float32", [batch, 2], "start"),
        };
        const given = {
          start: memory.from("float32", startCode, "start code", [batch, cells]),
          targets: memory.from("float32", targets, "targets", [steps, batch, cells]),
        };
        const result = lossAndGradients(engine, model, readout, trajectories, gradients, weightDecay, {
          given,
        });
        expect(Math.abs(result.loss / expected.loss - 1)).toBeLessThan(1e-6);
        for (const name of weightNames) {
          const distance = relativeDistance(gradients[name].view, expected.gradients[name]!);
          expect({ name, close: distance < 1e-6 }).toEqual({ name, close: true });
        }
      });
    });
  },
);
