/**
 * Many rats at once: fills a batch with positions, velocities and headings. How a rat moves is told in motion.ts and computed in
 * assembly/trajectory.ts.
 */
import type { Engine } from "../engine/engine.ts";
import { streamKey } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { type Arena, defaultArena } from "./arena.ts";
import { checkMotion, defaultMotion, type Motion } from "./motion.ts";
import {
  type Addresses,
  simulateGivenBlock,
  simulateRandomBlock,
  trajectoriesPerBlock,
} from "./trajectory-jobs.ts";

type Precision = "float32" | "float64";

/**
 * Trajectories of one batch, time-major: T steps of B rats. SI units.
 * `position[t] - position[t - 1] = velocity[t] * dt`, with `start` before `position[0]`, modulo the box when it is periodic.
 */
export interface TrajectoryBatch<P extends Precision = "float32"> {
  readonly steps: number;
  readonly trajectories: number;
  /** [T, B, 2] m, after the step. */
  readonly position: SharedArray<P>;
  /** [T, B, 2] m/s, of the step. */
  readonly velocity: SharedArray<P>;
  /** [T, B] rad in [-pi, pi), direction of the step. */
  readonly heading: SharedArray<P>;
  /** [B, 2] m, before the first step. */
  readonly start: SharedArray<P>;
  /** [B] rad, direction of the burn-in step that led to `start`. */
  readonly startHeading: SharedArray<P>;
}

/** Which trajectories: numbers `first`, `first + 1`, … of the stream. Batch s of a run uses first = s * B. */
export interface TrajectorySource {
  readonly seed: number;
  /** Such as "train" or "evaluate": streams share no random numbers. */
  readonly stream: string;
  readonly first: number;
}

/** Given random draws of B trajectories of T + 1 steps, for parity: row-major, as NumPy would give them. */
export interface TrajectoryDraws {
  /** [B] m. */
  readonly startX: ArrayLike<number>;
  readonly startY: ArrayLike<number>;
  /** [B] rad. */
  readonly startHeading: ArrayLike<number>;
  /** [B] m/s, before speedScale; used when velocitySmoothing > 0. */
  readonly initialSpeed: ArrayLike<number>;
  /** [B, T + 1] rad/s. */
  readonly turns: ArrayLike<number>;
  /** [B, T + 1] m/s, before speedScale. */
  readonly speeds: ArrayLike<number>;
}

/** Room for B trajectories of T steps. */
export function allocateTrajectories<P extends Precision = "float32">(
  engine: Engine,
  steps: number,
  trajectories: number,
  precision: P = "float32" as P,
): TrajectoryBatch<P> {
  const allocate = (shape: number[], what: string) => engine.memory.allocate(precision, shape, what);
  return {
    steps,
    trajectories,
    position: allocate([steps, trajectories, 2], "positions of the trajectories"),
    velocity: allocate([steps, trajectories, 2], "velocities of the trajectories"),
    heading: allocate([steps, trajectories], "headings of the trajectories"),
    start: allocate([trajectories, 2], "starting points of the trajectories"),
    startHeading: allocate([trajectories], "starting headings of the trajectories"),
  };
}

/**
 * Simulates `into.trajectories` rats for `into.steps` steps after one burn-in step, on all threads. Trajectory i of a source is the
 * same whatever batch it is computed in. Source: Sorscher et al. 2019, "A unified theory for the origin of grid cells".
 * @throws UserError when arena or motion are out of range
 */
export function simulateTrajectories(
  engine: Engine,
  source: TrajectorySource,
  into: TrajectoryBatch<Precision>,
  arena: Arena = defaultArena,
  motion: Motion = defaultMotion,
): void {
  checkMotion(arena, motion);
  const start = streamKey(source.seed, `${source.stream}/start`);
  const turn = streamKey(source.seed, `${source.stream}/turn`);
  const speed = streamKey(source.seed, `${source.stream}/speed`);
  const turnFactor = motion.turnSigma * motion.turnSigmaScale * motion.dt;
  const speedFactor = motion.speedRayleigh * motion.speedScale;
  engine.memory.scope(() => {
    const record = motionRecord(engine, arena, motion, turnFactor, speedFactor);
    const scratchBytes =
      engine.kernels.trajectoryScratchBytes() + engine.kernels.trajectoryDrawBytes(into.steps);
    engine.pool.run(
      simulateRandomBlock,
      Math.ceil(into.trajectories / trajectoriesPerBlock),
      {
        ...addresses(into, record.pointer),
        first: source.first,
        start0: start.key0,
        start1: start.key1,
        turn0: turn.key0,
        turn1: turn.key1,
        speed0: speed.key0,
        speed1: speed.key1,
      },
      scratchBytes,
    );
  });
}

