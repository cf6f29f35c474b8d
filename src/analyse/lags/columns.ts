import type { Engine } from "../../engine/engine.ts";
import type { Portion } from "../../tasks/activity-source.ts";

/**
 * Calls `body` with the address of [samples, wanted] float32: the activities of some units, ascending; of all of them without a copy.
 * It is gone after the call.
 */
export function withColumns(
  engine: Engine,
  { activities, samples }: Pick<Portion, "activities" | "samples">,
  units: number,
  wanted: readonly number[],
  body: (activities: number) => void,
): void {
  if (wanted.length === units) {
    body(activities);
    return;
  }
  engine.memory.scope(() => {
    const copy = engine.memory.allocate("float32", [samples, wanted.length], "activities of some units");
    const [from, to] = [engine.memory.floats(activities, samples * units), copy.view];
    const [first, last] = [wanted[0]!, wanted.at(-1)!];
    const neighbours = last - first + 1 === wanted.length;
    for (let sample = 0; sample < samples; sample++) {
      const row = sample * units;
      const at = sample * wanted.length;
      if (neighbours) to.set(from.subarray(row + first, row + last + 1), at);
      else for (let i = 0; i < wanted.length; i++) to[at + i] = from[row + wanted[i]!]!;
    }
    body(copy.pointer);
  });
}
