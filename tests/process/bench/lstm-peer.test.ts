/** PyTorch's LSTM of `bench --peers` learns what ours learns, from the same weights and batches. */
import { afterAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fullSizeLayer } from "../../../bench/full-size-lstm.ts";
import { openTrained } from "../../../bench/open-training.ts";
import { runPeer } from "../../../bench/peers/peer-process.ts";
import { findPythons, pythonWith, whatIsMissing } from "../../../bench/peers/python.ts";
import { networkArrays } from "../../../bench/peers/training.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { pathBatch } from "../../../src/tasks/path-integration/path-batch.ts";
import { trainingBatch, trainingSource } from "../../../src/tasks/path-integration/training-batch.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const pythons = findPythons(process.env.ENTORHINAL_PYTHON);
const python = pythonWith(pythons, ["torch", "numpy"]);
const why = python ? "" : ` (skipped: ${whatIsMissing(pythons, ["torch", "numpy"])})`;
const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

test.skipIf(!python)(
  `PyTorch's losses are ours: place and heading, bottleneck, clipping and RMSProp${why}`,
  () => {
    const [count, learningRate, valueClip, steps, batchSize] = [6, 1e-3, 1e-4, 12, 10];
    const train = { batchSize, sequenceLength: steps, learningRate, valueClip };
    const tree = { model: { units: 24, bottleneck: 40, keepProbability: 1 }, code: { placeCells: 50 } };
    engine.memory.scope(() => {
      const { experiment, state } = openTrained(engine, [fullSizeLayer(24, train), { origin: "test", tree }]);
      const { settings, readout } = experiment;
      const batches = Array.from({ length: count }, (_, step) => {
        const paths = trainingBatch(engine, settings, step);
        const source = trainingSource(settings, step);
        const given = pathBatch(engine, settings, readout, paths, source, {
          noisy: false,
          dropout: undefined,
        });
        return { told: given.velocity, start_code: given.codes!.start, targets: given.codes!.targets };
      });
      const stacked = (name: keyof (typeof batches)[number]) => {
        const values = batches.flatMap((batch) => [...batch[name].view]);
        return npyArray(Float32Array.from(values), [count, ...batches[0]![name].shape]);
      };
      const arrays = {
        ...networkArrays(experiment, state.weights),
        ...{ told: stacked("told"), start_code: stacked("start_code"), targets: stacked("targets") },
        places: npyArray(Float64Array.of(50), [1]),
      };
      const path = join(temporaryDirectory(), "task.npz");
      writeFileSync(path, writeNpz(arrays));
      const words = ["--learning-rate", String(learningRate), "--clip", String(valueClip), "--check", path];
      const theirs: number[] = JSON.parse(runPeer(python!, "lstm_step", ...words));

      const trainer = openHybridTrainer(engine, experiment, state);
      const ours = theirs.map((_, step) => trainer.step(step).loss);
      // The updates show in the loss: what is compared after the first step is the training, not the start.
      expect(Math.abs(ours[0]! - ours.at(-1)!)).toBeGreaterThan(1e-2);
      for (const [step, loss] of ours.entries()) expect(Math.abs(theirs[step]! - loss)).toBeLessThan(2e-5);
    });
  },
  60_000,
);
