/** What every update rule must do in a run: go on to the bit, be found in the checkpoint, and begin as its program does. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { type Checkpoint, readCheckpoint } from "../../../src/run/checkpoint.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { optimizers } from "../../../src/train/optimizers/optimizers.ts";
import { runTraining } from "../../../src/train/run-training.ts";
import { freshState, openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

/** Everything that changes an update. */
const configOf = (optimizer: string, steps: number) =>
  tinyConfig({
    ...{ optimizer, steps, learningRate: 1e-3, momentum: 0.8, checkpointEvery: 5, scheduleSteps: 10 },
    ...{ valueClip: 1e-3, valueClipOf: "readout", weightDecay: 1e-3, weightDecayOf: "all" },
  });

const train = (optimizer: string, steps: number, workers: number, from?: Checkpoint) =>
  withTinyEngine(workers, async (engine) => {
    const { experiment, directory } = openTinyRun(engine, configOf(optimizer, steps));
    const { checkpointPath } = await runTraining(engine, experiment, directory, { from });
    return checkpointPath;
  });

/** Names of what a rule keeps, as the program it is from has them. */
const slotsOf: Readonly<Record<string, readonly string[]>> = {
  adam: ["exp_avg", "exp_avg_sq"],
  adamw: ["exp_avg", "exp_avg_sq"],
  "rmsprop-tf": ["rms", "momentum"],
  "rmsprop-torch": ["square_avg", "momentum_buffer"],
  "rmsprop-jtoy": ["square_avg", "momentum_buffer"],
  sgd: ["momentum_buffer"],
};

test("there are no other rules", () => {
  expect(Object.keys(optimizers)).toEqual(Object.keys(slotsOf));
});

describe.each(Object.keys(slotsOf))("%s", (rule) => {
  test("goes on to the bit, on another number of workers", async () => {
    const whole = await train(rule, 10, 2);
    const half = readCheckpoint(await train(rule, 5, 1));
    expect(half).toMatchObject({ step: 5, updates: 5 });
    const [found, expected] = [await train(rule, 10, 3, half), whole].map((path) => readFileSync(path));
    expect(found!.equals(expected!)).toBe(true);
  });

  test("is in the checkpoint, by the names of its program", async () => {
    const { file } = readCheckpoint(await train(rule, 5, 1));
    const kept = [...file.tensors].filter(([name]) => name.startsWith(`${rule}.`));
    const arrays = ["encoder.weight", "RNN.weight_ih_l0", "RNN.weight_hh_l0", "decoder.weight"];
    expect(kept.map(([name]) => name).sort()).toEqual(
      slotsOf[rule]!.flatMap((slot) => arrays.map((array) => `${rule}.${slot}.${array}`)).sort(),
    );
    for (const [name, { data }] of kept)
      expect({ name, moved: data.some((x) => x !== 0) }).toEqual({ name, moved: true });
  });
});

test("what is kept begins at 0; the squares of TensorFlow at 1", async () => {
  await withTinyEngine(1, async (engine) => {
    const firstOf = (rule: string) => {
      const { experiment } = openTinyRun(engine, configOf(rule, 5));
      const { slots } = freshState(engine, experiment).optimizer;
      return Object.entries(slots).map(([name, arrays]) => {
        const values = new Set(Object.values(arrays).flatMap(({ view }) => [...view]));
        return `${name}: ${[...values]}`;
      });
    };
    expect(firstOf("rmsprop-tf")).toEqual(["rms: 1", "momentum: 0"]);
    expect(firstOf("rmsprop-jtoy")).toEqual(["square_avg: 0", "momentum_buffer: 0"]);
  });
});

