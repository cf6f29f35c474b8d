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
 * Shift of each trajectory in each shuffle: activity of step t goes to the place of step t + shift, around the end. Whole, from `least`
 * to steps - least.
 * @returns [trajectories, shuffles]
 */
export function timeShifts(
  engine: Engine,
  { seed, first, trajectories, steps }: ShiftedRange,
  { shuffles, least }: { readonly shuffles: number; readonly least: number },
): Int32Array {
  const choices = steps - 2 * least + 1;
  return wholeDraws(
    engine,
    { seed, stream: "time shift", first, items: trajectories, draws: shuffles },
    choices,
  ).map((choice) => least + choice);
}

export interface ShiftedRange {
  readonly seed: number;
  /** Number of the first trajectory. */
  readonly first: number;
  readonly trajectories: number;
  readonly steps: number;
}

/** How many trajectories further the path of each shuffle lies, around the end: 1 … trajectories - 1. @returns [shuffles] */
export const trajectoryShifts = (
  engine: Engine,
  seed: number,
  trajectories: number,
  shuffles: number,
): Int32Array =>
  wholeDraws(engine, { seed, stream: "trajectory shift", items: 1, draws: shuffles }, trajectories - 1).map(
    (choice) => 1 + choice,
  );

function wholeDraws(engine: Engine, draws: Parameters<typeof fillUniform>[1], choices: number): Int32Array {
  return engine.memory.scope(() => {
    const uniform = engine.memory.allocate("float64", [draws.items, draws.draws], "shifts");
    fillUniform(engine, draws, uniform);
    return Int32Array.from(uniform.view, (u) => Math.floor(u * choices));
  });
}
