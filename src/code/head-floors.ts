/** What the best possible network could reach with head-direction cells: the floors under heading error and loss. */
import type { Engine } from "../engine/engine.ts";
import { fillUniform } from "../engine/random.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { encodeHeadings, type HeadCode } from "./head-code.ts";
import type { FloorOptions } from "./place-floors.ts";

/** Mean angle in rad between two headings that know nothing of each other. */
export const chanceAngle = Math.PI / 2;

const samplesAtOnce = 5000;

/** Mean angle in rad between uniform headings and the mean of the likeliest cell of their true code. */
export function headingFloor(engine: Engine, code: HeadCode, options: FloorOptions = {}): number {
  return meanOverHeadings(engine, code, options, (headings, activity) => {
    const errors = engine.memory.zeros("float64", headings.length, "heading errors");
    const [truth, into] = [headings.pointer, errors.pointer];
    const { cells, means } = code;
    const rows = headings.length;
    engine.kernels.addHeadingErrors(activity.pointer, rows, means.pointer, cells, cells, truth, into);
    return errors.view.reduce((sum, error) => sum + error, 0);
  });
}

/** Mean over uniform headings of what `sum` adds up for a part of them. @param density as `encodeHeadings` has it */
export function meanOverHeadings(
  engine: Engine,
  code: HeadCode,
  { samples = 20_000, seed = 0 }: FloorOptions,
  sum: (headings: SharedArray<"float32">, activity: SharedArray<"float32">) => number,
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
      return sum(headings, activity);
    });
  }
  return total / samples;
}
