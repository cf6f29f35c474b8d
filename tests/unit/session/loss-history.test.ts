import { expect, test } from "bun:test";
import { LossHistory } from "../../../src/session/loss-history.ts";

test("a curve is thinned to means of neighbours and keeps its ends", () => {
  const history = new LossHistory(["decodeErrorCm"], 8);
  for (let step = 1; step <= 100; step++) history.add(step, 2 * step, { decodeErrorCm: 3 * step });
  expect(history.steps.length).toBeLessThanOrEqual(8);
  expect(history.steps.at(-1)).toBeGreaterThan(90);
  expect(history.steps[0]).toBeLessThan(20);
  const gaps = history.steps.slice(1, -1).map((step, i) => step - history.steps[i]!);
  expect(new Set(gaps).size).toBe(1);
  expect(history.steps).toEqual(history.steps.toSorted((a, b) => a - b));
  history.steps.forEach((step, i) => {
    expect(history.losses[i]).toBeCloseTo(2 * step, 9);
    expect(history.measured.decodeErrorCm![i]).toBeCloseTo(3 * step, 9);
  });
});

test("what a run has logged is a curve, with gaps where a number is missing", () => {
  const logged = [
    { step: 10, loss: 6, decodeErrorCm: 80 },
    { step: 20, loss: null, decodeErrorCm: 70, density: 0.4 },
  ];
  expect(LossHistory.of(logged, ["decodeErrorCm", "density"])).toMatchObject({
    steps: [10, 20],
    losses: [6, Number.NaN],
    measured: { decodeErrorCm: [80, 70], density: [Number.NaN, 0.4] },
  });
});