/**
 * The same dynamics on given draws.
 * @throws UserError when arena or motion are out of range
 */
export function simulateFromDraws(
  engine: Engine,
  draws: TrajectoryDraws,
  into: TrajectoryBatch<Precision>,
  arena: Arena = defaultArena,
  motion: Motion = defaultMotion,
): void {
  checkMotion(arena, motion);
  const { trajectories, steps } = into;
  const columns = trajectories + (trajectories & 1);
  engine.memory.scope(() => {
    const record = motionRecord(engine, arena, motion, motion.dt, motion.speedScale);
    const rows = engine.memory.zeros("float64", [4 + 2 * (steps + 1), columns], "draws of the trajectories");
    layOut(draws, trajectories, steps + 1, columns, rows.view);
    engine.pool.run(
      simulateGivenBlock,
      Math.ceil(trajectories / trajectoriesPerBlock),
      { ...addresses(into, record.pointer), draws: rows.pointer, columns },
      engine.kernels.trajectoryScratchBytes(),
    );
  });
}

/** Brings the draws into the order of the kernel: starts [4, columns], turns and speeds [T + 1, columns]. */
function layOut(
  draws: TrajectoryDraws,
  count: number,
  steps: number,
  columns: number,
  out: Float64Array,
): void {
  const starts = [draws.startX, draws.startY, draws.startHeading, draws.initialSpeed];
  for (let b = 0; b < count; b++) {
    starts.forEach((values, row) => {
      out[row * columns + b] = values[b]!;
    });
    for (let t = 0; t < steps; t++) {
      out[(4 + t) * columns + b] = draws.turns[b * steps + t]!;
      out[(4 + steps + t) * columns + b] = draws.speeds[b * steps + t]!;
    }
  }
}

function addresses(into: TrajectoryBatch<Precision>, motion: number): Addresses {
  return {
    motion,
    trajectories: into.trajectories,
    steps: into.steps,
    wide: into.position.kind === "float64" ? 1 : 0,
    position: into.position.pointer,
    velocity: into.velocity.pointer,
    heading: into.heading.pointer,
    start: into.start.pointer,
    startHeading: into.startHeading.pointer,
  };
}

/** The record that assembly/trajectory.ts reads, in its order. */
function motionRecord(
  engine: Engine,
  { width, height, periodic }: Arena,
  motion: Motion,
  turnFactor: number,
  speedFactor: number,
): SharedArray<"float64"> {
  const inside = motion.wallRule === "inside" || periodic;
  const limit = (half: number) => (inside ? largestFloat32(half, periodic) : Number.POSITIVE_INFINITY);
  const values = [
    motion.dt,
    turnFactor,
    speedFactor,
    motion.speedMax ?? Number.POSITIVE_INFINITY,
    motion.velocitySmoothing,
    motion.borderRegion,
    motion.wallSlowdown,
    motion.wallTurnScale,
    width / 2,
    height / 2,
    limit(width / 2),
    limit(height / 2),
    periodic ? 2 : motion.wallRule === "inside" ? 1 : 0,
  ];
  return engine.memory.from("float64", values, "motion parameters");
}

/** The largest float32 not above `half`, or strictly below it: what a stored coordinate may be. */
function largestFloat32(half: number, below: boolean): number {
  const rounded = Math.fround(half);
  if (rounded < half || (rounded === half && !below)) return rounded;
  const bits = new Uint32Array(Float32Array.of(rounded).buffer);
  bits[0]! -= 1;
  return new Float32Array(bits.buffer)[0]!;
}
