/** Trajectories from NumPy's generator in the order of the published code, to compare with it. Nothing else is to be made this way. */
import type { Engine } from "../engine/engine.ts";
import { type Arena, defaultArena } from "./arena.ts";
import { defaultMotion, type Motion } from "./motion.ts";
import { NumpyRandom } from "./mt19937.ts";
import {
  simulatedSteps,
  simulateFromDraws,
  type TrajectoryBatch,
  type TrajectoryDraws,
} from "./trajectory.ts";

/** The draws of one batch of B trajectories of so many simulated steps, in the order of the published generator. */
export function numpyDraws(
  random: NumpyRandom,
  trajectories: number,
  simulated: number,
  { width, height }: Arena = defaultArena,
  motion: Motion = defaultMotion,
): TrajectoryDraws {
  const { turnSigma, turnSigmaScale, speedRayleigh } = motion;
  const each = (draw: () => number) => NumpyRandom.array(trajectories, draw);
  const everyStep = (draw: () => number) => NumpyRandom.array(trajectories * simulated, draw);
  return {
    startX: each(() => random.uniform(-width / 2, width / 2)),
    startY: each(() => random.uniform(-height / 2, height / 2)),
    startHeading: each(() => random.uniform(0, 2 * Math.PI)),
    turns: everyStep(() => random.normal(0, turnSigma * turnSigmaScale)),
    speeds: everyStep(() => random.rayleigh(speedRayleigh)),
    initialSpeed: each(() => Math.abs(random.normal(0, (speedRayleigh * Math.PI) / 2))),
  };
}

/**
 * The next batch of the published code. Its place cells seed the one global generator and draw two numbers a cell (numpyCentres), the
 * trajectories continue that stream: pass the same `random` on from the centres to batch after batch. Use wallRule "faithful".
 */
export function simulateNumpyParity(
  engine: Engine,
  random: NumpyRandom,
  into: TrajectoryBatch<"float32" | "float64">,
  arena: Arena = defaultArena,
  motion: Motion = { ...defaultMotion, wallRule: "faithful" },
): void {
  simulateFromDraws(
    engine,
    numpyDraws(random, into.trajectories, simulatedSteps(engine, motion, into.steps), arena, motion),
    into,
    arena,
    motion,
  );
}
