import { expect, test } from "bun:test";
import { checkFilter, chooseUnits } from "../../../src/session/unit-choice.ts";
import { type UnitColumn, type UnitNumbers, unitColumnNames } from "../../../src/session/unit-columns.ts";

const nothing = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
const numbers: UnitNumbers = {
  ...(Object.fromEntries(unitColumnNames.map((name) => [name, nothing])) as Record<UnitColumn, number[]>),
  grid60: [0.5, 1.2, Number.NaN, 0.9],
  spacing: [0.8, 0.4, 0.3, 0.6],
  mean: [0.1, 0.2, 0, 0.3],
};
const chosen = (...words: string[]) => chooseUnits(numbers, words.join(" "));

test("by falling hexagonal score; a unit without one comes last", () => {
  expect(chosen()).toEqual([1, 3, 0, 2]);
});

test("filters leave out what they do not hold for, and what has no number", () => {
  expect(chosen("grid60>0.5")).toEqual([1, 3]);
  expect(chosen("grid60>=0.5", "mean<0.3")).toEqual([1, 0]);
  expect(chosen("grid60<=0.5")).toEqual([0]);
  expect(chosen("mean=0")).toEqual([2]);
});

test("sorted by any column, either way", () => {
  expect(chosen("sort=spacing")).toEqual([0, 3, 1, 2]);
  expect(chosen("sort=-spacing")).toEqual([2, 1, 3, 0]);
  expect(chosen("sort=-grid60")).toEqual([0, 3, 1, 2]);
});

test("columns are found by what they were called before, too", () => {
  expect(chosen("scale>0.5", "rate<0.3")).toEqual(chosen("spacing>0.5", "mean<0.3"));
  expect(chosen("scale>0.5", "rate<0.3")).toEqual([0]);
});

test("what the filter of a report says, a line of units says too", () => {
  expect(chosen("0.3", "<", "spacing", "<=", "0.6", "and", "not", "mean", "=", "0.3")).toEqual([1]);
  expect(chosen("unit=0", "or", "unit=3", "sort=unit")).toEqual([3, 0]);
});

test.each([
  ["grid6>1", "there is no grid6; did you mean grid60? names: unit, grid60, "],
  ["grid60>", "a number or a name is missing at the end"],
  ["grid60>high", "there is no high"],
  ["sort=size", "there is no size"],
  ["best", "there is no best; names: unit, grid60, "],
])("%s is refused", (text, cause) => {
  expect(() => checkFilter(text)).toThrow(cause);
});
