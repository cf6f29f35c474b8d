import { describe, expect, test } from "bun:test";
import type { Engine } from "../../../src/engine/engine.ts";
import type { Arrays } from "../../../src/networks/layout.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { NotFiniteError } from "../../../src/train/trainer.ts";
import { freshState, openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

function openStep(engine: Engine, train: Readonly<Record<string, unknown>> = {}) {
  const { experiment } = openTinyRun(engine, tinyConfig(train));
  const state = freshState(engine, experiment);
  const { step } = openHybridTrainer(engine, experiment, state);
  return { ...state, step };
}

const norm = (arrays: Arrays): number =>
  Math.sqrt(
    Object.values(arrays)
      .flatMap(({ view }) => [...view])
      .reduce((sum, value) => sum + value * value, 0),
  );

describe("the gradient", () => {
  /** After the first update the first moment is a tenth of the gradient that was used. */
  const usedNorm = (clip: number | null) =>
    withTinyEngine(2, async (engine) => {
      const { optimizer, step } = openStep(engine, { gradientClip: clip });
      const { gradientNorm } = step(0);
      return { gradientNorm, used: norm(optimizer.slots.exp_avg!) / 0.1 };
    });

  test("is used as it is when it is shorter than the limit, or there is none", async () => {
    const { gradientNorm, used } = await usedNorm(null);
    expect(gradientNorm).toBeGreaterThan(1e-3);
    // Each entry of the moment is rounded to float32.
    expect(Math.abs(used / gradientNorm - 1)).toBeLessThan(2 ** -23);
    expect(await usedNorm(1.01 * gradientNorm)).toEqual({ gradientNorm, used });
  });

  test("is as long as the limit when it would be longer; what is reported is its own length", async () => {
    const { gradientNorm } = await usedNorm(null);
    for (const share of [0.99, 0.1, 1e-3]) {
      const limit = share * gradientNorm;
      const clipped = await usedNorm(limit);
      expect(clipped.gradientNorm).toBe(gradientNorm);
      expect(Math.abs(clipped.used / limit - 1)).toBeLessThan(2 ** -22);
    }
  });
});

test("encoder and velocity learn at their own rates", async () => {
  const rates = { learningRate: 1e-3, encoderRateScale: 4, inputRateScale: 0.25, warmupSteps: 0 };
  await withTinyEngine(2, async (engine) => {
    const { weights, step } = openStep(engine, rates);
    const before = Object.values(weights).map((array) => array.toArray());
    expect(step(0).learningRate).toBe(1e-3);
    // The first update of Adam moves every weight by the whole rate, whatever its gradient.
    const moved = Object.values(weights).map(({ view }, i) =>
      view.reduce((most, value, k) => Math.max(most, Math.abs(value - before[i]![k]!)), 0),
    );
    expect(Object.keys(weights)).toEqual(["encoder", "input", "recurrent", "decoder"]);
    for (const [i, rate] of [4e-3, 0.25e-3, 1e-3, 1e-3].entries()) {
      expect(Math.abs(moved[i]! / rate - 1)).toBeLessThan(1e-3);
    }
  });
});

describe("the memory", () => {
  test("is the same before and after a step", async () => {
    await withTinyEngine(2, async (engine) => {
      const { step } = openStep(engine);
      // The first step also makes the scratch memory of the workers, which stays.
      step(0);
      const { used } = engine.memory;
      const size = engine.memory.buffer.byteLength;
      for (let number = 1; number < 20; number++) step(number);
      expect(engine.memory.used).toBe(used);
      expect(engine.memory.buffer.byteLength).toBe(size);
    });
  });

  test("is the same after a step that throws, and the weights are as before it", async () => {
    await withTinyEngine(2, async (engine) => {
      const { weights, optimizer, step } = openStep(engine);
      step(0);
      const { used } = engine.memory;
      weights.decoder!.view[7] = Number.NaN;
      const bytes = () => Object.values(weights).map((array) => Buffer.from(array.toArray().buffer));
      const before = bytes();
      for (let turn = 0; turn < 3; turn++) {
        expect(() => step(1)).toThrow(new NotFiniteError(2, "decoder weights"));
        expect(engine.memory.used).toBe(used);
      }
      expect(bytes()).toEqual(before);
      expect(optimizer.updates).toBe(1);
    });
  });
});

test("a step depends on the weights and its number alone", async () => {
  await withTinyEngine(1, async (engine) => {
    const results = [openStep(engine), openStep(engine)].map(({ step }) => step(41));
    expect(results[0]).toEqual(results[1]!);
    expect(openStep(engine).step(42).loss).not.toBe(results[0]!.loss);
  });
});
