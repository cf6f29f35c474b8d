import { describe, expect, test } from "bun:test";
import { bestLags, candidateRows } from "../../../../src/analyse/lags/best-lag.ts";

const none = Number.NaN;

describe("the best lag", () => {
  test("of equal ones is the most negative", () => {
    const { row, value } = bestLags([0, 1, 1, 0, 0], 1, "included");
    expect([row[0], value[0]]).toEqual([1, 1]);
  });

  test("is none where no lag has a score", () => {
    const { row, value, beyond } = bestLags([1, none, 2, none, 1, none], 2, "included");
    expect([...row]).toEqual([1, -1]);
    expect([...value]).toEqual([2, none]);
    expect([...beyond]).toEqual([0, 0]);
  });

  test("is never one of the outermost, unless they are included", () => {
    const values = [0.1, 0.2, 0.3, 0.9];
    expect(bestLags(values, 1, "included").row[0]).toBe(3);
    expect(bestLags(values, 1, "excluded").row[0]).toBe(2);
    expect(bestLags(values, 1, "excluded").beyond[0]).toBe(1);
    expect(bestLags([0.1, 0.9, 0.3, 0.2], 1, "excluded").beyond[0]).toBe(0);
  });

  test("may be negative or infinite", () => {
    expect(bestLags([-3, -2, -1, -2, -3], 1, "excluded").row[0]).toBe(2);
    expect(bestLags([0, Number.NEGATIVE_INFINITY, 0], 1, "excluded").row[0]).toBe(1);
  });
});

test("the outermost lags are those that have scores", () => {
  const values = [none, none, 1, none, 2, 2, none, 1, none, none];
  expect(candidateRows(values, 2, "included")).toEqual([[1, 2, 3], []]);
  expect(candidateRows(values, 2, "excluded")).toEqual([[2], [1, 3]]);
});

test("without a score there is no candidate", () => {
  expect(candidateRows([none, none], 1, "excluded")).toEqual([[], []]);
  expect(candidateRows([none, 1], 1, "excluded")).toEqual([[], [1]]);
});
