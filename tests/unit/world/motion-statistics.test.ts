import { expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { type Arena, defaultArena, distanceToWall } from "../../../src/world/arena.ts";
import { defaultMotion, fastSpeed, type Motion } from "../../../src/world/motion.ts";
import { MotionCounter } from "../../../src/world/motion-statistics.ts";
import { allocateTrajectories, simulateTrajectories } from "../../../src/world/trajectory.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });

test("the distance to the nearest wall", () => {
  const box: Arena = { width: 2, height: 1, periodic: false };
  expect(distanceToWall(box, 0.9, 0)).toBeCloseTo(0.1, 12);
  expect(distanceToWall(box, -0.3, -0.48)).toBeCloseTo(0.02, 12);
  expect(distanceToWall(box, 0, 0.55)).toBeCloseTo(-0.05, 12);
  expect(distanceToWall({ ...box, periodic: true }, 0, 0.5)).toBe(Number.POSITIVE_INFINITY);
  expect(distanceToWall({ width: 2, height: 2, periodic: false, round: true }, 0.6, -0.6)).toBeCloseTo(
    1 - 0.6 * Math.SQRT2,
    12,
  );
});

test("are counted over all steps", () => {
  const batch = allocateTrajectories(engine, 2, 2);
  batch.velocity.set([3, 4, 0, 1, 0, 0, 0, 2]);
  batch.position.set([0, 0, 1.08, 0, 0, -1.2, 0.5, 0.5]);
  batch.heading.set([3, 0, -3, 0.2]);
  const counter = new MotionCounter(defaultArena, 0.01, 0.03);
  counter.add(batch);
  const found = counter.found();
  expect(found.samples).toBe(4);
  expect(found.stepCm).toBeCloseTo((5 + 1 + 0 + 2) / 4, 6);
  expect(found.stepDeviationCm).toBeCloseTo(Math.sqrt((9 + 1 + 4 + 0) / 4), 6);
  const across = 2 * Math.PI - 6;
  expect(found.turnMean).toBeCloseTo((across + 0.2) / 2, 6);
  expect(found.turnDeviation).toBeCloseTo((across - 0.2) / 2, 6);
  expect(found.atWalls).toBe(0.5);
  expect(found.outside).toBe(0.25);
  expect(new MotionCounter({ ...defaultArena, periodic: true }, 0.01, 0.03).found().atWalls).toBeNaN();
});

test.each<[string, Partial<Motion>]>([
  ["one draw a step", {}],
  ["7.5 draws a step", { dt: 0.15, simulationDt: 0.02, speedRayleigh: 0.1302, turnSigma: 5.76 }],
  ["a cap", { speedMax: 1 }],
])("one step in a hundred or so is fast, %s", (_, steering) => {
  const motion: Motion = { ...defaultMotion, wallSlowdown: 1, ...steering };
  const batch = allocateTrajectories(engine, 100, 100);
  simulateTrajectories(engine, { seed: 1, stream: "fast", first: 0 }, batch, defaultArena, motion);
  const v = batch.velocity.view;
  const faster = batch.heading.view.filter(
    (_, i) => Math.hypot(v[2 * i]!, v[2 * i + 1]!) > fastSpeed(motion) * (1 + 1e-6),
  ).length;
  // Of 10,000.
  if (motion.speedMax === null) expect(faster).toBeWithin(60, 150);
  else expect(faster).toBe(0);
});

test("of the paper's table are 2.4 cm a stored step, and no turn is like none", () => {
  const paper: Motion = {
    ...defaultMotion,
    ...{ dt: 0.15, simulationDt: 0.02, speedRayleigh: 0.1302, turnSigma: 5.7617 },
  };
  const statistics = (motion: Motion, arena: Arena = defaultArena) =>
    engine.memory.scope(() => {
      const batch = allocateTrajectories(engine, 100, 200);
      simulateTrajectories(engine, { seed: 1, stream: "paper", first: 0 }, batch, arena, motion);
      const counter = new MotionCounter(arena, motion.dt, motion.borderRegion);
      counter.add(batch);
      return counter.found();
    });
  expect(statistics(paper).stepCm).toBeCloseTo(2.4, 1);
  // Without walls and turns the mean of a Rayleigh distribution.
  expect(statistics({ ...paper, turnSigma: 0 }, { ...defaultArena, periodic: true }).stepCm).toBeCloseTo(
    100 * 0.15 * 0.1302 * Math.sqrt(Math.PI / 2),
    1,
  );
  // 1 rad/s over 0.15 s.
  expect(statistics({ ...paper, turnMean: 1 }).turnMean).toBeCloseTo(0.15, 1);
  expect(Math.abs(statistics(paper).turnMean)).toBeLessThan(0.01);
});
