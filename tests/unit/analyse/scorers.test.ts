import { afterAll, describe, expect, test } from "bun:test";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { noiseNull } from "../../../src/analyse/null.ts";
import { binsFor, findScorer, scorers } from "../../../src/analyse/scorer.ts";
import { survival } from "../../../src/analyse/survival.ts";
import {
  bandCell,
  type Cell,
  hexagonalCell,
  placeCell,
  sampleMap,
  squareCell,
} from "../../../src/analyse/synthetic.ts";
import { withoutScore } from "../../../src/analyse/without-score.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { goldenMaps } from "../../support/golden-maps.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const scoreOf = (name: string, cell: Cell, bins: number) =>
  scoreMaps(engine, sampleMap(cell, bins, bins, box), { units: 1, bins }, findScorer(name)).grid60[0]!;

describe("topographic", () => {
  test.each([
    ["hexagons of 0.7 m, 32 bins", 32, hexagonalCell({ period: 0.7 }), 1.684017],
    ["hexagons of 1 m, 32 bins", 32, hexagonalCell({ period: 1 }), 1.42031],
    ["squares, 32 bins", 32, squareCell({ period: 0.7 }), -0.315289],
    ["a place field, 32 bins", 32, placeCell({ centre: [0.2, -0.3], width: 0.2 }), -0.014851],
    // Pixels lie at the inner radius, 4 bins; without them it is 1.681226.
    ["hexagons of 0.7 m, 20 bins", 20, hexagonalCell({ period: 0.7 }), 1.64977],
  ] as const)("%s", (_name, bins, cell, expected) => {
    expect(scoreOf("topographic", cell, bins)).toBeCloseTo(expected, 5);
  });

  const golden = goldenMaps(32);
  test.skipIf(!golden)(`published scores, 32 bins${golden ? "" : " (reference file missing)"}`, () => {
    const { maps, units, kind, numbers } = golden!;
    const { grid60, ring60 } = scoreMaps(engine, maps, { units, bins: 32 }, findScorer("topographic"));
    for (let unit = 0; unit < units; unit++) {
      if (kind[unit] === "silent") continue;
      // No pixel lies at 6.4 bins: both rules are one.
      expect(grid60[unit]).toBeCloseTo(numbers("grid_score_60_mean")[unit]!, 12);
      expect([...ring60[unit]!]).toEqual([...numbers("ring_60_mean").subarray(2 * unit, 2 * unit + 2)]);
    }
  });
});

test("nfl is deepmind-code on bins of 5 cm", () => {
  const cell = hexagonalCell({ period: 0.5, angle: 0.3 });
  expect(scoreOf("nfl", cell, 44)).toBe(scoreOf("deepmind-code", cell, 44));
});

test("bins follow from scorer and box", () => {
  expect(binsFor(findScorer("nfl"), box)).toBe(44);
  expect(binsFor(findScorer("nfl"), { width: 1, height: 1 })).toBe(20);
  expect(binsFor(findScorer("topographic"), { width: 1, height: 2 })).toBe(32);
  expect(binsFor(findScorer("pearson"), { width: 1, height: 2 })).toBe(20);
  expect(() => binsFor(findScorer("nfl"), { width: 1, height: 2 })).toThrow(
    /nfl takes bins of 0.05 m, and a box of 1 x 2 m has not as many along both sides/,
  );
});

describe.each(["six-peaks", "expanding-circle"])("%s on ideal cells", (name) => {
  test.each([0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2])("hexagons of %d m", (period) => {
    for (const angle of [0, 0.17, 0.4]) {
      const score = scoreOf(name, hexagonalCell({ period, angle, phase: [0.05, -0.1] }), 20);
      expect(score).toBeGreaterThan(1.1);
      expect(score).toBeLessThan(1.55);
    }
  });

  test("neither squares nor bands", () => {
    for (const angle of [0, 0.3]) {
      expect(scoreOf(name, squareCell({ period: 0.6, angle }), 20)).toBeLessThan(0);
      expect(scoreOf(name, bandCell({ period: 0.6, angle }), 20)).toBeLessThan(0.3);
    }
  });
});

describe("noise", () => {
  // The expected rates are of 150 maps, ours of 400.
  const error = (share: number) => 2.5 * Math.sqrt(share * (1 - share) * (1 / 150 + 1 / 400));
  test.each([
    ["topographic", 32, 1.6, { p95: 0.68, above: { 0.3: 0.31, 0.37: 0.22, 0.5: 0.13 } }],
    ["topographic", 32, 3.2, { p95: 0.68, above: { 0.3: 0.24, 0.37: 0.19, 0.5: 0.09 } }],
    ["deepmind-code", 20, 1, { p95: 0.57, above: { 0.3: 0.26, 0.37: 0.18, 0.5: 0.09 } }],
    ["deepmind-code", 20, 2, { p95: 0.61, above: { 0.3: 0.26, 0.37: 0.19, 0.5: 0.11 } }],
    ["banino-si", 32, 2, { p95: 0.32, above: { 0.37: 0.04 } }],
    ["six-peaks", 20, 1.39, { p95: 0.19, above: { 0.37: 0.012 } }],
  ] as const)("%s, %d bins, filter of %d bins", (name, bins, smoothing, { p95, above }) => {
    const noise = noiseNull(engine, findScorer(name), { bins, smoothing, seed: 1, units: 400 });
    expect(Math.abs(noise.p95.grid60 - p95)).toBeLessThan(0.12);
    for (const [threshold, share] of Object.entries(above)) {
      const [found] = survival(noise.grid60, [Number(threshold)]).shares;
      expect(Math.abs(found! - share)).toBeLessThan(error(share));
    }
  });
});

test("why there is no score", () => {
  expect(withoutScore("pearson", "their maps")).toBe("their maps do not vary");
  expect(withoutScore("six-peaks", "its map")).toMatch(/^its map does not vary, or has fewer than six peaks/);
  for (const { name } of scorers) expect(withoutScore(name, "the map")).toStartWith("the map does not vary");
});
