import { describe, expect, test } from "bun:test";
import { mosaic } from "../../../src/draw/mosaic.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { hexagonalMap, withUnvisitedCorner } from "../../support/synthetic-drawings.ts";
import { ascii, everyTerminal, nameOf, truecolour } from "../../support/terminals.ts";

const twelve = Array.from({ length: 12 }, (_, i) => ({
  grid: i % 4 === 1 ? withUnvisitedCorner(hexagonalMap(20, 0.3 + 0.02 * i)) : hexagonalMap(20, 0.3, 0.1 * i),
  caption: `#${137 + i}  ${(1.31 - 0.05 * i).toFixed(2)}`,
}));

const dot = { values: [0, 1, 1, 0], rows: 2, columns: 2 };

test("captions stand above the maps, gaps between them", () => {
  const tiles = ["a", "b", "c"].map((caption) => ({ grid: dot, caption }));
  expect(mosaic(tiles, { ...ascii, columns: 10 }, { wide: true })).toEqual([
    "a     b",
    "@@    @@",
    "  @@    @@",
    "",
    "c",
    "@@",
    "  @@",
  ]);
});

test("as many columns as fit, evened out", () => {
  const captions = (columns: number, count: number) =>
    mosaic(twelve.slice(0, count), { ...ascii, columns })
      .filter((line) => /^#1\d\d {2}/.test(line))
      .map((line) => line.match(/#1\d\d {2}/g)?.length);
  expect(captions(80, 12)).toEqual([3, 3, 3, 3]);
  expect(captions(120, 12)).toEqual([4, 4, 4]);
  expect(captions(64, 12)).toEqual([3, 3, 3, 3]);
  expect(captions(63, 12)).toEqual([2, 2, 2, 2, 2, 2]);
  expect(captions(110, 6)).toEqual([3, 3]);
  expect(captions(20, 2)).toEqual([1, 1]);
});

test("the twelve best fit a view of 80 x 50", () => {
  expect(mosaic(twelve, truecolour).length).toBeLessThan(50);
});

test("a long caption is cut at the width of its map", () => {
  const [first] = mosaic([{ grid: dot, caption: "hexagonal" }, twelve[0]!], ascii);
  expect(first).toBe("h~                    #137  1.31");
});

test("maps have each their own range unless one is given", () => {
  const tiles = [1, 2].map((peak) => ({
    grid: { values: [0, 0, peak, peak], rows: 2, columns: 2 },
    caption: "",
  }));
  expect(mosaic(tiles, ascii, { wide: true })[1]).toBe("@@@@  @@@@");
  expect(mosaic(tiles, ascii, { wide: true, range: [0, 2] })[1]).toBe("++++  @@@@");
});

test("a colour bar under each map has its own range and the unit", () => {
  const tiles = [1, 20].map((peak) => ({ grid: { ...dot, values: [0, peak, peak, 0] }, caption: "a" }));
  expect(mosaic(tiles, ascii, { barUnit: "Hz" })).toEqual([
    "a                     a",
    "++                    ++",
    "0  .:-=++*#%@ 1.0 Hz  0  .::-=+*##%@ 20 Hz",
  ]);
});

test("no maps, no lines", () => expect(mosaic([], ascii)).toEqual([]));

describe.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))("%s", (_, terminal) => {
  test("twelve hexagonal maps", () => {
    const lines = mosaic(twelve, terminal);
    expectDrawable(lines, terminal);
    if (terminal.colour === "none") expect(lines.join("\n")).toMatchSnapshot();
  });
  test("three with their colour bars", () => {
    const lines = mosaic(twelve.slice(0, 3), terminal, { barUnit: "a.u.", wide: true, colourMap: "jet" });
    expectDrawable(lines, terminal);
    expect(lines.join("\n")).toMatchSnapshot();
  });
});
