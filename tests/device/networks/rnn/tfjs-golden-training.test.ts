/** Ten training steps of the PyTorch reference, through the devices of TensorFlow.js. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as tf from "../../../../src/engine/tfjs/tf.ts";
import { type Layout, mapNames } from "../../../../src/networks/layout.ts";
import { rnnLayout } from "../../../../src/networks/rnn/path-rnn.ts";
import { rnnTwin } from "../../../../src/networks/rnn/tfjs.ts";
import { meanOf, type Tensors } from "../../../../src/networks/tensors.ts";
import { tensorLoss } from "../../../../src/tasks/path-integration/tensor-loss.ts";
import type { TensorState } from "../../../../src/train/optimizers/optimizer.ts";
import { tensorAdam } from "../../../../src/train/optimizers/tfjs-adam.ts";
import { deviceCases, withDevice } from "../../../support/every-device.ts";
import { golden } from "../../../support/golden.ts";
import { goldenWeight } from "../../../support/golden-weight.ts";
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
    return { ...device, activation };
  }),
);

describe.each(cases)("ten training steps of the reference, $activation, on $title", (given) => {
  const { activation, open } = given;
  test.skipIf(!open)("losses, gradients, final weights", async () => {
    const data = golden(`rnn_training_${activation}.npz`);
    const [count, steps, batch] = data.shape("velocity") as [number, number, number];
    const [cells, units] = [data.shape("centres")[0]!, data.shape("hidden_step0").at(-1)!];
    const shape = { units, placeCells: cells, activation, velocityScale: 1 };
    const layout: Layout = rnnLayout(shape);
    const slice = (name: string, step: number): Float32Array => {
      const all = data.numbers(name);
      return Float32Array.from(all.subarray((step * all.length) / count, ((step + 1) * all.length) / count));
    };
    const close = async (
      found: Tensors,
      prefix: string,
      counts: (i: number, width: number) => boolean = () => true,
    ) => {
      for (const [name, parameter] of Object.entries(layout)) {
        const width = parameter.shape[1]!;
        const values = await found[name]!.data();
        const expected = goldenWeight(data, prefix, parameter);
        const distance = relativeDistance(values, expected, (i) => name === "decoder" || counts(i, width));
        expect({ name, distance, close: distance < 2e-5 }).toEqual({ name, distance, close: true });
      }
    };
    await withDevice(open!, async () => {
      const shapeOf = (name: string) => [...layout[name]!.shape];
      const zeros = () => mapNames(layout, (name) => tf.zeros(shapeOf(name)));
      let state: TensorState = {
        weights: mapNames(layout, (name) =>
          tf.tensor(goldenWeight(data, "init.", layout[name]!), shapeOf(name)),
        ),
        slots: { exp_avg: zeros(), exp_avg_sq: zeros() },
      };
      for (let step = 0; step < count; step++) {
        const given = {
          startCode: tf.tensor2d(slice("init_place", step), [batch, cells]),
          velocity: tf.unstack(tf.tensor3d(slice("velocity", step), [steps, batch, 2])) as tf.Tensor2D[],
        };
        const targets = tf.tensor2d(slice("target_place", step), [steps * batch, cells]);
        const pass = tensorLoss(rnnTwin(shape), layout, state.weights, given, targets, weightDecay);
        const loss = meanOf(await pass.crossEntropies.data<"float32">()) + (await pass.decay.data())[0]!;
        expect(Math.abs(loss / data.numbers("loss")[step]! - 1)).toBeLessThan(1e-6);
        if (step === 0) await close(pass.gradients, "grad0.");
        const sizes = { rate: () => learningRate, gradientScale: 1 };
        state = tensorAdam(layout, state, pass.gradients, step + 1, sizes);
      }
      await close(state.weights, "final.", (i, width) => i % width !== undecided[activation]);
    });
  });
});
