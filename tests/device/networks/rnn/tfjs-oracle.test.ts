/** TensorFlow.js differentiates the same network by itself: an oracle that shares no code with the kernels or the plain reference. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { placesOnly } from "../../../../src/code/path-code.ts";
import { givenCentres } from "../../../../src/code/place-centres.ts";
import { openPlaceCode } from "../../../../src/code/place-code.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import * as tf from "../../../../src/engine/tfjs/tf.ts";
import { decayOfRecurrent } from "../../../../src/networks/decay.ts";
import { nothingAround } from "../../../../src/networks/dense-settings.ts";
import { mapNames, namesOf } from "../../../../src/networks/layout.ts";
import { readoutOf } from "../../../../src/networks/path-network.ts";
import { lossAndGradients } from "../../../../src/networks/rnn/loss-and-gradients.ts";
import { allocateWeights, rnnLayout, type WeightName } from "../../../../src/networks/rnn/path-rnn.ts";
import { rnnTwin } from "../../../../src/networks/rnn/tfjs.ts";
import { meanOf } from "../../../../src/networks/tensors.ts";
import { tensorLoss } from "../../../../src/tasks/path-integration/tensor-loss.ts";
import { defaultArena } from "../../../../src/world/arena.ts";
import { type DeviceCase, deviceCases, withDevice } from "../../../support/every-device.ts";
import { randomFloats, testRandom } from "../../../support/reference/random.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const [steps, batch, units, cells] = [6, 10, 24, 30];
const decay = decayOfRecurrent(1e-3);
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

const values = {
  encoder: scaled(cells * units, 2),
  input: scaled(2 * units, 1),
  recurrent: scaled(units * units, 0.4),
  decoder: scaled(units * cells, 1),
} satisfies Partial<Record<WeightName, Float32Array>>;
type Given = keyof typeof values;
const velocity = scaled(steps * batch * 2, 1);
const startCode = probabilities(batch);
const targets = probabilities(steps * batch);

async function oracle(activation: "relu" | "tanh", open: NonNullable<DeviceCase["open"]>) {
  const shape = { ...nothingAround, units, cells, activation, inputs: 2, inputScale: velocityScale };
  return withDevice(open, async () => {
    const layout = rnnLayout(shape);
    const weights = mapNames(layout, (name) => tf.tensor(values[name as Given], [...layout[name].shape]));
    const given = {
      startCode: tf.tensor2d(startCode, [batch, cells]),
      velocity: tf.unstack(tf.tensor3d(velocity, [steps, batch, 2])) as tf.Tensor2D[],
    };
    const wanted = tf.tensor2d(targets, [steps * batch, cells]);
    const places = { first: 0, cells, weight: 1, loss: "softmax" } as const;
    const pass = tensorLoss(rnnTwin(shape), layout, weights, given, wanted, [places], decay);
    const gradients = await Promise.all(namesOf(layout).map((name) => pass.gradients[name]!.data()));
    return {
      loss: meanOf(await pass.partLosses[0]!.data<"float32">()) + (await pass.decay.data())[0]!,
      gradients: Object.fromEntries(namesOf(layout).map((name, i) => [name, gradients[i]!])),
    };
  });
}

const cases = deviceCases.flatMap((device) =>
  (["relu", "tanh"] as const).map((activation) => ({ ...device, activation })),
);

describe.each(cases)(
  "loss and gradients equal those of TensorFlow.js, $activation, on $title",
  ({ activation, open }) => {
    // Found: 3e-8 for the loss, 3e-7 for the gradients.
    test.skipIf(!open)("to rounding of float32", async () => {
      const expected = await oracle(activation, open!);
      const { memory } = engine;
      memory.scope(() => {
        const shape = { ...nothingAround, units, cells, activation, inputs: 2, inputScale: velocityScale };
        const model = { shape, weights: allocateWeights(engine, shape, "weights") };
        for (const name of namesOf(values)) model.weights[name].set(values[name]);
        const gradients = allocateWeights(engine, shape, "gradients");
        const centres = givenCentres(randomFloats(testRandom(9), cells * 2));
        const readout = readoutOf(placesOnly(openPlaceCode(engine, { arena: defaultArena, centres })), 3);
        const trajectories = {
          velocity: memory.from("float32", velocity, "velocity", [steps, batch, 2]),
          position: memory.zeros("float32", [steps, batch, 2], "position"),
          start: memory.zeros("float32", [batch, 2], "start"),
          codes: {
            start: memory.from("float32", startCode, "start code", [batch, cells]),
            targets: memory.from("float32", targets, "targets", [steps, batch, cells]),
          },
        };
        const result = lossAndGradients(engine, model, readout, trajectories, gradients, decay);
        expect(Math.abs(result.loss / expected.loss - 1)).toBeLessThan(1e-6);
        for (const name of namesOf(gradients)) {
          const distance = relativeDistance(gradients[name].view, expected.gradients[name]!);
          expect({ name, close: distance < 1e-6 }).toEqual({ name, close: true });
        }
      });
    });
  },
);
