/** A path as the rat itself is told of it, step by step: how far it goes ahead, and by which turn it looks elsewhere then. */
import type { EgoForm } from "./rebuilt-path.ts";

/** Of any number of steps, of one rat or of many. */
export interface StepMotion {
  readonly velocity: ArrayLike<number>; // [samples, 2] m/s
  readonly heading: ArrayLike<number>; // [samples] rad, direction of the step
  readonly headingAfter: ArrayLike<number>; // [samples] rad, direction of the step that follows
}

/**
 * Fills `into` with the speed of each step, and cosine and sine of the turn that follows it: the rat moves along its heading, then turns. The turn
 * is the net one of the step, whatever happened within it.
 * @param scale of the speed: 1 for m/s, the seconds of a step for metres per step
 * @param into [samples, 3]
 * @throws RangeError when `into` has another length
 */
export function egoVelocities(
  { velocity, heading, headingAfter }: StepMotion,
  order: EgoForm["order"],
  scale: number,
  into: Float32Array | Float64Array,
): void {
  const samples = heading.length;
  if (into.length !== 3 * samples) {
    throw new RangeError(`${into.length} numbers for ${samples} steps of three`);
  }
  const [cosine, sine] = order === "cosSin" ? [1, 2] : [2, 1];
  for (let i = 0; i < samples; i++) {
    const turn = headingAfter[i]! - heading[i]!;
    into[3 * i] = scale * Math.hypot(velocity[2 * i]!, velocity[2 * i + 1]!);
    into[3 * i + cosine] = Math.cos(turn);
    into[3 * i + sine] = Math.sin(turn);
  }
}
