/** The same training on every device: own kernels, and the backends of TensorFlow.js. */
import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { openEngine } from "../../../src/engine/engine.ts";
import { openCpuDevice } from "../../../src/engine/tfjs/cpu-device.ts";
import * as tf from "../../../src/engine/tfjs/tf.ts";
import { readCheckpoint } from "../../../src/run/checkpoint.ts";
import { notFinitePath } from "../../../src/run/checkpoint-folder.ts";
import { readMetrics } from "../../../src/run/metrics-log.ts";
import { runTraining, type TrainingOptions } from "../../../src/train/run-training.ts";
import { tfjsTrainer } from "../../../src/train/tfjs-trainer.ts";
import {
  type DeviceCase,
  deviceCases,
  openFreshWebgpu,
  webgpuCase,
  withDevice,
} from "../../support/every-device.ts";
import { relativeDistance } from "../../support/relative-distance.ts";
import { editCheckpoint } from "../../support/tiny-run.ts";
import { openTinyRun, type TinyRun, tinyConfig } from "../../support/tiny-training.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** A run with everything in it that changes an update: decay, warm-up, cosine, the encoder's rate, a gradient that is clipped. */
const openRun = (steps: number, changes: Readonly<Record<string, unknown>> = {}): TinyRun =>
  openTinyRun(engine, tinyConfig({ steps, gradientClip: 0.02, weightDecay: 1e-3, ...changes }));

/** Trains on a device, or on the engine's own kernels. */
async function train(run: TinyRun, open: DeviceCase["open"], options: TrainingOptions = {}) {
  const work = async (openTrainer?: TrainingOptions["openTrainer"]) => {
    const outcome = await runTraining(engine, run.experiment, run.directory, { ...options, openTrainer });
    const weights = Object.values(outcome.weights).map((array) => array.toArray());
    return { ...outcome, weights, metrics: readMetrics(run.directory.metricsPath) };
  };
  return open ? withDevice(open, (device) => work(tfjsTrainer(device))) : work();
}

type Trained = Awaited<ReturnType<typeof train>>;

function expectSame(found: Trained, expected: Trained, tolerance: number): void {
  const distances = expected.weights.map((weights, i) => relativeDistance(found.weights[i]!, weights));
  expect(Math.max(...distances)).toBeLessThan(tolerance);
  expect(found.metrics).toHaveLength(expected.metrics.length);
  for (const [i, line] of found.metrics.entries()) {
    const { loss, decodeErrorCm, density, gradientNorm, learningRate } = expected.metrics[i]!;
    expect(Math.abs(line.loss! / loss! - 1)).toBeLessThan(1e-6);
    expect(Math.abs(line.gradientNorm! / gradientNorm! - 1)).toBeLessThan(tolerance);
    expect(line).toMatchObject({ learningRate: learningRate! });
    expect(Math.abs(line.decodeErrorCm! - decodeErrorCm!)).toBeLessThan(1e-4);
    expect(Math.abs(line.density! - density!)).toBeLessThan(2e-3);
  }
}

describe.each(deviceCases)("ten training steps on $title", ({ open }) => {
  test.skipIf(!open).each(["relu", "tanh"] as const)(
    "agree with the own kernels and with cpu, %s",
    async (activation) => {
      const run = () => openTinyRun(engine, tinyConfig({ steps: 10, gradientClip: 0.02 }, { activation }));
      const found = await train(run(), open);
      // Found: 2e-7 … 2e-6.
      expectSame(found, await train(run(), undefined), 1e-5);
      expectSame(found, await train(run(), openCpuDevice), 1e-5);
      const { gradientNorm } = found.metrics.at(-1)!;
      expect(gradientNorm).toBeGreaterThan(0.02);
    },
  );

  test.skipIf(!open)("stop, are saved, and go on on another device as if it were one", async () => {
    const controller = new AbortController();
    const run = openRun(10);
    const first = await train(run, open, {
      signal: controller.signal,
      onProgress: ({ step }) => {
        if (step === 4) controller.abort();
      },
    });
    expect(first).toMatchObject({ step: 4, interrupted: true });
    const from = readCheckpoint(first.checkpointPath);
    const second = await train(run, undefined, { from });
    expectSame(second, await train(openRun(10), undefined), 1e-5);
  });

  test.skipIf(!open)("count updates on from what the checkpoint says, as the own kernels do", async () => {
    const { checkpointPath } = await train(openRun(4), undefined);
    // As if the optimizer had begun later than the run: its moments are corrected as those of few updates.
    editCheckpoint(checkpointPath, (_, metadata) => {
      metadata.updates = "1";
    });
    const from = readCheckpoint(checkpointPath);
    const found = await train(openRun(10), open, { from });
    const own = await train(openRun(10), undefined, { from });
    expectSame(found, own, 1e-5);
    for (const path of [found.checkpointPath, own.checkpointPath]) {
      expect(readCheckpoint(path)).toMatchObject({ step: 10, updates: 7 });
    }
  });

  test.skipIf(!open)("stop at what is not finite, named, and keep the state", async () => {
    const run = openRun(10, { learningRate: 1e30, gradientClip: null });
    const message = await train(run, open).catch((error: Error) => error.message);
    expect(message).toMatch(/^step 2: a value of the hidden states at time step \d is not finite$/);
    expect(existsSync(notFinitePath(run.directory))).toBe(true);
    expect(readCheckpoint(notFinitePath(run.directory)).step).toBe(1);
  });
});

describe.each(deviceCases.filter(({ title }) => !title.includes("threads")))(
  "200 training steps on $title",
  ({ open }) => {
    test.skipIf(!open)("leave no tensor behind, and the memory as it was", async () => {
      const resident: number[] = [];
      const counts = new Set<number>();
      const before = engine.memory.used;
      const tensors = tf.engine().state.numTensors;
      await train(openRun(200, { logEvery: 50, checkpointEvery: 50 }), open, {
        onProgress({ step }) {
          counts.add(tf.engine().state.numTensors - tensors);
          if (step % 20 === 0) {
            Bun.gc(true);
            resident.push(process.memoryUsage.rss());
          }
        },
      });
      expect([...counts]).toEqual([12]);
      // Weights and moments of a run stay in the engine's memory; 16 units are some kilobytes.
      expect(engine.memory.used - before).toBeLessThan(100_000);
      // What is resident swings, by 30 MiB on a busy machine; a leak of one buffer a step, as another binding had, makes a hundred.
      const [middle, end] = [resident.slice(3, 6), resident.slice(-3)].map((part) => Math.min(...part));
      expect((end! - middle!) / 2 ** 20).toBeLessThan(50);
    });
  },
);

describe(`an error of the device, on ${webgpuCase.title}`, () => {
  const open = webgpuCase.open && openFreshWebgpu;
  test.skipIf(!open)("that only an event reports stops the run with its message", async () => {
    const run = openRun(20);
    const training = train(run, open, {
      onProgress({ step }) {
        const { device } = tf.backend() as unknown as { device: GPUDevice };
        if (step === 3) device.createShaderModule({ code: "not a shader" });
      },
    });
    const message = await training.catch((error: Error) => error.message);
    expect(message).toMatch(/^WebGPU on .+: Error while parsing WGSL/);
    expect(readMetrics(run.directory.metricsPath).at(-1)!.step).toBe(3);
  });
});
