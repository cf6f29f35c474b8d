import { expect, test } from "bun:test";
import { UserError } from "../../../src/user-error.ts";
import { type Arena, defaultArena } from "../../../src/world/arena.ts";
import { PlainMeanStep } from "../../../src/world/mean-step.ts";
import { checkMotion, defaultMotion, type Motion } from "../../../src/world/motion.ts";

const wrongMotions: Partial<Motion>[] = [
  { dt: 0 },
  { turnSigma: -1 },
  { speedRayleigh: Number.NaN },
  { speedScale: Number.POSITIVE_INFINITY },
  { speedMax: -0.1 },
  { velocitySmoothing: 1 },
  { wallSlowdown: -1 },
  { wallTurnScale: Number.NaN },
  { turnMean: Number.POSITIVE_INFINITY },
  { simulationDt: 0.03 },
  { simulationDt: 0 },
  { simulationDt: 1e-6 },
];

test.each(wrongMotions)("%o is refused by name", (wrong) => {
  const name = Object.keys(wrong)[0]!;
  expect(() => checkMotion(defaultArena, { ...defaultMotion, ...wrong })).toThrow(name);
});

const wrongArenas: Partial<Arena>[] = [
  { width: 0 },
  { height: Number.NaN },
  { width: 0.06 },
  { height: 0.05 },
  { round: true, periodic: true },
  { round: true, height: 1 },
  { round: true, width: 0.06, height: 0.06 },
];

test.each(wrongArenas)("a box with %o is refused", (wrong) => {
  expect(() => checkMotion({ ...defaultArena, ...wrong }, defaultMotion)).toThrow(UserError);
});

test("a small box is fine when it is periodic", () => {
  checkMotion({ width: 0.06, height: 0.05, periodic: true }, defaultMotion);
  checkMotion(defaultArena, defaultMotion);
});

test("the mean step goes the short way across a seam", () => {
  // Two rats, three positions each: steps of 5 cm, and of 3 cm along x, once across the seam.
  const box = { width: 2, height: 2, periodic: false };
  const positions = [0, 0, 0.99, 0, 0.03, 0.04, -0.98, 0, 0.06, 0.08, -0.95, 0];
  const mean = (arena: Arena, given = positions) => {
    const step = new PlainMeanStep(arena);
    step.add(given, 2);
    return step.cm();
  };
  expect(mean({ ...box, periodic: true })).toBeCloseTo(4, 12);
  expect(mean(box)).toBeGreaterThan(50);
  const gap = positions.map((x, i) => (i === 6 ? Number.NaN : x));
  expect(mean({ ...box, periodic: true }, gap)).toBeCloseTo(5, 12);
  expect(mean(box, [0, 0, 1, 1])).toBeNaN();
});