describe("clipping by value", () => {
  /** What a first update by plain descent moved, as gradients: |change of a weight| / rate, the largest of each array. */
  const largestUsed = (changes: Readonly<Record<string, unknown>>, model = {}) =>
    withTinyEngine(2, async (engine) => {
      const rate = 1;
      const rates = { learningRate: rate, encoderRateScale: 1, inputRateScale: 1, schedule: "constant" };
      const config = tinyConfig({ optimizer: "sgd", warmupSteps: 0, ...rates, ...changes }, model);
      const { experiment } = openTinyRun(engine, config);
      const state = freshState(engine, experiment);
      const { gradientNorm } = openHybridTrainer(engine, experiment, state).step(0);
      const largest = Object.values(state.optimizer.slots.momentum_buffer!).map(({ view }) =>
        view.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
      );
      return { gradientNorm, largest, names: Object.keys(experiment.layout) };
    });
  const limit = 5e-5;
  const asFloat = Math.fround(limit);

  test("is of all arrays, or of the heads alone; the norm in the log is that before", async () => {
    const { gradientNorm, largest, names } = await largestUsed({});
    for (const most of largest) expect(most).toBeGreaterThan(2 * limit);
    const all = await largestUsed({ valueClip: limit });
    expect(all).toEqual({ gradientNorm, names, largest: [asFloat, asFloat, asFloat, asFloat] });
    for (const valueClipOf of ["head", "readout"]) {
      const heads = await largestUsed({ valueClip: limit, valueClipOf });
      expect(heads).toEqual({ gradientNorm, names, largest: [...largest.slice(0, 3), asFloat] });
    }
  });

  test("of the read-out is of bottleneck and heads with their biases", async () => {
    const model = { bottleneck: 12, encoderBias: true, bottleneckBias: true, decoderBias: true };
    const around = ["bottleneck", "bottleneckBias"];
    const heads = ["decoder", "decoderBias"];
    for (const [valueClipOf, cut] of [
      ["readout", [...around, ...heads]],
      ["head", heads],
    ] as const) {
      const tiny = 1e-12;
      const { names, largest } = await largestUsed({ valueClip: tiny, valueClipOf }, model);
      expect(names).toContain("encoderBias");
      const found = names.filter((_, i) => largest[i] === Math.fround(tiny));
      expect(found.sort()).toEqual([...cut].sort());
    }
  });

  test("comes after clipping by norm", async () => {
    const { gradientNorm, largest } = await largestUsed({});
    const gradientClip = gradientNorm / 2;
    const limits = largest.map((most) => most / 4);
    // Half of each: below twice the limit of the smallest array, so that only the others are cut.
    const valueClip = Math.min(...limits) * 2.2;
    const both = await largestUsed({ gradientClip, valueClip });
    both.largest.forEach((most, i) => {
      expect(most).toBeCloseTo(Math.min(largest[i]! / 2, valueClip), 6);
    });
    expect(Math.min(...both.largest)).toBeLessThan(valueClip);
    expect(both.gradientNorm).toBe(gradientNorm);
  });
});

test("adamw takes its decay from the weights, and none is in the loss", async () => {
  await withTinyEngine(1, async (engine) => {
    const decay = { weightDecay: 0.5, weightDecayOf: "head", learningRate: 0.01, schedule: "constant" };
    const step = (changes: Readonly<Record<string, unknown>>) => {
      const config = tinyConfig({ warmupSteps: 0, ...decay, ...changes });
      const { experiment } = openTinyRun(engine, config);
      const state = freshState(engine, experiment);
      const before = state.weights.decoder!.toArray();
      const result = openHybridTrainer(engine, experiment, state).step(0);
      return {
        result,
        before,
        decoder: state.weights.decoder!.toArray(),
        input: state.weights.input!.toArray(),
      };
    };
    const [without, beside] = [step({ weightDecay: 0 }), step({ optimizer: "adamw" })];
    expect(beside.result).toEqual(without.result);
    expect(beside.input).toEqual(without.input);
    beside.decoder.forEach((weight, i) => {
      const expected = without.decoder[i]! - 0.01 * 0.5 * without.before[i]!;
      expect(Math.abs(weight - expected)).toBeLessThan(1e-7);
    });
    expect(beside.decoder).not.toEqual(without.decoder);
  });
});
