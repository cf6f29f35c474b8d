/** Which activity is put to which place when the two are shifted against each other. */
import type { Engine } from "../../engine/engine.ts";
import { fillUniform } from "../../engine/random.ts";
import { UserError } from "../../user-error.ts";

/** Seconds that activity is moved away from its place at least, where a trajectory is long enough. */
const leastSeconds = 20;

/**
 * Time steps that activity is moved at least within a trajectory: 20 s, or a quarter of a trajectory that lasts less than 80 s.
 * @throws UserError when a trajectory is too short to be shifted
 */
export function leastShift(steps: number, dt: number): number {
  if (steps < 2) {
    throw new UserError(
      "activity cannot be shifted within trajectories of one step",
      "use longer trajectories, or --null trajectory-shift",
      2,
    );
  }
  return Math.max(1, Math.min(Math.ceil(leastSeconds / dt), Math.floor(steps / 4)));
}

/** Trajectories are rolled as wholes. @throws UserError when there is one */
export function requireSeveral(trajectories: number): void {
  if (trajectories > 1) return;
  throw new UserError("one trajectory cannot be given the path of another", "use --null time-shift", 2);
}

/**
 * Shift of each trajectory in each shuffle: activity of step t goes to the place of step t + shift, around the end. Whole, from the least
 * to as far from the other end; 0 where there is nothing to shift.
 * @returns [trajectories, shuffles]
 */
export function timeShifts(
  engine: Engine,
  { seed, first, steps }: ShiftedRange,
  { shuffles, dt }: { readonly shuffles: number; readonly dt: number },
): Int32Array {
  const draws = { seed, stream: "time shift", first, items: steps.length, draws: shuffles };
  return inDraws(engine, draws, (uniform, i) => {
    const count = steps[Math.floor(i / shuffles)]!;
    if (count < 2) return 0;
    const least = leastShift(count, dt);
    return least + Math.floor(uniform * (count - 2 * least + 1));
  });
}

export interface ShiftedRange {
  readonly seed: number;
  /** Number of the first trajectory. */
  readonly first: number;
  /** Steps of each trajectory whose place is known: the others are cut out before. */
  readonly steps: readonly number[];
}

/** How many trajectories further the path of each shuffle lies, around the end: 1 … trajectories - 1. @returns [shuffles] */
export const trajectoryShifts = (
  engine: Engine,
  seed: number,
  trajectories: number,
  shuffles: number,
): Int32Array =>
  inDraws(
    engine,
    { seed, stream: "trajectory shift", items: 1, draws: shuffles },
    (uniform) => 1 + Math.floor(uniform * (trajectories - 1)),
  );

function inDraws(
  engine: Engine,
  draws: Parameters<typeof fillUniform>[1],
  whole: (uniform: number, i: number) => number,
): Int32Array {
  return engine.memory.scope(() => {
    const uniform = engine.memory.allocate("float64", [draws.items, draws.draws], "shifts");
    fillUniform(engine, draws, uniform);
    return Int32Array.from(uniform.view, whole);
  });
}
