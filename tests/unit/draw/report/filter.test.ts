import { describe, expect, test } from "bun:test";
import { compileFilter, FilterError } from "../../../../src/draw/report/page/filter.ts";

const measures = [
  { key: "unit", values: Float64Array.of(0, 1, 2, 3) },
  { key: "grid60", values: Float64Array.of(-0.5, 0.4, 0.9, Number.NaN) },
  { key: "border", values: Float64Array.of(0.1, 0.2, 0.6, 0.1) },
];
const passing = (text: string): number[] => [0, 1, 2, 3].filter(compileFilter(text, measures));

function refusal(text: string): string {
  try {
    compileFilter(text, measures);
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
    ["grid > 1", "there is no grid; names: unit, grid60, border"],
    ["grid60 >", "a number or a name is missing at the end"],
    ["grid60", "a comparison such as > 0.5 is missing at the end"],
    ["grid60 > and unit", "there is no and; names: unit, grid60, border"],
    ["(grid60 > 1", "a ) is missing at the end"],
    ["grid60 > 1 unit", "and, or, or the end is expected before unit"],
    ["grid60 > 1)", "and, or, or the end is expected before )"],
    ["> 1", "a number or a name is missing before >"],
    ["grid60 # 1", "# means nothing here"],
  ])("%j is refused: %s", (text, said) => {
    expect(refusal(text)).toBe(said);
  });
});
