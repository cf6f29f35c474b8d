/** The numbers that say how a rat moves, and their ranges. No step is computed here. */
import { UserError } from "../user-error.ts";
import { type Arena, checkArena } from "./arena.ts";

/**
 * `faithful`: the published rule looks at the current position only, so 0.6 % of the samples lie outside the box.
 * `inside`: a step that would leave the box is taken along the wall instead; the rat never leaves.
 */
export type WallRule = "faithful" | "inside";

/** How the rat moves. Defaults and meaning: Sorscher et al. 2019, with the steering parameters of its successors. */
export interface Motion {
  /** Time step in s. */
  readonly dt: number;
  /** Standard deviation of the rotational velocity in rad/s. */
  readonly turnSigma: number;
  /** Multiplies turnSigma. */
  readonly turnSigmaScale: number;
  /** Scale of the Rayleigh-distributed forward speed in m/s. */
  readonly speedRayleigh: number;
  /** Multiplies every speed. */
  readonly speedScale: number;
  /** Cap of the speed in m/s, applied before the slowdown at walls; null: none. */
  readonly speedMax: number | null;
  /** Weight of the previous speed in an exponential moving average, 0 (none) to 0.999. */
  readonly velocitySmoothing: number;
  /** Distance from the wall in m at which the rat, when it faces the wall, slows down and turns. */
  readonly borderRegion: number;
  /** Speed multiplier there. */
  readonly wallSlowdown: number;
  /** Multiplies the turn that would make the rat walk parallel to the wall. */
  readonly wallTurnScale: number;
  readonly wallRule: WallRule;
}

export const defaultMotion: Motion = {
  dt: 0.02,
  turnSigma: 5.76 * 2,
  turnSigmaScale: 1,
  speedRayleigh: 0.13 * 2 * Math.PI,
  speedScale: 1,
  speedMax: null,
  velocitySmoothing: 0,
  borderRegion: 0.03,
  wallSlowdown: 0.25,
  wallTurnScale: 1,
  wallRule: "inside",
};

const positive = ["dt"] as const;
const notNegative = [
  "turnSigma",
  "turnSigmaScale",
  "speedRayleigh",
  "speedScale",
  "borderRegion",
  "wallSlowdown",
] as const;

/** @throws UserError naming the first parameter out of its range, and when the box has no room beside its wall zone */
export function checkMotion(arena: Arena, motion: Motion): void {
  checkArena(arena);
  for (const name of positive) require(motion[name] > 0, name, motion[name], "a positive number");
  for (const name of notNegative)
    require(motion[name] >= 0, name, motion[name], "a number that is not negative");
  require(Number.isFinite(motion.wallTurnScale), "wallTurnScale", motion.wallTurnScale, "a finite number");
  const { speedMax, velocitySmoothing } = motion;
  require(speedMax === null || speedMax >= 0, "speedMax", speedMax, "null or a number that is not negative");
  const smoothes = velocitySmoothing >= 0 && velocitySmoothing <= 0.999;
  require(smoothes, "velocitySmoothing", velocitySmoothing, "a number from 0 to 0.999");
  if (!arena.periodic && Math.min(arena.width, arena.height) <= 2 * motion.borderRegion) {
    throw new UserError(
      `a box of ${arena.width} x ${arena.height} m is nothing but wall zone (borderRegion ${motion.borderRegion} m)`,
      "use a larger box or a smaller borderRegion",
      2,
    );
  }
}

function require(holds: boolean, name: string, value: unknown, allowed: string): void {
  if (!holds || value === Number.POSITIVE_INFINITY) {
    throw new UserError(`${name} is ${value}`, `use ${allowed}`, 2);
  }
}
