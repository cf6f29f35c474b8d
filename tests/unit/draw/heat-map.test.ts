import { describe, expect, test } from "bun:test";
import { colourBar } from "../../../src/draw/colour-bar.ts";
import { heatMap } from "../../../src/draw/heat-map.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { hexagonalMap, withUnvisitedCorner } from "../../support/synthetic-drawings.ts";
import { ascii, colours256, everyTerminal, nameOf, noColour, truecolour } from "../../support/terminals.ts";

const nan = Number.NaN;
const lowest = "68;1;84";
const highest = "253;231;37";
const unvisited = "68;68;68";

describe("half blocks", () => {
  test("row 0 is at the bottom, the upper row in front", () => {
    const map = { values: [0, 0, 0, 0, 0, 0, 1, 1], rows: 4, columns: 2 };
    expect(heatMap(map, truecolour)).toEqual([
      `\x1b[38;2;${highest};48;2;${lowest}m▀▀\x1b[0m`,
      `\x1b[38;2;${lowest};48;2;${lowest}m▀▀\x1b[0m`,
    ]);
  });
  test("column 0 is at the left", () => {
    const map = { values: [1, 0, 1, 0], rows: 2, columns: 2 };
    expect(heatMap(map, truecolour)[0]).toStartWith(`\x1b[38;2;${highest};48;2;${highest}m`);
  });
  test("under an odd number of rows is the background of the terminal", () => {
    const map = { values: [1, 0, 0], rows: 3, columns: 1 };
    expect(heatMap(map, truecolour)[1]).toBe(`\x1b[38;2;${highest}m▀\x1b[0m`);
  });
  test("256 colours", () => {
    const map = { values: [0, 1], rows: 2, columns: 1 };
    expect(heatMap(map, colours256)).toEqual(["\x1b[38;5;220;48;5;53m▀\x1b[0m"]);
  });
  test("without Unicode the mean of two rows as a coloured space", () => {
    const map = { values: [0, 1], rows: 2, columns: 1 };
    expect(heatMap(map, { ...truecolour, unicode: false })).toEqual(["\x1b[48;2;33;145;140m \x1b[0m"]);
  });
});

describe("text", () => {
  test("ten shades, row 0 at the bottom", () => {
    const map = { values: [0.0, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 1], rows: 10, columns: 1 };
    expect(heatMap(map, ascii, { wide: true })).toEqual([..."@%#*+=-:. "].map((shade) => shade.repeat(2)));
  });
  test("two rows a line", () => {
    const map = { values: [0, 0, 0, 0.5, 1, 1], rows: 6, columns: 1 };
    expect(heatMap(map, ascii)).toEqual(["@", ":", " "]);
  });
  test("a bin visited in one of two rows shows that one", () => {
    const map = { values: [nan, 1, 0, 0], rows: 4, columns: 1 };
    expect(heatMap(map, ascii)).toEqual([" ", "@"]);
  });
});

describe("unvisited bins", () => {
  const map = { values: [nan, 0, nan, 1], rows: 2, columns: 2 };
  test("differ from the minimum at every depth", () => {
    for (const terminal of everyTerminal) {
      for (const wide of [false, true]) {
        const cells = { rows: 2, columns: 1 };
        const never = heatMap({ ...cells, values: [nan, nan] }, terminal, { wide, range: [0, 1] });
        const silent = heatMap({ ...cells, values: [0, 0] }, terminal, { wide, range: [0, 1] });
        expect(never).not.toEqual(silent);
      }
    }
  });
  test("have their own grey", () => {
    expect(heatMap(map, truecolour)[0]).toContain(`38;2;${unvisited};48;2;${unvisited}`);
  });
  test("are hatched without colours", () => expect(heatMap(map, noColour)).toEqual(["/+"]));
  test("leave the range alone", () => {
    expect(heatMap({ values: [nan, 2, 4, nan], rows: 1, columns: 4 }, ascii)).toEqual(["/ @/"]);
  });
  test("a map of nothing else is all hatched", () => {
    expect(heatMap({ values: [nan, nan], rows: 1, columns: 2 }, ascii)).toEqual(["//"]);
  });
});

describe("range", () => {
  test("a given one saturates", () => {
    const map = { values: [-1, 0, 5, 10, 99], rows: 1, columns: 5 };
    expect(heatMap(map, ascii, { range: [0, 10] })).toEqual(["  +@@"]);
  });
  test("a constant map is all lowest", () => {
    expect(heatMap({ values: [7, 7], rows: 1, columns: 2 }, ascii)).toEqual(["  "]);
  });
  test("is no range backwards", () => {
    expect(() => heatMap({ values: [1], rows: 1, columns: 1 }, ascii, { range: [1, 0] })).toThrow(
      "from 1 to 0",
    );
  });
});

describe("size", () => {
  test("20 x 20 bins take 20 columns and 10 lines", () => {
    const lines = heatMap(hexagonalMap(20), truecolour);
    expect(lines.length).toBe(10);
    for (const line of lines) expect(Bun.stringWidth(line)).toBe(20);
  });
  test("wide ones 40 and 20", () => {
    const lines = heatMap(hexagonalMap(20), truecolour, { wide: true });
    expect(lines.length).toBe(20);
    for (const line of lines) expect(Bun.stringWidth(line)).toBe(40);
  });
  test("too wide is not wide", () => {
    expect(heatMap(hexagonalMap(20), { ...ascii, columns: 39 }, { wide: true }).length).toBe(10);
  });
  test("a map wider than the terminal is averaged over blocks", () => {
    const map = { values: [0, 0, 1, 1, 0, 0, 1, 1], rows: 2, columns: 4 };
    expect(heatMap(map, { ...ascii, columns: 3 })).toEqual([" @"]);
  });
  test("must be that of the values", () => {
    expect(() => heatMap({ values: [1, 2, 3], rows: 2, columns: 2 }, ascii)).toThrow("cannot have 3 values");
  });
});

test("jet in 24 bits", () => {
  const map = { values: [0, 1], rows: 2, columns: 1 };
  expect(heatMap(map, truecolour, { colourMap: "jet" })).toEqual(["\x1b[38;2;128;0;0;48;2;0;0;128m▀\x1b[0m"]);
});

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("a hexagonal map with its key", () => {
    const lines = [
      ...heatMap(withUnvisitedCorner(hexagonalMap(20)), terminal),
      colourBar([0, 3.214], terminal, { unit: "a.u.", unvisited: true }),
    ];
    expectDrawable(lines, terminal);
    if (terminal.columns === 80) expect(lines.join("\n")).toMatchSnapshot();
  });
  test("maps of all sizes fit", () => {
    for (const size of [1, 2, 7, 59, 61, 130]) {
      for (const wide of [false, true])
        expectDrawable(heatMap(hexagonalMap(size), terminal, { wide }), terminal);
    }
  });
});

describe("colour bar", () => {
  test("has the range, the shades and the unit", () => {
    expect(colourBar([-0.5, 12.34], ascii, { unit: "Hz", unvisited: true })).toBe(
      "-0.500    ...:::---===+++***###%%%@@@ 12.3 Hz  // unvisited",
    );
  });
  test("shrinks", () => {
    const line = colourBar([0, 1], { ...ascii, columns: 24 }, { unit: "Hz" });
    expect(line).toBe("0  ..:--=+**#%%@ 1.00 Hz");
  });
  test("never leaves a narrow terminal", () => {
    for (let columns = 1; columns < 40; columns++) {
      expectDrawable([colourBar([0, 1], { ...truecolour, columns }, { unvisited: true })], {
        ...truecolour,
        columns,
      });
    }
  });
});
