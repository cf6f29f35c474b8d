import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { deepmindRings } from "../../../src/analyse/ring.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import {
  bandCell,
  borderCell,
  type Cell,
  headDirectionCell,
  hexagonalCell,
  placeCell,
  sampleMap,
  sampleMaps,
  squareCell,
} from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const released = findScorer("deepmind-code");

const scoresOf = (map: Float64Array, rings = deepmindRings) =>
  scoreMaps(engine, map, { units: 1, bins: 20 }, released, rings);

/** The reference's first axis is x; a grid score does not change when axes are exchanged. */
const mapOf = (cell: Cell) => sampleMap(cell, 20, 20, box);

describe("published scores of ideal cells, 20 bins", () => {
  // Names, cells, grid60, its outer radius, grid90, its outer radius, digits published.
  test.each([
    ["hexagonal 0.6", hexagonalCell({ period: 0.6 }), 1.4430412777644657, 0.4, 0.22779102364679105, 0.6, 12],
    [
      "hexagonal 0.5, moved and turned",
      hexagonalCell({ period: 0.5, phase: [0.1, -0.07], angle: 0.2 }),
      1.3089942086242996,
      0.4,
      0.2299596288044568,
      0.4667,
      12,
    ],
    ["square 0.6", squareCell({ period: 0.6 }), -0.3214165816036565, 0.7333, 1.2563361258581973, 0.4, 12],
    ["band 0.6", bandCell({ period: 0.6 }), 0.3481217972203995, 0.4, 0.08289089944471079, 0.6667, 12],
    ["hexagonal 0.7", hexagonalCell({ period: 0.7 }), 1.681226, 0.4, 0.194525, 0.6667, 6],
    ["hexagonal 1.0", hexagonalCell({ period: 1 }), 1.417257, 0.6, 0.462765, 1, 6],
    ["square 0.7", squareCell({ period: 0.7 }), -0.316301, 1, 1.235092, 0.4, 6],
    ["band 0.7", bandCell({ period: 0.7 }), 0.237984, 0.4, 0.103392, 0.4667, 6],
    ["one place", placeCell({ centre: [0.2, -0.3], width: 0.2 }), -0.016367, 0.4, 0.826475, 1, 6],
  ])("%s", (_, cell, grid60, outer60, grid90, outer90, digits) => {
    const got = scoresOf(mapOf(cell));
    expect(got.grid60[0]).toBeCloseTo(grid60, digits);
    expect(got.grid90[0]).toBeCloseTo(grid90, digits);
    expect(got.ring60[0]![1]).toBeCloseTo(outer60, 4);
    expect(got.ring90[0]![1]).toBeCloseTo(outer90, 4);
  });

  test("a single active bin, and a map of modular numbers", () => {
    const oneHot = new Float64Array(400);
    oneHot[5 * 20 + 7] = 1;
    const got = scoresOf(oneHot);
    expect(got.grid60[0]).toBeCloseTo(0.003714511022018571, 12);
    expect(got.grid90[0]).toBeCloseTo(-0.012223436554025614, 12);
    const modular = Float64Array.from(
      { length: 400 },
      (_, i) => (7 * Math.floor(i / 20) ** 2 + 3 * (i % 20)) % 11,
    );
    expect(scoresOf(modular).grid60[0]).toBeCloseTo(0.05602, 6);
  });

  test("an unvisited wall: silent in the released scorer, left out in ours", () => {
    const map = mapOf(hexagonalCell({ period: 0.7 }));
    // The reference's row ix = 0 is our first column.
    for (let row = 0; row < 20; row++) map[row * 20] = Number.NaN;
    expect(scoresOf(map).grid60[0]).toBeCloseTo(1.655943, 6);
    const aware = scoreMaps(engine, map, { units: 1, bins: 20 }, findScorer("nan-aware"));
    expect(aware.grid60[0]).not.toBeCloseTo(1.655943, 3);
  });

  test("the autocorrelogram and the score of each ring", () => {
    const map = mapOf(hexagonalCell({ period: 0.6 }));
    const image = autocorrelograms(engine, map, { units: 1, bins: 20 });
    // The reference's second axis, y, is our first.
    const along = [0, 1, 2, 3].map((shift) => image[(19 + shift) * 39 + 19]!);
    expect(along[0]).toBeCloseTo(1, 14);
    expect(along[1]).toBeCloseTo(0.5374326285086473, 13);
    expect(along[2]).toBeCloseTo(-0.12203982347321243, 13);
    expect(along[3]).toBeCloseTo(-0.281866223357856, 13);
    const each = deepmindRings.map((ring) => scoresOf(map, [ring]).grid60[0]!.toFixed(5));
    // biome-ignore format: one row of numbers
    expect(each).toEqual(["1.44304", "1.35948", "0.99258", "0.97500", "0.95075", "1.00196", "1.10592", "1.07997", "1.00281", "0.81237"]);
  });
});

test("every scorer tells hexagonal from square from band, on 20 and 32 bins", () => {
  const cells = [
    hexagonalCell({ period: 0.75, angle: 0.3 }),
    squareCell({ period: 0.75 }),
    bandCell({ period: 0.75 }),
  ];
  for (const bins of [20, 32]) {
    for (const name of ["deepmind-code-minmax", "nan-aware", "pearson", "banino-si"]) {
      const maps = sampleMaps(cells, bins, bins, box);
      const { grid60, grid90 } = scoreMaps(engine, maps, { units: 3, bins }, findScorer(name));
      expect(grid60[0]).toBeGreaterThan(1);
      expect(grid60[1]).toBeLessThan(0.2);
      expect(grid60[2]).toBeLessThan(0.6);
      expect(grid90[1]).toBeGreaterThan(0.9);
    }
  }
});

test("the score of an ideal lattice hardly depends on its angle", () => {
  const angles = [0, 0.1, 0.25, 0.4, Math.PI / 6];
  const maps = sampleMaps(
    angles.map((angle) => hexagonalCell({ period: 0.8, angle })),
    32,
    32,
    box,
  );
  const { grid60 } = scoreMaps(engine, maps, { units: angles.length, bins: 32 }, findScorer("pearson"));
  expect(Math.max(...grid60) - Math.min(...grid60)).toBeLessThan(0.1);
});

test("peaks, periods and headings are where they should be", () => {
  const phase = [0.2, -0.1] as const;
  const grid = hexagonalCell({ period: 0.6, phase, angle: 0.3 });
  // Neighbouring fields lie one period away, half a sector from the waves.
  for (const turn of [0, 1, 2, 3, 4, 5]) {
    const direction = 0.3 + Math.PI / 6 + (turn * Math.PI) / 3;
    const at = [phase[0] + 0.6 * Math.cos(direction), phase[1] + 0.6 * Math.sin(direction)] as const;
    expect(grid(...at, 0)).toBeCloseTo(3, 12);
  }
  expect(squareCell({ period: 0.5 })(0.5, -1, 0)).toBeCloseTo(2, 12);
  expect(bandCell({ period: 0.5 })(0.25, 0.3, 0)).toBe(0);
  expect(borderCell({ wall: "south", width: 0.1, box })(0.7, -1.1, 0)).toBe(1);
  const head = headDirectionCell({ preferred: 1, concentration: 3 });
  expect(head(0.3, 0.2, 1)).toBe(1);
  expect(head(0.3, 0.2, 1 + Math.PI)).toBeCloseTo(Math.exp(-6), 12);
});

test("a map has x across and y up", () => {
  const map = sampleMap((x, y) => 10 * x + y, 2, 3, { width: 2, height: 3 });
  expect([...map]).toEqual([-6, 4, -5, 5, -4, 6]);
});
