import { describe, expect, test } from "bun:test";
import { resample } from "../../../src/draw/resample.ts";
import { sparkline } from "../../../src/draw/sparkline.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, noColour } from "../../support/terminals.ts";

const nan = Number.NaN;
const resampled = (positions: number[], values: number[], domain: [number, number], count: number) => [
  ...resample(positions, values, domain, count),
];

describe("resampling", () => {
  test("means of many points", () => {
    expect(resampled([0, 1, 9, 10], [1, 3, 5, 7], [0, 10], 2)).toEqual([2, 6]);
  });
  test("straight lines between few points", () => {
    expect(resampled([0, 10], [1, 3], [0, 10], 5)).toEqual([1, 1.5, 2, 2.5, 3]);
  });
  test("nothing outside the points", () => {
    expect(resampled([4, 6], [1, 3], [0, 10], 6)).toEqual([nan, nan, 1, 3, nan, nan]);
  });
  test("NaN is not bridged, unless there are numbers beside it", () => {
    expect(resampled([0, 1, 2, 3, 4], [1, nan, 1, 1, 1], [0, 4], 5)).toEqual([1, nan, 1, 1, 1]);
    expect(resampled([0, 4, 8], [1, nan, 1], [0, 8], 5)).toEqual([1, nan, nan, nan, 1]);
    expect(resampled([0, 1, 10], [1, nan, 5], [0, 10], 2)).toEqual([1, 5]);
  });
  test("the order of the points does not matter", () => {
    expect(resampled([10, 0, 9, 1], [7, 1, 5, 3], [0, 10], 2)).toEqual([2, 6]);
  });
  test("a domain of one position", () => {
    expect(resampled([5, 5], [1, 3], [5, 5], 3)).toEqual([2, nan, nan]);
  });
  test("points outside the domain throw", () => {
    expect(() => resample([11], [1], [0, 10], 2)).toThrow("position 11 lies outside 0..10");
  });
});

describe("sparkline", () => {
  test("between minimum and maximum", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, noColour)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, ascii)).toBe("_.-=+*#@");
  });
  test("at most so wide, at most one character a value", () => {
    expect(sparkline([0, 0, 7, 7], 2, noColour)).toBe("▁█");
    expect(sparkline([0, 7], 20, noColour)).toBe("▁█");
    expect(sparkline([0, 7, 0], 20, { ...noColour, columns: 1 })).toHaveLength(1);
  });
  test("NaN is a space", () => expect(sparkline([0, nan, 7], 3, noColour)).toBe("▁ █"));
  test("a constant lies at the bottom", () => expect(sparkline([3, 3], 5, noColour)).toBe("▁▁"));
  test("empty without values", () => expect(sparkline([nan], 5, noColour)).toBe(""));
  test("fits everywhere", () => {
    const values = Array.from({ length: 500 }, (_, i) => Math.sin(i / 20));
    for (const terminal of everyTerminal) expectDrawable([sparkline(values, 200, terminal)], terminal);
  });
});
