import { describe, expect, test } from "bun:test";
import { pathPlot } from "../../../src/draw/path-plot.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, nameOf, noColour, truecolour } from "../../support/terminals.ts";

const square = { width: 2, height: 2 };
const narrow = { ...ascii, columns: 12 };

test("up is up, right is right, and the frame is the box", () => {
  const paths = [[-1, -1, 1, 1]];
  expect(pathPlot([{ label: "a", paths }], square, narrow)).toEqual([
    "** a",
    "+-------+",
    "|      *|",
    "|    ** |",
    "|  **   |",
    "|**     |",
    "+-------+",
    " || 0.5 m",
  ]);
});

test("a corner is a corner at every resolution", () => {
  for (const terminal of [noColour, ascii]) {
    const corner = (x: number, y: number) => pathPlot([{ label: "", paths: [[x, y]] }], square, terminal);
    const lines = [corner(-1, 1), corner(1, -1)].map((drawn) => drawn.slice(2, -2));
    expect(lines[0]![0]![1]).toBe(terminal.unicode ? "⠁" : "*");
    expect(lines[1]!.at(-1)!.at(-2)).toBe(terminal.unicode ? "⢀" : "*");
  }
});

test("later paths lie on top; marks tell them apart without colours", () => {
  const paths = [[-1, 0, 1, 0]];
  const drawn = pathPlot(
    [
      { label: "true", paths },
      { label: "decoded", paths },
    ],
    square,
    noColour,
  );
  expect(drawn[0]).toBe("⠤⠤ true   oo decoded");
  expect(drawn.filter((line) => line.includes("oooooooo"))).toHaveLength(1);
  expect(drawn.join("")).not.toContain("⠒");
});

test("colours tell them apart, in braille both", () => {
  const series = ["a", "b"].map((label, i) => ({ label, paths: [[-1, i / 2, 1, i / 2]] }));
  const text = pathPlot(series, square, truecolour).join("\n");
  for (const colour of ["86;180;233", "230;159;0"])
    expect(text).toMatch(new RegExp(`38;2;${colour}m[⠀-⣿]{48}`));
});

test("places are dots, not lines", () => {
  const paths = [[-1, 1, 1, 1]];
  const top = (scattered: boolean) => pathPlot([{ label: "", paths, scattered }], square, narrow)[2];
  expect(top(false)).toBe("|*******|");
  expect(top(true)).toBe("|*     *|");
});

test("a path that leaves a periodic box is not drawn through its middle", () => {
  const series = [{ label: "", paths: [[0.9, 1, -0.9, 1]] }];
  expect(pathPlot(series, { ...square, periodic: true }, narrow)[2]).toBe("|*     *|");
  expect(pathPlot(series, square, narrow)[2]).toBe("|*******|");
});

test("what lies outside is counted", () => {
  const series = [{ label: "", paths: [[0, 0, 1.2, 0, 0, -7]] }];
  expect(pathPlot(series, square, ascii).at(-1)).toBe("2 points outside the box are not drawn");
});

test("a disc has its wall in the frame, behind the paths, and what is beyond it is counted", () => {
  const disc = { width: 2, height: 2, round: true };
  const paths = [
    [-0.5, 0, 0.5, 0],
    [0.9, 0.9],
  ];
  const plot = (columns: number) =>
    pathPlot([{ label: "a", paths, scattered: true }], disc, { ...ascii, columns });
  expect(plot(26)).toEqual([
    "** a",
    "+---------------+",
    "|    ........ * |",
    "| ...       ... |",
    "|..           ..|",
    "|.             .|",
    "|.   *      *  .|",
    "|..           ..|",
    "| ...       ... |",
    "|   .........   |",
    "+---------------+",
    " |--| 0.5 m",
    "1 point is outside the box",
  ]);
  expect(plot(80).at(-2)).toEndWith("round box, 2 m across");
  expect(pathPlot([], { ...disc, height: 1 }, ascii).at(-1)).toEndWith("round box, 2 x 1 m");
  expect(pathPlot([], { ...disc, round: false }, ascii)[3]).toMatch(/^\| *\|$/);
});

test("true to scale: a box twice as wide is half as high", () => {
  const rows = (width: number, height: number) =>
    pathPlot([{ label: "", paths: [] }], { width, height }, ascii).length;
  expect(rows(2, 2) - rows(4, 2)).toBe(12);
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("a spiral, true and decoded", () => {
    const spiral = (size: number) =>
      Array.from({ length: 100 }, (_, i) => [
        ((size * i) / 100) * Math.cos(i / 8),
        ((size * i) / 100) * Math.sin(i / 8),
      ]).flat();
    const series = [
      { label: "true", paths: [spiral(1.05)] },
      { label: "decoded", paths: [spiral(0.8)] },
    ];
    const lines = pathPlot(series, { width: 2.2, height: 2.2 }, terminal);
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
  test("fits whatever the box", () => {
    for (const [width, height] of [
      [0.1, 0.1],
      [30, 1],
      [1, 2],
    ] as const) {
      expectDrawable(pathPlot([{ label: "a", paths: [[0, 0]] }], { width, height }, terminal), terminal);
    }
  });
});

test("where nobody knows the place there is a gap, and no point outside the box", () => {
  const paths = [[Number.NaN, Number.NaN, -1, 1, 0, 1, Number.NaN, Number.NaN, 1, -1, 0, -1]];
  expect(pathPlot([{ label: "a", paths }], square, narrow)).toEqual([
    "** a",
    "+-------+",
    "|****   |",
    "|       |",
    "|       |",
    "|   ****|",
    "+-------+",
    " || 0.5 m",
  ]);
});
