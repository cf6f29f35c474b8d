import { expect, test } from "bun:test";
import { learningRateAt, type ScheduleOptions, sameRates } from "../../../src/train/schedule.ts";

const options: ScheduleOptions = {
  schedule: "cosine",
  learningRate: 0.01,
  warmupSteps: 10,
  steps: 110,
  scheduleSteps: null,
  finalLearningRateShare: 0.1,
};
const rates = (changes: Partial<ScheduleOptions> = {}) => {
  const all = { ...options, ...changes };
  return Array.from({ length: all.steps }, (_, step) => learningRateAt(all, step));
};

test("the warm-up rises linearly from a tenth to the whole", () => {
  rates()
    .slice(0, 10)
    .forEach((rate, step) => {
      expect(rate).toBeCloseTo(0.001 * (step + 1), 15);
    });
});

test("the cosine starts at the whole, is half-way down in the middle, and ends near the final share", () => {
  const all = rates();
  expect(all[10]).toBe(0.01);
  expect(all[60]).toBeCloseTo(0.01 * (0.1 + 0.9 / 2), 15);
  // The last step is one of 100 before the end of the half-turn: 1 - cos(pi / 100) = 4.9e-4.
  expect(all[109]! - 0.001).toBeGreaterThan(0);
  expect(all[109]! - 0.001).toBeLessThan(0.009 * 0.5 * 5e-4);
  for (let step = 11; step < 110; step++) expect(all[step]!).toBeLessThan(all[step - 1]!);
});

test("constant stays; without warm-up the first step has the whole rate", () => {
  expect(new Set(rates({ schedule: "constant" }).slice(10))).toEqual(new Set([0.01]));
  expect(rates({ warmupSteps: 0 })[0]).toBe(0.01);
  expect(rates({ warmupSteps: 0, schedule: "constant" })[0]).toBe(0.01);
});

test("a warm-up longer than the training never ends, and never gives anything but a rate", () => {
  expect(rates({ steps: 5, warmupSteps: 10 })).toEqual(rates().slice(0, 5));
  for (const changes of [{ steps: 10 }, { steps: 1, warmupSteps: 0 }, { finalLearningRateShare: 0 }]) {
    expect(rates(changes).every((rate) => rate > 0 && rate <= 0.01)).toBe(true);
  }
});

test("a cosine that ends before the training stays at its end, and what comes before is as without the rest", () => {
  const longer = rates({ steps: 200, scheduleSteps: 110 });
  expect(longer.slice(0, 110)).toEqual(rates());
  expect(new Set(longer.slice(110))).toEqual(new Set([0.01 * 0.1]));
  expect(rates({ steps: 50, scheduleSteps: 110 })).toEqual(rates().slice(0, 50));
});

test("schedules are compared step by step", () => {
  const longer = { ...options, steps: 200 };
  expect(sameRates(options, { ...longer, scheduleSteps: 110 }, 0, 110)).toBe(true);
  expect(sameRates(options, longer, 0, 11)).toBe(true);
  expect(sameRates(options, longer, 0, 12)).toBe(false);
  expect(sameRates(options, longer, 5, 5)).toBe(true);
});
