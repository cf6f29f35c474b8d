import { describe, expect, test } from "bun:test";
import { bar } from "../../../src/draw/bar.ts";
import { countInBins, histogram } from "../../../src/draw/histogram.ts";
import { sharesAbove, survivalBars } from "../../../src/draw/survival-bars.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, nameOf, noColour } from "../../support/terminals.ts";

const nan = Number.NaN;
/** Normal quantiles, roughly: a spread of scores without a random generator. */
const spread = (count: number, mean: number, width: number) =>
  Array.from({ length: count }, (_, i) => mean + width * Math.log((i + 0.5) / (count - i - 0.5)));
const samples = [
  { label: "units", scores: [...spread(120, 0.05, 0.12), ...spread(108, 0.9, 0.15), ...Array(12).fill(nan)] },
  { label: "null", scores: spread(2400, 0.02, 0.12) },
];
const thresholds = [0, 0.1, 0.2, 0.3, 0.37, 0.5, 0.75, 1];

describe("bar", () => {
  test("to the eighth", () => {
    expect(bar(0.5, 3, true)).toBe("█▌");
    expect(bar(1, 3, true)).toBe("███");
    expect(bar(0, 3, true)).toBe("");
    expect([1, 2, 3, 4, 5, 6, 7].map((eighths) => bar(eighths / 8, 1, true)).join("")).toBe("▏▎▍▌▋▊▉");
  });
  test("to the character in ASCII", () => expect(bar(0.5, 4, false)).toBe("##"));
  test("what is there is seen", () => {
    expect(bar(1e-9, 4, true)).toBe("▏");
    expect(bar(1e-9, 4, false)).toBe("#");
  });
  test("shares only", () => {
    expect(() => bar(1.01, 4, true)).toThrow("1.01");
    expect(() => bar(nan, 4, true)).toThrow("NaN");
  });
});

const marks = (p95: number) => [
  { at: 0.37, label: "is customary" },
  { at: p95, label: "of the null" },
];

describe("survival", () => {
  test("shares are of all units, above and not at the threshold", () => {
    expect(sharesAbove([0.1, 0.37, 0.4, nan], [0, 0.37, 0.4])).toEqual([0.75, 0.25, 0]);
  });
  test("of nobody there are none", () => expect(() => sharesAbove([], [0])).toThrow("no scores"));
  test("units and null beside each other", () => {
    const pair = [
      { label: "units", scores: [1, 1, 0, nan] },
      { label: "null", scores: [0.5, 0, 0, 0] },
    ];
    expect(survivalBars(pair, [0.3, 0.37], { ...ascii, columns: 60 }, marks(0.425))).toEqual([
      "score >   units (4, 1 NaN)          null (4)",
      "   0.30   ########         50.0 %   ####             25.0 %",
      " > 0.37   ########         50.0 %   ####             25.0 %",
      " > 0.42   ########         50.0 %   ####             25.0 %",
      "> 0.37 is customary, 0.42 of the null",
    ]);
  });
  test("a mark that is close to a threshold is told from it", () => {
    const lines = survivalBars([{ label: "units", scores: [1] }], [0.3, 0.37], noColour, marks(0.3702));
    expect(lines.slice(1, 4).map((line) => line.slice(0, 8).trim())).toEqual([
      "0.3000",
      "▸ 0.3700",
      "▸ 0.3702",
    ]);
  });
});

describe("histogram", () => {
  test("the last bin includes its edge", () => {
    expect(countInBins([0, 0.49, 0.5, 1, nan], [0, 1], 2)).toEqual([2, 2]);
  });
  test("nothing is lost in silence", () => {
    expect(() => countInBins([1.5], [0, 1], 2)).toThrow("1.5 lies outside 0..1");
  });
  test("samples of one value", () => expect(countInBins([3, 3], [3, 3], 2)).toEqual([2, 0]));
  test("bars are shares of their sample, to one scale", () => {
    const pair = [
      { label: "units", scores: [0, 0, 0, 1] },
      { label: "null", scores: [0, 1] },
    ];
    expect(histogram(pair, { ...ascii, columns: 56 }, { bins: 2 })).toEqual([
      "score from   units (4)              null (2)",
      "      0.00   ############# 75.0 %   #########     50.0 %",
      "      0.50   ####          25.0 %   #########     50.0 %",
    ]);
  });
  test("without scores says so", () => {
    expect(histogram([{ label: "units", scores: [nan] }], noColour)).toEqual(["no scores to draw"]);
  });
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("survival", () => {
    const lines = survivalBars(samples, thresholds, terminal, marks(0.65));
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
  test("histogram", () => {
    const lines = histogram(samples, terminal, { bins: 10 });
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
  test("too little room breaks nothing", () => {
    for (const columns of [1, 20, 35]) {
      expectDrawable(histogram(samples, { ...terminal, columns }), { ...terminal, columns });
    }
  });
});
