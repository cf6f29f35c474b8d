import { describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { type Arena, defaultArena } from "../../../src/world/arena.ts";
import { defaultMotion, type Motion } from "../../../src/world/motion.ts";
import { NumpyRandom } from "../../../src/world/mt19937.ts";
import { simulateNumpyParity } from "../../../src/world/numpy-parity.ts";
import {
  allocateTrajectories,
  simulateFromDraws,
  type TrajectoryBatch,
} from "../../../src/world/trajectory.ts";
import { type GoldenNumbers, goldenNumbers } from "../../support/golden-numbers.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const steps = 20;
const trajectories = 16;
/** Place cells of the reference run: their centres are drawn from the same generator before the trajectories. */
const placeCells = 64;

interface Case {
  readonly arena?: Partial<Arena>;
  readonly motion?: Partial<Motion>;
}

/** The options of each reference file (its `options` array), in our names. */
const cases: Record<string, Case> = {
  default: {},
  periodic: { arena: { periodic: true } },
  rectangular: { arena: { height: 1.2 } },
  capped: { motion: { speedMax: 1, borderRegion: 0.15, wallTurnScale: 2 } },
  steered: {
    motion: { speedScale: 1.4, velocitySmoothing: 0.35, wallSlowdown: 0.35, turnSigmaScale: 0.6 },
  },
};

/** Both computed in float64 over 21 steps: rounding alone; observed 9e-16. */
const tolerance = 1e-12;

describe.each(Object.entries(cases))("trajectory_%s", (name, { arena: box, motion: steering }) => {
  const golden = goldenNumbers(`trajectory_${name}.npz`);
  const arena: Arena = { ...defaultArena, ...box };
  const motion: Motion = { ...defaultMotion, wallRule: "faithful", ...steering };

  test("from the stored draws", () => {
    const draws = {
      startX: golden!("start_x"),
      startY: golden!("start_y"),
      startHeading: golden!("start_heading"),
      initialSpeed: golden!("initial_speed"),
      turns: golden!("turns_rad_per_s"),
      // The file has the speeds already scaled.
      speeds: golden!("speeds_m_per_s"),
    };
    const batch = allocateTrajectories(engine, steps, trajectories, "float64");
    simulateFromDraws(engine, draws, batch, arena, { ...motion, speedScale: 1 });
    expect(largestDifference(batch, golden!, motion.dt)).toBeLessThan(tolerance);
  });

  test("from NumPy's generator", () => {
    const random = new NumpyRandom(golden!("numpy_seed")[0]!);
    for (let i = 0; i < 2 * placeCells; i++) random.uniform(0, 1);
    const batch = allocateTrajectories(engine, steps, trajectories, "float64");
    simulateNumpyParity(engine, random, batch, arena, motion);
    expect(largestDifference(batch, golden!, motion.dt)).toBeLessThan(tolerance);
  });
});

/** Over all outputs of the reference, which are [B, T] and in metres per step. */
function largestDifference(
  { position, velocity, heading, start, startHeading }: TrajectoryBatch<"float64">,
  golden: GoldenNumbers,
  dt: number,
): number {
  let largest = 0;
  const compare = (ours: number | undefined, theirs: number | undefined) => {
    largest = Math.max(largest, Math.abs(ours! - theirs!));
  };
  for (let b = 0; b < trajectories; b++) {
    compare(start.view[2 * b], golden("init_x")[b]);
    compare(start.view[2 * b + 1], golden("init_y")[b]);
    compare(startHeading.view[b], wrapped(golden("init_hd")[b]!));
  }
  const theirs = Object.fromEntries(
    ["target_x", "target_y", "target_hd", "ego_v"].map((key) => [key, golden(key)]),
  );
  for (let t = 0; t < steps; t++) {
    for (let b = 0; b < trajectories; b++) {
      const here = t * trajectories + b;
      const there = b * steps + t;
      compare(position.view[2 * here], theirs.target_x![there]);
      compare(position.view[2 * here + 1], theirs.target_y![there]);
      compare(heading.view[here], theirs.target_hd![there]);
      const direction = theirs.target_hd![there]!;
      compare(velocity.view[2 * here]! * dt, theirs.ego_v![there]! * Math.cos(direction));
      compare(velocity.view[2 * here + 1]! * dt, theirs.ego_v![there]! * Math.sin(direction));
    }
  }
  return largest;
}

const wrapped = (angle: number) => angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
