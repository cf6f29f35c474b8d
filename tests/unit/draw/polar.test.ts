import { describe, expect, test } from "bun:test";
import { polarPlot } from "../../../src/draw/polar.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, nameOf, noColour } from "../../support/terminals.ts";

const headings = Array.from({ length: 20 }, (_, i) => -Math.PI + (2 * Math.PI * (i + 0.5)) / 20);
const tuned = (preferred: number, offset = 1) =>
  headings.map((heading) => offset + 0.8 * Math.cos(heading - preferred));

/** Places of the marks of the curve relative to the middle, means: [to the right, up]. */
function centreOfMass(lines: readonly string[]): [number, number] {
  const field = lines.slice(1, 14);
  const marks = field.flatMap((line, row) =>
    [...line].flatMap((character, column) => (character === "*" ? [[column - 17.5, 2 * (6 - row)]] : [])),
  );
  return [0, 1].map((axis) => marks.reduce((sum, mark) => sum + mark[axis]!, 0) / marks.length) as [
    number,
    number,
  ];
}

test("0 degrees is to the right, 90 up", () => {
  const [right, up, left] = [0, Math.PI / 2, Math.PI].map((angle) =>
    centreOfMass(polarPlot(tuned(angle), ascii)),
  );
  expect(right![0]).toBeGreaterThan(4);
  expect(Math.abs(right![1])).toBeLessThan(1);
  expect(up![1]).toBeGreaterThan(4);
  expect(left![0]).toBeLessThan(-4);
});

test("the centre is 0 for rates that are never negative", () => {
  expect(polarPlot(tuned(0), ascii, { unit: "Hz" }).slice(-2)).toEqual([
    "* mean rate (Hz)",
    "  centre 0, rim 1.79",
  ]);
});

test("negative rates get a circle where 0 is", () => {
  const lines = polarPlot(tuned(0, 0), ascii);
  expect(lines.slice(-2)).toEqual(["* mean rate", "  centre -0.790, rim 0.790, inner circle 0"]);
  const dots = (text: string[]) => text.join("").split(".").length;
  expect(dots(lines)).toBeGreaterThan(dots(polarPlot(tuned(0), ascii)));
});

test("a mean direction is a line from the centre", () => {
  const lines = polarPlot(tuned(0), noColour, { direction: 0 });
  expect(lines[7]).toMatch(/o{12,}/);
  expect(lines.at(-1)).toBe("o mean direction");
});

test("no values, no plot", () => {
  expect(polarPlot([Number.NaN, Number.NaN], ascii)).toEqual(["no values to draw"]);
});

test("sectors never visited leave a gap", () => {
  const values = tuned(0).map((value, i) => (i > 4 && i < 15 ? Number.NaN : value));
  const marks = (lines: string[]) => lines.join("").split("*").length;
  expect(marks(polarPlot(values, ascii))).toBeLessThan(marks(polarPlot(tuned(0), ascii)));
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("a tuned unit, rectified and signed", () => {
    const lines = [
      ...polarPlot(tuned(1), terminal, { unit: "a.u.", direction: 1 }),
      ...polarPlot(tuned(1, 0), terminal, { unit: "a.u." }),
    ];
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
});
