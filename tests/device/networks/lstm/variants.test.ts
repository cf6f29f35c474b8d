/** The settings of the LSTM, one by one and together, against its twin: they share the batch and no mathematics. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { openEngine } from "../../../../src/engine/engine.ts";
import { openCpuDevice } from "../../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../../src/engine/tfjs/tf.ts";
import { allocateArrays, namesOf } from "../../../../src/networks/layout.ts";
import { uploadArrays } from "../../../../src/networks/tensors.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { relativeDistance } from "../../../support/relative-distance.ts";
import { tinyConfig } from "../../../support/tiny-training.ts";

setDefaultTimeout(60_000);

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

test.each([
  { biases: "one", forgetBias: 1, weights: "sonnet" },
  { cellActivation: "relu", encoderBias: true },
  { inputUnits: 5 },
  { inputUnits: 21, biases: "one" },
  {
    bottleneck: 10,
    bottleneckActivation: "relu",
    bottleneckBias: true,
    inputUnits: 17,
    cellActivation: "relu",
  },
  {
    bottleneck: 30,
    keepProbability: 0.5,
    decoderBias: true,
    encoderBias: true,
    forgetBias: 1,
  },
])("%j: loss and gradients to rounding of float32", async (changes) => {
  const model = { kind: "lstm", units: 19, velocityScale: 0.5, ...changes };
  const experiment = pathIntegration.open(engine, tinyConfig({ weightDecay: 1e-3 }, model));
  const weights = experiment.initialize();
  // A cell activation of ReLU and a bias are met by more than their first values.
  for (const { view } of Object.values(weights)) for (let i = 0; i < view.length; i++) view[i]! += 0.02;
  const gradients = allocateArrays(engine, experiment.layout, "gradients");
  const ours = experiment.openPass(weights).run(0, gradients);
  const device = openCpuDevice();
  device.use();
  const tensors = uploadArrays(weights);
  const twin = await (await experiment.openTensorPass(device)).run(0, tensors);
  expect(Math.abs(ours.loss / twin.loss - 1)).toBeLessThan(1e-6);
  expect(ours.measured.density).toBeCloseTo(twin.measured.density!, 3);
  for (const name of namesOf(gradients)) {
    const expected = await twin.gradients[name]!.data<"float32">();
    const distance = relativeDistance(gradients[name]!.view, expected);
    expect({ name, close: distance < 5e-6 }).toEqual({ name, close: true });
  }
  tf.dispose([{ ...tensors }, { ...twin.gradients }]);
  device.close();
});
