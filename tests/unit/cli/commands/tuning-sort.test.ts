import { expect, test } from "bun:test";
import { mostTuned } from "../../../../src/cli/commands/tuning/tuning-sort.ts";

const { NaN: none } = Number;

test("signed units come after those with a vector length, by correlation, whatever their scale, and silent ones last", () => {
  const vectorLength = Float64Array.of(none, none, 0.2, none, 0.6, none);
  const correlation = Float64Array.of(0.05, none, 0.1, 0.9, 0.3, 0.7);
  // The first is of large numbers that hardly know of headings.
  const amplitude = Float64Array.of(30, none, 0.1, 0.8, 0.2, 0.01);
  const heading = { vectorLength, correlation, amplitude };
  expect(mostTuned({ heading, units: 6 }, 6)).toEqual([4, 2, 3, 5, 0, 1]);
  expect(mostTuned({ heading, units: 6 }, 2)).toEqual([4, 2]);
});
