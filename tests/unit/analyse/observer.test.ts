import { expect, test } from "bun:test";
import { matchedSmoothing } from "../../../src/analyse/null.ts";
import { Observer, observe } from "../../../src/analyse/observe.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { pathIntegration } from "../../../src/tasks/path-integration/path-integration.ts";
import { openTinyRun, withTinyEngine } from "../../support/tiny-training.ts";

test("looking in portions, without measuring, sees the same rates to the last bit", async () => {
  await withTinyEngine(2, async (engine) => {
    const { experiment } = openTinyRun(engine);
    const source = pathIntegration.activity(engine, experiment, experiment.initialize());
    const options = { seed: 1, trajectories: 250, steps: 5, bins: 6 };
    const whole = observe(engine, source, options);
    const observer = new Observer(engine, source, { ...options, measuring: false });
    observer.look({ first: 0, trajectories: 100 });
    observer.look({ first: 100, trajectories: 150 });
    const parts = observer.finish();
    observer.free();
    expect(parts.rates.rateMap).toEqual(whole.rates.rateMap);
    expect(parts.activity).toEqual(whole.activity);
    expect(parts.samples).toBe(whole.samples);
    expect(parts.measured).toEqual({});
    expect(whole.measured.decodeErrorCm).toBeGreaterThan(0);
  });
});

test("one round of matching finds the width of smooth maps to 5 %, four to 2 %", async () => {
  await withTinyEngine(2, async (engine) => {
    const maps = smoothedNoiseMaps(engine, {
      units: 256,
      bins: 20,
      smoothing: 1.5,
      seed: 3,
      stream: "noise null",
    });
    const shape = { units: 256, bins: 20 };
    expect(matchedSmoothing(engine, maps, shape, { rounds: 1 })! / 1.5).toBeWithin(0.95, 1.05);
    expect(matchedSmoothing(engine, maps, shape)! / 1.5).toBeWithin(0.98, 1.02);
    const started = matchedSmoothing(engine, maps, shape, { from: 0.7, rounds: 1 })!;
    expect(started).not.toBe(matchedSmoothing(engine, maps, shape, { rounds: 1 })!);
  });
});
