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
import { path, type Rat } from "../../support/reference/trajectory.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const source = { seed: 3, stream: "test", first: 0 };

/** Every wall and every corner, often. Half its sides are float32 numbers, so that stored borders are the true ones. */
const closet: Arena = { width: 0.3125, height: 0.1875, periodic: false };
const disc: Arena = { width: 0.25, height: 0.25, periodic: false, round: true };
/** The paper's, in a closet. */
const stored = { dt: 0.15, simulationDt: 0.02, speedRayleigh: 0.1302 };
const worlds: Record<string, { arena: Arena; motion: Motion }> = {
  inside: { arena: defaultArena, motion: defaultMotion },
  "inside a closet": { arena: closet, motion: defaultMotion },
  "inside a closet, steered": {
    arena: closet,
    motion: { ...defaultMotion, velocitySmoothing: 0.5, speedScale: 2, wallTurnScale: 0.3, speedMax: 2 },
  },
  faithful: { arena: defaultArena, motion: { ...defaultMotion, wallRule: "faithful" } },
  periodic: { arena: { ...closet, periodic: true }, motion: defaultMotion },
  "with a speed kept near walls": { arena: closet, motion: { ...defaultMotion, wallRule: "keptSpeed" } },
  "turning to the left": { arena: closet, motion: { ...defaultMotion, turnMean: 2 } },
  "inside a disc": { arena: disc, motion: defaultMotion },
  "inside a disc, fast": { arena: disc, motion: { ...defaultMotion, speedScale: 4, wallTurnScale: 0.3 } },
  "in a disc, faithful": { arena: disc, motion: { ...defaultMotion, wallRule: "faithful" } },
  "7.5 simulated steps a stored one": { arena: closet, motion: { ...defaultMotion, ...stored } },
  "7.5 simulated steps a stored one, in a disc": { arena: disc, motion: { ...defaultMotion, ...stored } },
  "7.5 simulated steps a stored one, periodic": {
    arena: { ...closet, periodic: true },
    motion: { ...defaultMotion, ...stored },
  },
  "3 simulated steps a stored one, faithful": {
    arena: defaultArena,
    motion: { ...defaultMotion, wallRule: "faithful", dt: 0.3, simulationDt: 0.1 },
  },
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
    const scale = motion.speedRayleigh * motion.speedScale;
    for (let b = 0; b < rats; b++) {
      const item = 11 + b;
      const [u, v] = [uniform(start, item, 0), uniform(start, item, 1)];
      const [distance, direction] = [(arena.width / 2) * Math.sqrt(u), 2 * Math.PI * v];
      const rat: Rat = {
        x: arena.round ? distance * Math.cos(direction) : (u - 0.5) * arena.width,
        y: arena.round ? distance * Math.sin(direction) : (v - 0.5) * arena.height,
        heading: uniform(start, item, 2) * 2 * Math.PI,
        speed: Math.abs(normal(start, item, 4)) * (Math.PI / 2) * scale,
      };
      const walked = path(rat, arena, motion, 60, (step) => ({
        turn: normal(turn, item, step) * motion.turnSigma * motion.turnSigmaScale,
        speed: rayleigh(speed, item, step) * motion.speedRayleigh,
      }));
      walked.forEach((step, i) => {
        const [points, at] = i === 0 ? [batch.start, b] : [batch.position, (i - 1) * rats + b];
        const heading = i === 0 ? batch.startHeading.view[b]! : batch.heading.view[at]!;
        const dx = around(points.view[2 * at]! - step.x, arena.periodic ? arena.width : 0);
        const dy = around(points.view[2 * at + 1]! - step.y, arena.periodic ? arena.height : 0);
        const dh = around(heading - step.heading, 2 * Math.PI);
        largest = Math.max(largest, Math.abs(dx), Math.abs(dy), Math.abs(dh));
      });
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
      points.filter((x, i) =>
        arena.round
          ? i % 2 === 0 && Math.hypot(x, points[i + 1]!) > arena.width / 2
          : Math.abs(x) > (i % 2 === 0 ? arena.width : arena.height) / 2,
      ).length;
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

test.each(Object.entries(worlds))("workers do not change a bit, %s", async (_, { arena, motion }) => {
  const two = await openEngine({ workers: 2, blas: "wasm" });
  const [alone, together] = [engine, two].map((which) => {
    const batch = allocateTrajectories(which, 20, 77);
    simulateTrajectories(which, source, batch, arena, motion);
    return arrays.map((name) => batch[name].toArray());
  });
  two.close();
  expect(alone).toEqual(together!);
});

test.each(Object.entries(worlds))(
  "a longer batch begins with the shorter one, %s",
  (_, { arena, motion }) => {
    const [short, long] = [20, 21].map((steps) => {
      const batch = allocateTrajectories(engine, steps, 7);
      simulateTrajectories(engine, source, batch, arena, motion);
      return batch;
    }) as [TrajectoryBatch, TrajectoryBatch];
    for (const name of arrays) {
      expect(long[name].toArray().subarray(0, short[name].view.length)).toEqual(short[name].toArray());
    }
  },
);

test("a rat that stands still goes on looking where it looked", () => {
  const batch = allocateTrajectories(engine, 2, 1);
  const draws = { turns: new Float64Array(23).fill(1), speeds: new Float64Array(23) };
  const still = { startX: [0], startY: [0], startHeading: [0.5], initialSpeed: [0], ...draws };
  const motion: Motion = { ...defaultMotion, dt: 0.15, simulationDt: 0.02 };
  simulateFromDraws(engine, still, batch, defaultArena, motion);
  expect([...batch.startHeading.view, ...batch.heading.view]).toEqual([0.5, 0.5, 0.5]);
  // It moves for the last simulated step of the second: there it has turned 14 times by 0.02.
  draws.speeds[14] = 1;
  simulateFromDraws(engine, still, batch, defaultArena, motion);
  expect(batch.heading.view[0]).toBeCloseTo(0.5 + 14 * 0.02, 6);
  expect(Math.hypot(...batch.velocity.view.subarray(0, 2))).toBeCloseTo(0.02 / 0.15, 6);
  expect(batch.heading.view[1]).toBe(batch.heading.view[0]!);
});

test("a simulation as fine as the time step is the one without", () => {
  const [plain, same] = [null, defaultMotion.dt].map((simulationDt) => {
    const batch = allocateTrajectories(engine, 20, 5);
    simulateTrajectories(engine, source, batch, closet, { ...defaultMotion, simulationDt });
    return arrays.map((name) => batch[name].toArray());
  });
  expect(same).toEqual(plain!);
});

test("a round box is entered everywhere alike", () => {
  const batch = allocateTrajectories(engine, 1, 20_000, "float64");
  simulateTrajectories(engine, source, batch, disc, { ...defaultMotion, speedScale: 0 });
  const start = batch.start.view;
  const quarters = Array<number>(8).fill(0);
  for (let i = 0; i < start.length; i += 2) {
    // Of equal areas: within 1 / sqrt 2 of the radius or beyond, and the four quadrants.
    const far = start[i]! ** 2 + start[i + 1]! ** 2 > disc.width ** 2 / 8 ? 4 : 0;
    quarters[far + (start[i]! > 0 ? 2 : 0) + (start[i + 1]! > 0 ? 1 : 0)]!++;
  }
  // 2,500 in each, standard deviation 47.
  for (const count of quarters) expect(Math.abs(count - 2500)).toBeLessThan(200);
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
