/** Which activity is put to which place when the two are shifted against each other. */
import { counted } from "../../counted.ts";
import type { Engine } from "../../engine/engine.ts";
import { fillUniform } from "../../engine/random.ts";
import { UserError } from "../../user-error.ts";

/** Seconds that activity is moved away from its place at least, where a trajectory is long enough. */
const leastSeconds = 20;

/**
 * Time steps that activity is moved at least within a trajectory: 20 s, or a quarter of a trajectory that lasts less than 80 s, or
 * nobody knows how long.
 * @param dt s; NaN where a file of activity does not say
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
  const wanted = Number.isNaN(dt) ? Number.POSITIVE_INFINITY : Math.ceil(leastSeconds / dt);
  return Math.max(1, Math.min(wanted, Math.floor(steps / 4)));
}

/**
 * Trajectories are rolled as wholes, each shuffle by another number of them: the same shift twice would count once more as chance.
 * @throws UserError when there is one, or too few for so many shuffles
 */
export function requireSeveral(trajectories: number, shuffles: number): void {
  if (trajectories < 2) {
    throw new UserError("one trajectory cannot be given the path of another", "use --null time-shift", 2);
  }
  const most = trajectories - 1;
  if (shuffles <= most) return;
  throw new UserError(
    `${trajectories} trajectories have ${showShifts(most, "trajectory")}, not ${shuffles}`,
    `use --shuffles ${most} at most, more trajectories, or --null time-shift`,
    2,
  );
}

/** @throws UserError when trajectories are so short and so few that there are not as many time shifts */
export function requireTimeShifts(
  { trajectories, steps }: { readonly trajectories: number; readonly steps: number },
  dt: number,
  shuffles: number,
): void {
  const each = shiftChoices(steps, leastShift(steps, dt));
  if (each ** trajectories >= shuffles) return;
  throw new UserError(
    `${counted(trajectories, "trajectory", "trajectories")} of ${steps} steps ${trajectories === 1 ? "has" : "have"} ${showShifts(each ** trajectories, "time")}, not ${shuffles}`,
    `use --shuffles ${each ** trajectories} at most, or longer trajectories`,
    2,
  );
}

const showShifts = (count: number, kind: string): string => counted(count, `${kind} shift`);

/** Shifts of one trajectory. */
const shiftChoices = (steps: number, least: number): number => steps - 2 * least + 1;

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
    return least + Math.floor(uniform * shiftChoices(count, least));
  });
}

export interface ShiftedRange {
  readonly seed: number;
  /** Number of the first trajectory. */
  readonly first: number;
  /** Steps of each trajectory whose place is known: the others are cut out before. */
  readonly steps: readonly number[];
}

/**
 * How many trajectories further the path of each shuffle lies, around the end: 1 … trajectories - 1, none twice; one that is drawn again
 * gives way to the next that is free.
 * @param shuffles at most trajectories - 1
 * @returns [shuffles]
 */
export function trajectoryShifts(
  engine: Engine,
  seed: number,
  trajectories: number,
  shuffles: number,
): Int32Array {
  const most = trajectories - 1;
  const taken = new Set<number>();
  const draws = { seed, stream: "trajectory shift", items: 1, draws: shuffles };
  return inDraws(engine, draws, (uniform) => {
    let shift = 1 + Math.floor(uniform * most);
    while (taken.has(shift)) shift = (shift % most) + 1;
    taken.add(shift);
    return shift;
  });
}

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
