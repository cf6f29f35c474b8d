import { afterAll, expect, test } from "bun:test";
import { decodedPaths, decodeErrorByStep } from "../../src/analyse/decoded-path.ts";
import { observe } from "../../src/analyse/observe.ts";
import { openSubject, readNetwork } from "../../src/cli/open-network.ts";
import { openEngine } from "../../src/engine/engine.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const subject = openSubject(engine, readNetwork("absent", "quick"));
const options = { seed: 3, trajectories: 60, steps: 12 };

test("the mean error along the paths is the decode error of the same trajectories", () => {
  const paths = decodedPaths(engine, subject, options);
  expect([paths.start.length, paths.truth.length, paths.decoded.length]).toEqual([120, 1440, 1440]);
  const errors = decodeErrorByStep(paths, subject.arena);
  const mean = errors.reduce((sum, error) => sum + error, 0) / options.steps;
  // The logits are summed in another order, in float32: where two cells are equally near, another one may count.
  expect(Math.abs(mean - observe(engine, subject, { ...options, bins: 5 }).decodeErrorCm)).toBeLessThan(0.01);
});

test("a portion is a part of the whole", () => {
  const whole = decodedPaths(engine, subject, options);
  const part = decodedPaths(engine, subject, { ...options, first: 40, trajectories: 20 });
  expect(Array.from(part.truth.subarray(0, 40))).toEqual(Array.from(whole.truth.subarray(80, 120)));
  expect(Array.from(part.start)).toEqual(Array.from(whole.start.subarray(80)));
});

test("in a periodic box the error is the short way around", () => {
  const paths = {
    ...{ trajectories: 1, steps: 2, start: Float32Array.of(0, 0) },
    truth: Float32Array.of(0.9, 0, 0, 0.4),
    decoded: Float32Array.of(-0.9, 0, 0, -0.4),
  };
  const box = { width: 2, height: 1 };
  const [around, straight] = [true, false].map((periodic) => decodeErrorByStep(paths, { ...box, periodic }));
  [20, 20].forEach((cm, t) => {
    expect(around![t]).toBeCloseTo(cm, 4);
  });
  [180, 80].forEach((cm, t) => {
    expect(straight![t]).toBeCloseTo(cm, 4);
  });
});
