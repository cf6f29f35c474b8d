/** Ten training steps of the PyTorch reference, through the devices of TensorFlow.js. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as tf from "../../../../src/engine/tfjs/tf.ts";
import { type WeightName, weightNames, weightShape } from "../../../../src/networks/rnn/path-rnn.ts";
import {
  namedWeights,
  tfjsLossAndGradients,
  type WeightTensors,
} from "../../../../src/networks/rnn/tfjs-path-rnn.ts";
import { torchNames, transpose } from "../../../../src/networks/rnn/torch-layout.ts";
import { learningRates } from "../../../../src/train/optimizers/adam.ts";
import { type TensorState, tfjsAdamUpdate } from "../../../../src/train/optimizers/tfjs-adam.ts";
import { mean, readPass } from "../../../../src/train/tfjs-transfer.ts";
import { deviceCases, withDevice } from "../../../support/every-device.ts";
import { golden, goldenPath } from "../../../support/golden.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

/** From the README of the reference data. */
const learningRate = 1e-3;
const weightDecay = 1e-4;

/** Unit 47 of the relu data has a pre-activation that rounding decides; see golden-training.test.ts. */
const undecided = { relu: 47, tanh: undefined } as const;

const cases = deviceCases.flatMap((device) =>
  (["relu", "tanh"] as const).map((activation) => {
    const file = `rnn_training_${activation}.npz`;
    const missing = goldenPath(file) === undefined;
    const title = missing ? `${device.title} (skipped: ${file} missing)` : device.title;
    return { ...device, title, activation, file, skipped: missing || !device.open };
  }),
);

describe.each(cases)("ten training steps of the reference, $activation, on $title", (given) => {
  const { activation, file, open, skipped } = given;
  test.skipIf(skipped)("losses, gradients, final weights", async () => {
    const data = golden(file);
    const [count, steps, batch] = data.shape("velocity") as [number, number, number];
    const [cells, units] = [data.shape("centres")[0]!, data.shape("hidden_step0").at(-1)!];
    const shape = { units, placeCells: cells, activation, velocityScale: 1 };
    /** A weight of the file, [out, in], in our layout. */
    const weight = (prefix: string, name: WeightName) => {
      const [rows, columns] = weightShape(name, shape);
      return transpose(data.numbers(`${prefix}.${torchNames[name]}`), columns, rows);
    };
    const slice = (name: string, step: number): Float32Array => {
      const all = data.numbers(name);
      return Float32Array.from(all.subarray((step * all.length) / count, ((step + 1) * all.length) / count));
    };
    const close = async (
      found: WeightTensors,
      prefix: string,
      counts: (i: number, width: number) => boolean,
    ) => {
      for (const name of weightNames) {
        const width = weightShape(name, shape)[1];
        const values = await found[name].data();
        const inDecoder = name === "decoder";
        const distance = relativeDistance(values, weight(prefix, name), (i) => inDecoder || counts(i, width));
        expect({ name, distance, close: distance < 2e-5 }).toEqual({ name, distance, close: true });
      }
    };
    await withDevice(open!, async () => {
      const tensors = (make: (name: WeightName) => tf.Tensor) => namedWeights(weightNames.map(make));
      const sized = (name: WeightName) => [...weightShape(name, shape)] as [number, number];
      let state: TensorState = {
        weights: tensors((name) => tf.tensor2d(weight("init", name), sized(name))),
        firstMoment: tensors((name) => tf.zeros(sized(name))),
        secondMoment: tensors((name) => tf.zeros(sized(name))),
      };
      for (let step = 0; step < count; step++) {
        const task = {
          startCode: tf.tensor2d(slice("init_place", step), [batch, cells]),
          velocity: tf.unstack(tf.tensor3d(slice("velocity", step), [steps, batch, 2])) as tf.Tensor2D[],
          targets: tf.tensor2d(slice("target_place", step), [steps * batch, cells]),
        };
        const pass = tfjsLossAndGradients(state.weights, task, { ...shape, weightDecay });
        const read = await readPass(pass);
        const loss = mean(read.crossEntropies) + read.decay;
        expect(Math.abs(loss / data.numbers("loss")[step]! - 1)).toBeLessThan(1e-6);
        if (step === 0) await close(pass.gradients, "grad0", () => true);
        state = tfjsAdamUpdate(state, pass.gradients, step + 1, learningRates(learningRate), 1);
      }
      await close(state.weights, "final", (i, width) => i % width !== undecided[activation]);
    });
  });
});
