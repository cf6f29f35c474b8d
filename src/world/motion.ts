/** How the rat moves. Its parameters are settings of the open field; their ranges stand there. */
import { UserError } from "../user-error.ts";
import { type Arena, checkArena } from "./arena.ts";
import { type OpenField, openFieldSettings } from "./open-field.ts";

/** Speeds in m/s, turns in rad/s, lengths in m, `dt` in s; what each means stands in open-field.ts. */
export type Motion = Omit<OpenField, "kind" | "boxWidth" | "boxHeight" | "periodic" | "shape">;

export const motionOf = ({
  kind: _,
  boxWidth: _w,
  boxHeight: _h,
  periodic: _p,
  shape: _s,
  ...motion
}: OpenField): Motion => motion;

export const defaultMotion: Motion = motionOf(openFieldSettings.parse({}));

/** @throws UserError naming the first parameter out of its range, and when the box has no room beside its wall zone */
export function checkMotion(arena: Arena, motion: Motion): void {
  checkArena(arena);
  const { width: boxWidth, height: boxHeight, periodic } = arena;
  const shape = arena.round ? "circle" : "rectangle";
  const world = { boxWidth, boxHeight, periodic, shape, ...motion };
  const issue = openFieldSettings.safeParse(world).error?.issues[0];
  if (!issue) return;
  const name = issue.path.join(".");
  throw new UserError(`${name} is ${world[name as keyof typeof world]}`, `use ${issue.message}`, 2);
}

/** s, one step of the simulation. */
export const simulationDt = ({ dt, simulationDt }: Motion): number => simulationDt ?? dt;

/** m/s: 1 % of the stored steps are faster, or none where there is a cap. Of several draws in a step the mean is taken as normal. */
export function fastSpeed(motion: Motion): number {
  const scale = motion.speedRayleigh * motion.speedScale;
  const draws = simulatedPerStored(motion);
  const fast =
    draws === 1
      ? scale * Math.sqrt(2 * Math.log(100))
      : scale * (Math.sqrt(Math.PI / 2) + 2.326 * Math.sqrt((2 - Math.PI / 2) / draws));
  return Math.min(fast, motion.speedMax ?? fast);
}

/** How many simulated steps a stored one takes, not always a whole number. */
export const simulatedPerStored = (motion: Motion): number => motion.dt / simulationDt(motion);
