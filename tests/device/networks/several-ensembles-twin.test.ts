/** A network that is asked for several ensembles against its twin: they share batch and codes and no mathematics. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { openCpuDevice } from "../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../src/engine/tfjs/tf.ts";
import { allocateArrays, namesOf } from "../../../src/networks/layout.ts";
import { uploadArrays } from "../../../src/networks/tensors.ts";
import { pathNetworks } from "../../../src/tasks/path-integration/networks.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { trainingNeeds } from "../../../src/train/memory-needs.ts";
import { tfjsTrainer } from "../../../src/train/tfjs-trainer.ts";
import { deviceCases, withDevice } from "../../support/every-device.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { freshState, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const kinds = pathNetworks.map(({ kind }) => kind);
const places = { kind: "gaussian", morePlaces: "9:0.6" };
const codes = {
  soft: { ...places, headCells: 6, headConcentration: 3, headWeight: 0.5 },
  drawn: { ...places, headCells: 6, moreHeads: "4:1", targets: "sample", starts: "softmax" },
  densities: { ...places, targets: "normalized" },
};
const named = Object.keys(codes) as (keyof typeof codes)[];
const cases = kinds.flatMap((kind) =>
  named.flatMap((code) => deviceCases.map((device) => ({ ...device, kind, code }))),
);
const model = { input: "egocentric", units: 24, velocityNoise: 0.01 };

describe.each(cases)("$kind and its twin on $title, asked for $code ensembles", ({ kind, code, open }) => {
  test.skipIf(!open)("agree on losses, heading error and gradients to rounding of float32", async () => {
    const experiment = pathIntegration.open(engine, tinyConfig({}, { ...model, kind }, codes[code]));
    const weights = experiment.initialize();
    const gradients = allocateArrays(engine, experiment.layout, "gradients");
    const ours = experiment.openPass(weights).run(0, gradients);
    await withDevice(open!, async (device) => {
      const tensors = uploadArrays(weights);
      const twin = await (await experiment.openTensorPass(device)).run(0, tensors);
      expect(Math.abs(ours.loss / twin.loss - 1)).toBeLessThan(1e-6);
      expect(Object.keys(ours.measured).sort()).toEqual(Object.keys(twin.measured).sort());
      for (const name of ["placeLoss", "headLoss", "headingErrorRad"]) {
        if (code === "densities") expect(ours.measured[name]).toBeUndefined();
        else expect(ours.measured[name]! / twin.measured[name]!).toBeCloseTo(1, 5);
      }
      for (const name of namesOf(gradients)) {
        const expected = await twin.gradients[name]!.data<"float32">();
        const distance = relativeDistance(gradients[name]!.view, expected);
        expect({ name, close: distance < 5e-6 }).toEqual({ name, close: true });
      }
      tf.dispose([{ ...tensors }, { ...twin.gradients }]);
    });
  });
});

test.each(kinds)("what tfjs holds of a network of the kind %s is estimated to 10 %", async (kind) => {
  for (const code of [codes.soft, codes.densities]) {
    await withTinyEngine(1, async (fresh) => {
      const device = openCpuDevice();
      device.use();
      const train = { batchSize: 200, sequenceLength: 4 };
      const config = tinyConfig(train, { kind, units: 16 }, { ...code, placeCells: 200 });
      const experiment = pathIntegration.open(fresh, config);
      const needs = trainingNeeds(experiment, "tfjs", 1).reduce((sum, { bytes }) => sum + bytes, 0);
      const before = tf.memory().numBytes;
      const trainer = await tfjsTrainer(device)(fresh, experiment, freshState(fresh, experiment));
      try {
        const { peakBytes } = await tf.profile(async () => ({ ...(await trainer.step(0)) }) as never);
        const share = (peakBytes - before) / needs;
        expect({ share, good: share > 0.9 && share < 1.1 }).toMatchObject({ good: true });
      } finally {
        trainer.close();
        device.close();
      }
    });
  }
});
