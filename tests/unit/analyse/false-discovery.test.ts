import { describe, expect, test } from "bun:test";
import { adjustedPValues, discoveries } from "../../../src/analyse/false-discovery.ts";
import { pValue, pValues } from "../../../src/analyse/p-values.ts";

describe("the p value of a score", () => {
  test("counts the score itself, and what equals it", () => {
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(pValue(10, nine)).toBe(0.1);
    expect(pValue(9, nine)).toBe(0.2);
    expect(pValue(0, nine)).toBe(1);
  });

  test("leaves out members without a score, and is nothing for a unit without one", () => {
    expect(pValue(2, [1, Number.NaN, 3])).toBe(2 / 3);
    expect(pValue(Number.NaN, [1, 3])).toBeNaN();
    expect(pValue(2, [Number.NaN])).toBeNaN();
    expect(pValue(2, [])).toBeNaN();
  });

  test("of many scores is that of each", () => {
    const members = [0.3, Number.NaN, -0.1, 0.3, 0.7, 0];
    const scores = [0.3, -1, 2, Number.NaN, 0.7, 0.31];
    const each = scores.map((score) => pValue(score, members));
    expect([...pValues(scores, members)]).toEqual(each);
    expect([...pValues([1], [Number.NaN])]).toEqual([Number.NaN]);
  });
});

describe("Benjamini and Hochberg", () => {
  // scipy.stats.false_discovery_control([0.005, 0.009, 0.019, 0.022, 0.051, 0.101, 0.361, 0.387])
  const p = [0.005, 0.009, 0.019, 0.022, 0.051, 0.101, 0.361, 0.387];
  const wanted = [0.036, 0.036, 0.044, 0.044, 0.0816, 0.101 * (8 / 6), 0.387, 0.387];

  test("adjusts as SciPy does, in any order", () => {
    for (const [i, value] of adjustedPValues(p).entries()) expect(value).toBeCloseTo(wanted[i]!, 15);
    const reversed = adjustedPValues([...p].reverse());
    for (const [i, value] of reversed.entries()) expect(value).toBeCloseTo(wanted[7 - i]!, 15);
  });

  test("finds the tests below the line p = q k / m", () => {
    expect(discoveries(adjustedPValues(p))).toBe(4);
    expect(discoveries(adjustedPValues(p), 0.04)).toBe(2);
    expect(discoveries(adjustedPValues(p), 0.01)).toBe(0);
  });

  test("tests of units without a p are none", () => {
    expect([...adjustedPValues([Number.NaN, 0.04, Number.NaN])]).toEqual([Number.NaN, 0.04, Number.NaN]);
    expect(adjustedPValues([0.9, 0.8])).toEqual(new Float64Array([0.9, 0.9]));
    expect(adjustedPValues([])).toHaveLength(0);
  });
});
