import { describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { streamKey } from "../../../src/engine/random.ts";
import { type Arena, defaultArena } from "../../../src/world/arena.ts";
import { defaultMotion, type Motion } from "../../../src/world/motion.ts";
import {
  allocateTrajectories,
  simulateFromDraws,
  simulateTrajectories,
  type TrajectoryBatch,
} from "../../../src/world/trajectory.ts";
import { normal, rayleigh, uniform } from "../../support/reference/philox.ts";
import { type Rat, walk } from "../../support/reference/trajectory.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const source = { seed: 3, stream: "test", first: 0 };

/** Every wall and every corner, often. Half its sides are float32 numbers, so that stored borders are the true ones. */
const closet: Arena = { width: 0.3125, height: 0.1875, periodic: false };
const worlds: Record<string, { arena: Arena; motion: Motion }> = {
  inside: { arena: defaultArena, motion: defaultMotion },
  "inside a closet": { arena: closet, motion: defaultMotion },
  "inside a closet, steered": {
    arena: closet,
    motion: { ...defaultMotion, velocitySmoothing: 0.5, speedScale: 2, wallTurnScale: 0.3, speedMax: 2 },
  },
  faithful: { arena: defaultArena, motion: { ...defaultMotion, wallRule: "faithful" } },
  periodic: { arena: { ...closet, periodic: true }, motion: defaultMotion },
};

const arrays = ["position", "velocity", "heading", "start", "startHeading"] as const;

describe.each(Object.entries(worlds))("%s", (_, { arena, motion }) => {
  const steps = 200;
  const rats = 37;
  const simulate = () => {
    const batch = allocateTrajectories(engine, steps, rats);
    simulateTrajectories(engine, source, batch, arena, motion);
    return batch;
  };

  test("is what the plain reference does with the plain random numbers", () => {
    const batch = allocateTrajectories(engine, 60, rats, "float64");
    simulateTrajectories(engine, { ...source, first: 11 }, batch, arena, motion);
    const key = (what: string) => streamKey(source.seed, `${source.stream}/${what}`);
    const [start, turn, speed] = [key("start"), key("turn"), key("speed")];
    let largest = 0;
    for (let b = 0; b < rats; b++) {
      const item = 11 + b;
      const scale = motion.speedRayleigh * motion.speedScale;
      const rat: Rat = {
        x: (uniform(start, item, 0) - 0.5) * arena.width,
        y: (uniform(start, item, 1) - 0.5) * arena.height,
        heading: uniform(start, item, 2) * 2 * Math.PI,
        speed: Math.abs(normal(start, item, 4)) * (Math.PI / 2) * scale,
      };
      for (let t = -1; t < 60; t++) {
        const turnDraw = normal(turn, item, t + 1) * motion.turnSigma * motion.turnSigmaScale;
        const speedDraw = rayleigh(speed, item, t + 1) * motion.speedRayleigh;
        const step = walk(rat, arena, motion, turnDraw, speedDraw);
        const [points, at] = t < 0 ? [batch.start, b] : [batch.position, t * rats + b];
        const heading = t < 0 ? batch.startHeading.view[b]! : batch.heading.view[at]!;
        const dx = around(points.view[2 * at]! - step.x, arena.periodic ? arena.width : 0);
        const dy = around(points.view[2 * at + 1]! - step.y, arena.periodic ? arena.height : 0);
        const dh = around(heading - step.heading, 2 * Math.PI);
        largest = Math.max(largest, Math.abs(dx), Math.abs(dy), Math.abs(dh));
      }
    }
    // Float64 rounding over 60 steps, and walls 1e-8 m apart: the kernel's are the float32 below half the side.
    expect(largest).toBeLessThan(1e-7);
  });

  test("displacement, velocity and heading agree", () => {
    const { position, velocity, heading, start } = simulate();
    const [p, v, h] = [position.view, velocity.view, heading.view];
    const previous = [...start.view, ...p];
    let displacementError = 0;
    let headingError = 0;
    for (let i = 0; i < p.length; i += 2) {
      const dx = around(p[i]! - previous[i]!, arena.periodic ? arena.width : 0);
      const dy = around(p[i + 1]! - previous[i + 1]!, arena.periodic ? arena.height : 0);
      displacementError = Math.max(
        displacementError,
        Math.abs(dx - v[i]! * motion.dt),
        Math.abs(dy - v[i + 1]! * motion.dt),
      );
      const speed = Math.hypot(v[i]!, v[i + 1]!);
      const across = v[i]! * Math.sin(h[i / 2]!) - v[i + 1]! * Math.cos(h[i / 2]!);
      headingError = Math.max(headingError, Math.abs(across) / Math.max(speed, 1e-3));
    }
    // Rounding of the stored float32: two positions below 1.2 m, 6e-8 each, and the velocity; heading 1.2e-7 at pi.
    expect(displacementError).toBeLessThan(1.5e-7);
    expect(headingError).toBeLessThan(5e-7);
  });

  test("numbers stay in their range", () => {
    const { position, heading, start, startHeading } = simulate();
    const outside = (points: Float32Array) =>
      points.filter((x, i) => Math.abs(x) > (i % 2 === 0 ? arena.width : arena.height) / 2).length;
    if (motion.wallRule === "inside") expect(outside(position.view) + outside(start.view)).toBe(0);
    else expect(outside(position.view)).toBeGreaterThan(0);
    for (const angle of [...heading.view, ...startHeading.view]) {
      expect(angle >= -Math.PI && angle < Math.PI).toBe(true);
    }
  });

  test("a trajectory is the same in any batch", () => {
    const all = allocateTrajectories(engine, 30, rats);
    const part = allocateTrajectories(engine, 30, 5);
    simulateTrajectories(engine, { ...source, first: 100 }, all, arena, motion);
    simulateTrajectories(engine, { ...source, first: 107 }, part, arena, motion);
    for (let t = 0; t < 30; t++) {
      for (let b = 0; b < 5; b++) {
        expect(part.heading.view[t * 5 + b]).toBe(all.heading.view[t * rats + b + 7]!);
        expect(part.position.view[2 * (t * 5 + b)]).toBe(all.position.view[2 * (t * rats + b + 7)]!);
      }
    }
  });
});

test("workers do not change a bit", async () => {
  const two = await openEngine({ workers: 2, blas: "wasm" });
  const [alone, together] = [engine, two].map((which) => {
    const batch = allocateTrajectories(which, 50, 333);
    simulateTrajectories(which, source, batch);
    return arrays.map((name) => batch[name].toArray());
  });
  two.close();
  expect(alone).toEqual(together!);
});

test("nothing beyond the batch is written", () => {
  const batch = allocateTrajectories(engine, 3, 5);
  const guards = arrays.map((name) => {
    const array = batch[name];
    const bytes = new Uint8Array(engine.memory.buffer as unknown as ArrayBuffer);
    const end = array.pointer + array.byteLength;
    bytes.fill(0xab, end, Math.ceil(end / 64) * 64);
    return () => bytes.subarray(end, Math.ceil(end / 64) * 64).every((byte) => byte === 0xab);
  });
  simulateTrajectories(engine, source, batch);
  expect(guards.every((intact) => intact())).toBe(true);
});

test("rounding to float32 does not carry a rat across the seam nor a heading past pi", () => {
  const arena = { ...defaultArena, periodic: true };
  const batch = allocateTrajectories(engine, 2, 2);
  const almost = { startX: [1.1 - 1e-12, 0], startY: [0, -1.1], startHeading: [Math.PI - 1e-12, -Math.PI] };
  const still = { initialSpeed: [0, 0], turns: new Float64Array(6), speeds: new Float64Array(6) };
  simulateFromDraws(engine, { ...almost, ...still }, batch, arena);
  for (const x of [...batch.start.view, ...batch.position.view]) expect(Math.abs(x)).toBeLessThan(1.1);
  for (const angle of [...batch.startHeading.view, ...batch.heading.view]) {
    expect(Math.abs(angle)).toBeLessThan(Math.PI);
    expect(Math.abs(angle)).toBeGreaterThan(Math.PI - 1e-6);
  }
});

test("a rat driven straight into a corner gets out again", () => {
  const steps = 400;
  const batch = allocateTrajectories(engine, steps, 1);
  const random = { turns: new Float64Array(steps + 1), speeds: new Float64Array(steps + 1).fill(1) };
  const key = streamKey(1, "corner");
  random.turns.forEach((_, i) => {
    random.turns[i] = normal(key, 0, i) * defaultMotion.turnSigma;
  });
  const corner = { startX: [1.08], startY: [1.08], startHeading: [Math.PI / 4], initialSpeed: [0] };
  simulateFromDraws(engine, { ...corner, ...random }, batch);
  expect(Math.min(...farthest(batch))).toBeLessThan(0.9);
});

/** Distance from the middle of the box along the farther axis, at each step. */
function farthest({ position }: TrajectoryBatch): number[] {
  const p = position.view;
  return Array.from({ length: p.length / 2 }, (_, i) =>
    Math.max(Math.abs(p[2 * i]!), Math.abs(p[2 * i + 1]!)),
  );
}

function around(difference: number, period: number): number {
  return period > 0 ? difference - period * Math.round(difference / period) : difference;
}
