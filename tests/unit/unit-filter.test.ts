import { describe, expect, test } from "bun:test";
import { FilterError, readFilter, sortedUnits } from "../../src/unit-filter.ts";

const measures = [
  { key: "unit", values: Float64Array.of(0, 1, 2, 3) },
  { key: "grid60", values: Float64Array.of(-0.5, 0.4, 0.9, Number.NaN) },
  { key: "border", values: Float64Array.of(0.1, 0.2, 0.6, 0.1) },
];
const passing = (text: string): number[] => [0, 1, 2, 3].filter(readFilter(text, measures).passes);

function refusal(text: string): string {
  try {
    readFilter(text, measures);
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe("a filter", () => {
  test.each<[string, number[]]>([
    ["", [0, 1, 2, 3]],
    ["  ", [0, 1, 2, 3]],
    ["grid60>0.4", [2]],
    ["grid60 >= 0.4", [1, 2]],
    ["GRID60 ≥ .4", [1, 2]],
    ["0.4 <= grid60", [1, 2]],
    ["grid60 > -5e-1", [1, 2]],
    ["-1 < grid60 < 0.5", [0, 1]],
    ["grid60 > border", [1, 2]],
    ["grid60 > 0 and border < 0.5", [1]],
    ["grid60 > 0, border < 0.5", [1]],
    ["grid60>0 border<0.5", [1]],
    ["unit = 0 or grid60>0 border>0.5", [0, 2]],
    ["not grid60>0 (unit = 3)", [3]],
    ["sort=-border grid60>0", [1, 2]],
    ["grid60 > 0 && border < 0.5", [1]],
    ["unit = 0 or unit == 2", [0, 2]],
    ["unit = 0 or grid60 > 0 and border > 0.5", [0, 2]],
    ["(unit = 0 or grid60 > 0) and border < 0.5", [0, 1]],
    ["not grid60 > 0", [0, 3]],
    ["!(unit = 0 || unit = 1)", [2, 3]],
    ["unit != 2", [0, 1, 3]],
  ])("%j passes units %j", (text, units) => {
    expect(passing(text)).toEqual(units);
  });

  test("a number that a unit does not have passes no comparison", () => {
    for (const sign of ["<", "<=", ">", ">=", "=", "!="])
      expect(passing(`grid60 ${sign} 0`)).not.toContain(3);
  });

  test.each([
    ["grid > 1", "there is no grid; did you mean grid60? names: unit, grid60, border"],
    ["grid60 >", "a number or a name is missing at the end"],
    ["grid60", "a comparison such as > 0.5 is missing at the end"],
    ["grid60 > and unit", "there is no and; names: unit, grid60, border"],
    ["(grid60 > 1", "a ) is missing at the end"],
    ["grid60 > 1 unit", "a comparison such as > 0.5 is missing at the end"],
    ["grid60 > 1)", "and, or, or the end is expected before )"],
    ["> 1", "a number or a name is missing before >"],
    ["grid60 # 1", "# means nothing here"],
  ])("%j is refused: %s", (text, said) => {
    expect(refusal(text)).toBe(said);
  });
});

test.each([
  ["grid60>0", undefined],
  ["sort=border", { key: "border", rising: false }],
  ["sort=-border", { key: "border", rising: true }],
  ["grid60>0, sort = Border", { key: "border", rising: false }],
  ["sort=rate and grid60>0", { key: "mean", rising: false }],
])("%j says the order %j", (text, order) => {
  const columns = [...measures, { key: "mean", values: [0, 0, 0, 0] }];
  expect(readFilter(text, columns).order).toEqual(order);
});

test("an order by nothing that there is is refused", () => {
  expect(() => readFilter("sort=size", measures)).toThrow("there is no size; names: unit, grid60, border");
});

test("sorted either way, units without a number come last, and equals by number", () => {
  const values = Float64Array.of(0.5, Number.NaN, 2, 0.5, -1);
  expect(sortedUnits(values, false)).toEqual([2, 0, 3, 4, 1]);
  expect(sortedUnits(values, true)).toEqual([4, 0, 3, 2, 1]);
});
