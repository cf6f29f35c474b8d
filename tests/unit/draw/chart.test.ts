import { describe, expect, test } from "bun:test";
import { lineChart, type Series } from "../../../src/draw/chart.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, nameOf, noColour, truecolour } from "../../support/terminals.ts";

const steps = Array.from({ length: 400 }, (_, i) => 10 * (i + 1));
const loss = {
  label: "loss",
  positions: steps,
  values: steps.map((step) => 5.6 + 1.1 * Math.exp(-step / 500)),
};
const error = {
  label: "error, cm",
  positions: steps,
  values: steps.map((step) => 4.5 + 60 * Math.exp(-step / 300)),
};
const floor = { label: "floor, cm", positions: [10, 4000], values: [4.2, 4.2] };

const line = (values: number[], positions = values.map((_, i) => i)): Series => ({
  label: "a",
  positions,
  values,
});

test("a rising line, drawn to the column", () => {
  expect(lineChart([line([0, 1, 2, 3])], { ...ascii, columns: 14 }, { height: 4 })).toEqual([
    "   -- a",
    "3 +        .--",
    "2 +    .---'",
    "1 + .--'",
    "0 +-'",
    "  +-----------",
    "   step 0    3",
  ]);
});

test("marks tell curves apart where colours do not", () => {
  const lines = lineChart([line([2, 2]), line([1, 1])], { ...ascii, columns: 20 }, { height: 3 });
  expect(lines[0]).toBe("     -- a   ** a");
  expect(lines[1]).toBe("2.0 +---------------");
  expect(lines[3]).toBe("1.0 +***************");
});

test("colours tell curves apart, without marks", () => {
  const [legend, top] = lineChart([line([2, 2]), line([1, 1])], truecolour, { height: 3 });
  expect(legend).toContain("\x1b[38;2;86;180;233m── a\x1b[0m   \x1b[38;2;230;159;0m── a\x1b[0m");
  expect(top).toContain(`\x1b[38;2;86;180;233m${"─".repeat(75)}\x1b[0m`);
});

test("later curves begin where they begin", () => {
  const late = line([1, 1], [5, 10]);
  const lines = lineChart([line([3, 3], [0, 10]), late], { ...ascii, columns: 17 }, { height: 3 });
  expect(lines[3]).toBe("1 +       *******");
});

test("NaN leaves a gap", () => {
  const lines = lineChart([line([1, 1, Number.NaN, 1, 1])], { ...ascii, columns: 15 }, { height: 2 });
  expect(lines.find((text) => /-{3,} {3,}-{3,}/.test(text))).toBeDefined();
});

test("a lone point is seen", () => {
  const lines = lineChart([line([7])], ascii, { height: 3 });
  expect(lines[2]).toBe("7 +-");
});

test("a column is the mean of its points", () => {
  const values = Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? 0 : 10));
  const drawn = lineChart([line(values)], ascii, { height: 11, range: [0, 10] });
  expect(drawn[6]!.length).toBeGreaterThan(70);
  expect(drawn[1]).toBe("10 +");
});

test("the range is that of all curves, or the given one", () => {
  const labels = (options: object) =>
    lineChart([line([0, 10]), line([5, 20])], ascii, { height: 3, ...options })
      .slice(1, 4)
      .map((text) => text.slice(0, 4));
  expect(labels({})).toEqual(["20 +", "10 +", " 0 +"]);
  expect(labels({ range: [-5, 5] })).toEqual([" 5 +", " 0 +", "-5 +"]);
});

describe("a logarithmic axis", () => {
  test("keeps apart what shares a row on a linear one, and says what it is", () => {
    const curves = [line([110, 60, 30, 12, 6, 4.3, 4, 4]), line([3.1, 3.1], [0, 7])];
    const rowsOf = (logarithmic: boolean) =>
      lineChart(curves, { ...ascii, columns: 60 }, { height: 8, logarithmic }).slice(1, 9);
    const marked = (lines: readonly string[]) => lines.find((text) => text.includes("*"))!;
    // The floor is seen below the whole curve, or only where the curve is not.
    expect(marked(rowsOf(true)).replace(/[^*]/g, "").length).toBeGreaterThan(50);
    expect(marked(rowsOf(false)).replace(/[^*]/g, "").length).toBeLessThan(50);
    const [legend] = lineChart(curves, { ...ascii, columns: 60 }, { logarithmic: true });
    expect(legend).toEndWith(", log axis");
  });
  test("is a linear one where nothing falls by a factor of four", () => {
    const [legend, ...rows] = lineChart([line([2, 5])], ascii, { height: 4, logarithmic: true });
    expect(legend).toBe("    -- a".replace("    ", "   "));
    expect(rows[0]).toStartWith("5 +");
  });
  test("has decades at even distances", () => {
    const lines = lineChart(
      [line([1, 10, 100])],
      { ...ascii, columns: 14 },
      { height: 3, logarithmic: true },
    );
    expect(lines.slice(1, 4).map((text) => text.slice(0, 5))).toEqual(["100 +", " 10 +", "  1 +"]);
    expect(lines[1]).toEndWith(".---");
  });
  test("leaves a gap for what has no logarithm, and counts it", () => {
    const lines = lineChart(
      [line([1, 0, 1, -1])],
      { ...ascii, columns: 60 },
      { height: 2, logarithmic: true },
    );
    expect(lines[0]).toEndWith("-- a, 2 values of 0 or below left out");
    expect(lines.find((text) => / \+- {20,}-$/.test(text))).toBeDefined();
    expect(lineChart([line([0])], ascii, { logarithmic: true })).toEqual([
      "a: no values to draw, 1 value of 0 or below left out",
    ]);
  });
});

test("nothing to draw is said", () => {
  expect(lineChart([], ascii)).toEqual(["no values to draw"]);
  expect(lineChart([line([Number.NaN])], ascii)).toEqual(["a: no values to draw"]);
});

test("labels tell small differences apart", () => {
  const [, top] = lineChart([line([5.6001, 5.6005])], noColour, { height: 5 });
  expect(top).toStartWith("5.6005 ┤");
  const labelsOf = (values: number[]) =>
    lineChart([line(values)], ascii, { height: 3 })
      .slice(1, 4)
      .map((text) => text.split(" +")[0]);
  expect(labelsOf([0, 4e-5])).toEqual(["4e-5", "2e-5", "   0"]);
  expect(labelsOf([-2e6, 2e6])).toEqual([" 2e6", "   0", "-2e6"]);
});

test("positions and values must be as many", () => {
  expect(() => lineChart([line([1, 2], [1])], ascii)).toThrow("1 positions cannot have 2 values");
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("loss", () => {
    const lines = lineChart([loss], terminal);
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
  test("decode error and its floor, logarithmic", () => {
    const lines = lineChart([error, floor], terminal, { logarithmic: true, height: 9 });
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
  test("too little room breaks nothing", () => {
    for (const columns of [1, 5, 12, 20]) {
      expectDrawable(lineChart([loss, error], { ...terminal, columns }), { ...terminal, columns });
    }
  });
});
