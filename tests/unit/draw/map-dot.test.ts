import { expect, test } from "bun:test";
import { heatMap } from "../../../src/draw/heat-map.ts";
import { ascii, noColour, truecolour } from "../../support/terminals.ts";

const map = { values: [0, 0, 0, 0, 0, 0, 1, 1], rows: 4, columns: 2 };
const rows = (dot: readonly [number, number], terminal = noColour, wide = false) =>
  heatMap(map, terminal, { dot, wide });

test("the dot stands where the place is, from the bottom left", () => {
  expect(rows([0.1, 0.1])).toEqual(["++", "● "]);
  expect(rows([0.9, 0.9])).toEqual(["+●", "  "]);
  expect(rows([0.9, 0.9], ascii)[0]).toContain("O");
});

test("of a bin that is two characters wide it takes the half", () => {
  expect(rows([0.3, 0.1], noColour, true).at(-1)).toBe(" ●  ");
  expect(rows([0.6, 0.1], noColour, true).at(-1)).toBe("  ● ");
});

test("a place outside is nowhere", () => {
  for (const dot of [
    [-0.1, 0.5],
    [0.5, 1.2],
    [1, 0.5],
    [0.5, -0.01],
  ] as const) {
    expect(rows(dot)).toEqual(["++", "  "]);
  }
});

test("it is dark on bright bins and bright on dark ones", () => {
  expect(rows([0.1, 0.9], truecolour)[0]).toContain("38;2;0;0;0;48;2;253;231;37m●");
  expect(rows([0.1, 0.6], truecolour)[0]).toContain("38;2;255;255;255;48;2;68;1;84m●");
});

test("a map is darkened as a whole", () => {
  expect(heatMap(map, truecolour, { brightness: 0.5 })[0]).toContain("38;2;127;116;19");
});
