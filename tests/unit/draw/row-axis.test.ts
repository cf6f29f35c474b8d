import { describe, expect, test } from "bun:test";
import { positionAxis } from "../../../src/draw/position-axis.ts";
import { linearAxis, logarithmicAxis, type RowAxis } from "../../../src/draw/row-axis.ts";

const heights = Array.from({ length: 28 }, (_, i) => i + 3);
/** From 1e-6 to 1e6 wide, around 0 and far from it. */
const ranges = Array.from({ length: 400 }, (_, i): [number, number] => {
  const width = 10 ** (-6 + 12 * ((i * 0.618) % 1));
  const lowest = ((i * 7) % 23) * width * 0.37 - (i % 3) * width;
  return [lowest, lowest + width];
});

/** Rows that have a label, and what they say. */
const ticksOf = ({ labels }: RowAxis) =>
  labels.flatMap((label, row) => (label === "" ? [] : [{ row, value: Number(label) }]));

const differences = (numbers: readonly number[]) => numbers.slice(1).map((number, i) => number - numbers[i]!);

describe("a linear axis", () => {
  test("shows all that is needed, with ticks evenly apart in rows and in numbers, at every height", () => {
    for (const height of heights) {
      for (const needed of ranges) {
        const axis = linearAxis(needed, height)!;
        const size = (axis.range[1] - axis.range[0]) / (height - 1);
        expect(axis.range[0]).toBeLessThanOrEqual(needed[0] + 1e-5 * size);
        expect(axis.range[1]).toBeGreaterThanOrEqual(needed[1] - 1e-5 * size);
        const ticks = ticksOf(axis);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(new Set(differences(ticks.map(({ row }) => row))).size).toBe(1);
        const steps = differences(ticks.map(({ value }) => value));
        for (const step of steps) expect(step / steps[0]!).toBeCloseTo(1, 6);
        expect(Math.abs(steps[0]!).toExponential(0)).toMatch(/^[125]e/);
        // A label says what its row is.
        for (const { row, value } of ticks)
          expect((axis.range[1] - row * size - value) / size).toBeCloseTo(0, 5);
      }
    }
  });

  test("has no room for two ticks in two rows around 0", () => {
    expect(linearAxis([-0.1, 0.9], 2)).toBeUndefined();
  });

  test("wastes little", () => {
    for (const height of [8, 13]) {
      for (const needed of ranges) {
        const { range } = linearAxis(needed, height)!;
        expect((range[1] - range[0]) / (needed[1] - needed[0])).toBeLessThan(2.1);
      }
    }
  });

  test("has nothing round where doubles have not", () => {
    expect(linearAxis([1, 1 + 2 ** -50], 8)).toBeUndefined();
  });
});

test("a logarithmic axis has 1, 2 and 5 of each power, or powers, evenly apart in rows", () => {
  for (const height of heights) {
    for (const [lowest, width] of [
      [0.49, 1.55],
      [-2, 0.7],
      [3.3, 4],
      [-9, 40],
      [0, 120],
    ] as const) {
      const axis = logarithmicAxis([lowest, lowest + width], height)!;
      const size = (axis.range[1] - axis.range[0]) / (height - 1);
      const ticks = ticksOf(axis);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(new Set(differences(ticks.map(({ row }) => row))).size).toBe(1);
      for (const { row, value } of ticks) {
        expect(value.toExponential(0)).toMatch(/^[125]e/);
        expect(Math.abs(axis.range[1] - row * size - Math.log10(value)) / size).toBeLessThan(0.5);
      }
    }
  }
});

test("a logarithmic axis of few rows does not fill them with powers that nothing reaches", () => {
  const { labels } = logarithmicAxis([Math.log10(3.1), Math.log10(101)], 5)!;
  expect(labels).toEqual(["", "100", "", "", "1"]);
});

describe("positions", () => {
  test("ticks lie under their numbers, evenly, and labels never touch", () => {
    for (let width = 12; width <= 200; width++) {
      for (const domain of [
        [1, 20],
        [10, 4000],
        [0, 1],
        [0.5, 9.75],
        [1, 1300],
        [0, 1e7],
      ] as const) {
        const { ticks, labels } = positionAxis(domain, "step", width);
        expect(labels.length).toBe(width);
        for (const gap of differences(ticks))
          expect(Math.abs(gap - (ticks[1]! - ticks[0]!))).toBeLessThanOrEqual(1);
        if (width >= 60 && domain[1] > 1) expect(ticks.length).toBeGreaterThanOrEqual(4);
        const numbers = labels.replace("step", "").trim().split(/ +/).map(Number);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(new Set(numbers).size).toBe(numbers.length);
        if (ticks.length > 0) expect(numbers).toHaveLength(ticks.length);
      }
    }
  });

  test("between whole positions are whole ones", () => {
    expect(positionAxis([0, 3], "step", 60).labels.replace(/ +/g, " ").trim()).toBe("step 0 1 2 3");
    expect(positionAxis([7, 7], "step", 20).labels.trim()).toBe("step 7");
  });
});
