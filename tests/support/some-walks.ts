import type { Arena } from "../../src/world/arena.ts";
import type { SomeActivity } from "./array-source.ts";
import { randomSource } from "./random-numbers.ts";

const [trajectories, steps, units] = [30, 12, 5];
const arena = { width: 1, height: 1, periodic: false };
/**
 * Walks of 30 rats of 12 steps in a box of 1 m, some of them through the wall, with a gap, a sample that is known and none of whose neighbours is, and one silent unit; the fourth is
 * signed.
 */
export function someWalks(): SomeActivity & { readonly arena: Arena } {
  const random = randomSource(3);
  const between = (low: number, high: number) => Math.fround(low + (high - low) * random());
  const position = new Float32Array(steps * trajectories * 2);
  for (let b = 0; b < trajectories; b++) {
    for (let t = 0; t < steps; t++) {
      for (let axis = 0; axis < 2; axis++) {
        const at = (t * trajectories + b) * 2 + axis;
        position[at] = t === 0 ? between(-0.5, 0.5) : position[at - 2 * trajectories]! + between(-0.1, 0.1);
      }
    }
  }
  for (const [t, b] of [[4, 2] as const, [5, 2] as const, [0, 7] as const, [2, 7] as const]) {
    position.fill(Number.NaN, 2 * (t * trajectories + b), 2 * (t * trajectories + b) + 2);
  }
  const activity = Float32Array.from({ length: steps * trajectories * units }, (_, i) =>
    i % units === 4 ? 0 : between(i % units === 3 ? -1 : 0, 1),
  );
  return { trajectories, steps, units, position, activity, arena };
}
