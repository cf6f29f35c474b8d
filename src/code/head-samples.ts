/** Codes of head-direction cells at uniform headings. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { encodeHeadings, type HeadCode } from "./head-code.ts";
import type { FloorOptions } from "./place-floors.ts";

const samplesAtOnce = 5000;

/** Mean over uniform headings of what `sum` adds up of the code of a part of them. @param density as `encodeHeadings` has it */
export function meanOverHeadings(
  engine: Engine,
  code: HeadCode,
  { samples = 20_000, seed = 0 }: FloorOptions,
  sum: (activity: SharedArray<"float32">) => number,
  density = false,
): number {
  let total = 0;
  for (let first = 0; first < samples; first += samplesAtOnce) {
    const items = Math.min(samplesAtOnce, samples - first);
    total += engine.memory.scope(() => {
      const headings = engine.memory.allocate("float32", [items], "headings");
      const activity = engine.memory.allocate("float32", [items, code.cells], "head-direction code");
      fillUniform(engine, { seed, stream: "heading-floor", first, items, draws: 1 }, headings);
      headings.set(headings.view.map((draw) => (2 * draw - 1) * Math.PI));
      encodeHeadings(engine, code, headings, activity, 0, density);
      return sum(activity);
    });
  }
  return total / samples;
}
