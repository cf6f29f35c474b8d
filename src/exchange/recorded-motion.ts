/** Velocities, headings and speeds that follow from recorded positions. NaN is what is not known. */
import type { Arena } from "../world/arena.ts";

/**
 * m/s of each step [trials, T, 2]: differences of positions, the short way around a periodic box; the first step of a trial
 * has that of the second, and so has the first one after a gap. NaN where no neighbour is known.
 */
export function velocities(
  positions: Float64Array,
  steps: number,
  dt: number,
  { width, height, periodic }: Arena,
): Float64Array {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const step = Math.floor(i / 2) % steps;
    const begins = step === 0 || (Number.isNaN(positions[i - 2]!) && step + 1 < steps);
    const at = begins ? i + 2 : i;
    const way = Number.isNaN(positions[i]!) ? Number.NaN : positions[at]! - positions[at - 2]!;
    const side = i % 2 === 0 ? width : height;
    result[i] = (periodic ? way - side * Math.round(way / side) : way) / dt;
  }
  return result;
}

/** rad in [-pi, pi). */
export const oneTurn = (angle: number): number => {
  const turned = angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
  return turned >= Math.PI ? -Math.PI : turned;
};

/**
 * rad in [-pi, pi), direction of each velocity [trials, T, 2]. Whoever stands still looks where it went last, at the beginning of a trial
 * where it will go first; undefined when one stands still for a whole trial, since a made-up heading would be a tuning made up. NaN where
 * the velocity is not known.
 */
export function headings(velocity: Float64Array, steps: number): Float64Array | undefined {
  const result = new Float64Array(velocity.length / 2);
  const isKnown = (i: number) => !Number.isNaN(velocity[2 * i]!);
  const moves = (i: number) => isKnown(i) && (velocity[2 * i] !== 0 || velocity[2 * i + 1] !== 0);
  for (let first = 0; first < result.length; first += steps) {
    let last = first;
    let known = false;
    while (last < first + steps && !moves(last)) known = isKnown(last++) || known;
    if (last === first + steps && known) return undefined;
    for (let i = first; i < first + steps; i++) {
      if (moves(i)) last = i;
      result[i] = isKnown(i) ? oneTurn(Math.atan2(velocity[2 * last + 1]!, velocity[2 * last]!)) : Number.NaN;
    }
  }
  return result;
}

/** m/s, of each velocity [..., 2]. */
export const speedsOf = (velocity: Float64Array): Float64Array =>
  Float64Array.from({ length: velocity.length / 2 }, (_, i) =>
    Math.hypot(velocity[2 * i]!, velocity[2 * i + 1]!),
  );

/** m/s: 1 % of the samples of known speed are faster; NaN when none is known. */
export function fastSpeed(velocity: Float64Array): number {
  const speeds = speedsOf(velocity)
    .filter((speed) => !Number.isNaN(speed))
    .sort();
  return speeds[Math.floor(0.99 * (speeds.length - 1))] ?? Number.NaN;
}

/** Samples up to the last one whose position is known, before any filter: what comes after it fills the last trial. */
export function recordedSamples(position: Float64Array): number {
  let samples = position.length / 2;
  while (samples > 0 && Number.isNaN(position[2 * samples - 2]!)) samples--;
  return samples;
}
