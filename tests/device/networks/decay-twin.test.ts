/** Every form of decay on every device, beside that of the own kernels. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { openCpuDevice } from "../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../src/engine/tfjs/tf.ts";
import { finishGradients } from "../../../src/layers/finish-gradients.ts";
import { allocateArrays, namesOf } from "../../../src/networks/layout.ts";
import { tensorDecay } from "../../../src/networks/tensor-decay.ts";
import { disposeTensors, uploadArrays } from "../../../src/networks/tensors.ts";
import { pathNetworks } from "../../../src/tasks/path-integration/networks.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { deviceCases, withDevice } from "../../support/every-device.ts";
import { randomFloats, testRandom } from "../../support/reference/random.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { tinyConfig } from "../../support/tiny-training.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const [rows, columns] = [70, 11];
const strength = 0.3;
const heads = [
  { first: 0, cells: 7 },
  { first: 7, cells: 4 },
];
const decays = [
  { form: "squares", strength },
  { form: "norm", strength, parts: [{ first: 0, cells: columns }] },
  { form: "norm", strength, parts: heads },
] as const;
const cases = deviceCases.flatMap((device) =>
  decays.map((decay) => ({ ...device, decay, form: decay.form })),
);

describe.each(cases)("decay by $form on $title", ({ decay, open }) => {
  test.skipIf(!open).each([1, 0])("is that of the own kernels, with weights times %d", async (size) => {
    const values = randomFloats(testRandom(8), rows * columns).map((value) => size * value);
    const ours = engine.memory.scope(() => {
      const gradient = engine.memory.zeros("float32", [rows, columns], "gradient");
      const weights = engine.memory.from("float32", values, "weights", [rows, columns]);
      const { decay: loss } = finishGradients(engine, [{ gradient, weights, scale: 1, decay }]);
      return { loss, gradient: gradient.toArray() };
    });
    await withDevice(open!, async () => {
      const lossOf = (weights: tf.Tensor) => tensorDecay(weights, decay);
      const tensor = tf.tensor2d(values, [rows, columns]);
      const { value, grads } = tf.valueAndGrads(lossOf)([tensor]);
      const [loss, gradient] = [(await value.data())[0]!, await grads[0]!.data<"float32">()];
      expect(loss).toBeCloseTo(ours.loss, 4);
      if (size === 0) expect(gradient).toEqual(ours.gradient);
      else expect(relativeDistance(gradient, ours.gradient)).toBeLessThan(1e-6);
      tf.dispose([value, ...grads, tensor]);
    });
  });
});

describe.each(pathNetworks.map(({ kind }) => kind))(
  "norms of the read-out of a network of the kind %s",
  (kind) => {
    test("are those of its twin: bottleneck, places and headings by themselves", async () => {
      const decay = { weightDecay: strength, weightDecayOf: "readout", weightDecayForm: "norm" };
      const model = { kind, bottleneck: 12, bottleneckBias: true, decoderBias: true };
      const experiment = pathIntegration.open(engine, tinyConfig(decay, model, { headCells: 5 }));
      const weights = experiment.initialize();
      const gradients = allocateArrays(engine, experiment.layout, "gradients");
      const { loss } = experiment.openPass(weights).run(0, gradients);
      await withDevice(openCpuDevice, async (device) => {
        const tensors = uploadArrays(weights);
        const twin = await (await experiment.openTensorPass(device)).run(0, tensors);
        expect(Math.abs(twin.loss / loss - 1)).toBeLessThan(1e-6);
        for (const name of namesOf(gradients)) {
          const found = await twin.gradients[name]!.data<"float32">();
          const close = relativeDistance(found, gradients[name]!.view) < 5e-6;
          expect({ name, close }).toEqual({ name, close: true });
        }
        disposeTensors(tensors);
        disposeTensors(twin.gradients);
      });
    });
  },
);
