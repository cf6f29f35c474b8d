/**
 * Many rats at once: fills a batch with positions, velocities and headings. How a rat moves is told in motion.ts and computed in
 * assembly/trajectory.ts.
 */
import type { Engine } from "../engine/engine.ts";
import { streamKey } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { type Arena, defaultArena } from "./arena.ts";
import { checkMotion, defaultMotion, type Motion, simulatedPerStored, simulationDt } from "./motion.ts";
import { motionRecord } from "./motion-record.ts";
import {
  type Addresses,
  simulateGivenBlock,
  simulateRandomBlock,
  trajectoriesPerBlock,
} from "./trajectory-jobs.ts";

type Precision = "float32" | "float64";

/**
 * Trajectories of one batch, time-major: T stored steps of B rats. SI units.
 * `position[t] - position[t - 1] = velocity[t] * dt`, with `start` before `position[0]`, modulo the box when it is periodic.
 */
export interface TrajectoryBatch<P extends Precision = "float32"> {
  readonly steps: number;
  readonly trajectories: number;
  /** [T, B, 2] m, after the step. */
  readonly position: SharedArray<P>;
  /** [T, B, 2] m/s, of the step. */
  readonly velocity: SharedArray<P>;
  /** [T, B] rad in [-pi, pi), direction of the step; that of the step before where a rat did not move at all. */
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

/**
 * Given random draws of B trajectories of S simulated steps, for parity: row-major, as NumPy would give them. S is what `simulatedSteps`
 * says of T stored steps; T + 1 without a simulation finer than these.
 */
export interface TrajectoryDraws {
  /** [B] m. */
  readonly startX: ArrayLike<number>;
  readonly startY: ArrayLike<number>;
  /** [B] rad. */
  readonly startHeading: ArrayLike<number>;
  /** [B] m/s, before speedScale; used when velocitySmoothing > 0, and by the wall rule keptSpeed. */
  readonly initialSpeed: ArrayLike<number>;
  /** [B, S] rad/s, before turnMean. */
  readonly turns: ArrayLike<number>;
  /** [B, S] m/s, before speedScale. */
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

/** Steps that are simulated for so many stored ones, that before the first included; a number also where it passes all memory. */
export function simulatedSteps({ kernels }: Pick<Engine, "kernels">, motion: Motion, stored: number): number {
  return kernels.simulatedSteps(stored + 1, simulatedPerStored(motion));
}

/** Bytes of a thread's random numbers while it simulates. */
export function trajectoryDrawBytes(engine: Pick<Engine, "kernels">, motion: Motion, stored: number): number {
  return engine.kernels.trajectoryDrawBytes(simulatedSteps(engine, motion, stored));
}

/**
 * Simulates `into.trajectories` rats for `into.steps` stored steps after one burn-in step, on all threads. Trajectory i of a source is the
 * same whatever batch it is computed in, and a longer one begins with the shorter. Source: Sorscher et al. 2019, "A unified theory for the origin of grid cells".
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
  const turnFactor = motion.turnSigma * motion.turnSigmaScale * simulationDt(motion);
  const speedFactor = motion.speedRayleigh * motion.speedScale;
  engine.memory.scope(() => {
    const record = motionRecord(engine, arena, motion, turnFactor, speedFactor);
    const simulated = simulatedSteps(engine, motion, into.steps);
    const scratchBytes =
      engine.kernels.trajectoryScratchBytes() + engine.kernels.trajectoryDrawBytes(simulated);
    engine.pool.run(
      simulateRandomBlock,
      Math.ceil(into.trajectories / trajectoriesPerBlock),
      {
        ...addresses(into, record.pointer),
        simulated,
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
  const { trajectories } = into;
  const simulated = simulatedSteps(engine, motion, into.steps);
  const columns = trajectories + (trajectories & 1);
  engine.memory.scope(() => {
    const record = motionRecord(engine, arena, motion, simulationDt(motion), motion.speedScale);
    const rows = engine.memory.zeros("float64", [4 + 2 * simulated, columns], "draws of the trajectories");
    layOut(draws, trajectories, simulated, columns, rows.view);
    engine.pool.run(
      simulateGivenBlock,
      Math.ceil(trajectories / trajectoriesPerBlock),
      { ...addresses(into, record.pointer), simulated, draws: rows.pointer, columns },
      engine.kernels.trajectoryScratchBytes(),
    );
  });
}

/** Brings the draws into the order of the kernel: starts [4, columns], turns and speeds [S, columns]. */
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
