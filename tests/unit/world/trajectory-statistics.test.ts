import { describe, expect, test } from "bun:test";
import { numpyCentres } from "../../../src/code/place-centres.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { PlainMeanStep } from "../../../src/world/mean-step.ts";
import { defaultMotion, type Motion } from "../../../src/world/motion.ts";
import { simulateNumpyParity } from "../../../src/world/numpy-parity.ts";
import {
  allocateTrajectories,
  simulateTrajectories,
  type TrajectoryBatch,
} from "../../../src/world/trajectory.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const steps = 20;
const rats = 100;

interface Statistics {
  readonly stepCm: number;
  readonly speedDeviation: number;
  readonly fastest: number;
  readonly turn: number;
  readonly outside: number;
}

/** Over the returned steps of several batches: speeds in m/s, mean absolute turn in rad, part of the samples outside the box. */
function statistics(batches: readonly TrajectoryBatch<"float64">[]): Statistics {
  const speeds: number[] = [];
  let turns = 0;
  let outside = 0;
  const step = new PlainMeanStep(defaultArena);
  for (const { position, velocity, heading, startHeading, trajectories } of batches) {
    const [p, v, h] = [position.view, velocity.view, heading.view];
    const before = [...startHeading.view, ...h];
    step.add(p, trajectories);
    for (let i = 0; i < h.length; i++) {
      speeds.push(Math.hypot(v[2 * i]!, v[2 * i + 1]!));
      if (Math.max(Math.abs(p[2 * i]!), Math.abs(p[2 * i + 1]!)) > 1.1) outside++;
      turns += Math.abs(wrap(h[i]! - before[i]!));
    }
  }
  const mean = speeds.reduce((sum, x) => sum + x, 0) / speeds.length;
  const variance = speeds.reduce((sum, x) => sum + (x - mean) ** 2, 0) / speeds.length;
  return {
    stepCm: step.cm(),
    speedDeviation: Math.sqrt(variance),
    fastest: Math.max(...speeds),
    turn: turns / speeds.length,
    outside: outside / speeds.length,
  };
}

const wrap = (angle: number) => angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));

/** The published generator after `cells` place cells. */
function numpyBatches(
  count: number,
  cells: number,
  steering: Partial<Motion> = {},
): TrajectoryBatch<"float64">[] {
  const { random } = numpyCentres(defaultArena, cells, true);
  return Array.from({ length: count }, () => {
    const batch = allocateTrajectories(engine, steps, rats, "float64");
    const motion: Motion = { ...defaultMotion, wallRule: "faithful", ...steering };
    simulateNumpyParity(engine, random, batch, defaultArena, motion);
    return batch;
  });
}

/** What the published code gives for 20 batches after 512 place cells: cm a step, m/s, m/s, rad, part outside. */
const effects: [Partial<Motion>, number, number, number, number, number][] = [
  [{}, 1.98673, 0.5499, 3.72, 0.1945, 0.0057],
  [{ speedScale: 1.4 }, 2.758783, 0.7749, 5.2, 0.1991, 0.0165],
  [{ speedMax: 1 }, 1.555841, 0.2763, 1, 0.1922, 0.0006],
  [{ velocitySmoothing: 0.35 }, 1.969623, 0.4002, 2.93, 0.1944, 0.0032],
  [{ velocitySmoothing: 0.99 }, 1.65434, 0.6614, 4.47, 0.1941, 0.0185],
  [{ turnSigmaScale: 0.6 }, 1.983277, 0.5501, 3.72, 0.1218, 0.0067],
  [{ borderRegion: 0.15 }, 1.953658, 0.5559, 3.72, 0.1999, 0.0007],
  [{ wallSlowdown: 1 }, 2.047088, 0.5392, 3.72, 0.1948, 0.0345],
  [{ wallTurnScale: 0 }, 1.854014, 0.5662, 3.72, 0.1835, 0.0764],
  [{ wallTurnScale: 2 }, 2.028652, 0.5426, 3.72, 0.2036, 0.0012],
  [
    { speedScale: 1.4, velocitySmoothing: 0.35, wallSlowdown: 0.35, turnSigmaScale: 0.6 },
    2.722964,
    0.5627,
    4.1,
    0.1268,
    0.0244,
  ],
];

describe("steering has the published effects, to every printed digit", () => {
  test.each(effects)("%o", (steering, stepCm, speedDeviation, fastest, turn, outside) => {
    const found = engine.memory.scope(() => statistics(numpyBatches(20, 512, steering)));
    expect(found.stepCm).toBeCloseTo(stepCm, 6);
    expect(found.speedDeviation).toBeCloseTo(speedDeviation, 4);
    expect(found.fastest).toBeCloseTo(fastest, 2);
    expect(found.turn).toBeCloseTo(turn, 4);
    // Two of them lie half-way between two printed digits.
    expect(Math.abs(found.outside - outside)).toBeLessThan(5.001e-5);
  });
});

test("the rule that keeps the rat inside hardly changes how it moves", () => {
  const both = (["faithful", "inside"] as const).map((wallRule) =>
    engine.memory.scope(() => {
      const batch = allocateTrajectories(engine, steps, 20_000, "float64");
      simulateTrajectories(engine, { seed: 1, stream: "x", first: 0 }, batch, defaultArena, {
        ...defaultMotion,
        wallRule,
      });
      return statistics([batch]);
    }),
  );
  const [faithful, inside] = both as [Statistics, Statistics];
  expect(Math.abs(inside.stepCm / faithful.stepCm - 1)).toBeLessThan(0.002);
  expect(Math.abs(inside.speedDeviation / faithful.speedDeviation - 1)).toBeLessThan(0.005);
  expect(Math.abs(inside.turn / faithful.turn - 1)).toBeLessThan(0.005);
  expect(inside.outside).toBe(0);
  expect(Math.abs(faithful.outside - 0.006)).toBeLessThan(0.001);
});
