import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { gridLattices } from "../../../src/analyse/grid-spacing.ts";
import { describeGridUnit } from "../../../src/analyse/grid-unit.ts";
import { latticeOf } from "../../../src/analyse/lattice.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { bandCell, hexagonalCell, sampleMap, squareCell } from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomNumbers } from "../../support/random-numbers.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const scorer = findScorer("nan-aware");
const sixth = Math.PI / 3;

/** The synthetic cell's waves run along `angle`; its fields lie 30 degrees further. */
const axes = (angle: number): number => (angle + Math.PI / 2) % sixth;
const apart = (a: number, b: number): number => Math.min(Math.abs(a - b), sixth - Math.abs(a - b));

describe("a hexagonal lattice", () => {
  for (const period of [0.4, 0.5, 0.7, 1.1]) {
    for (const angle of [0, 0.2, 0.5, 0.9]) {
      test(`of ${period} m, turned by ${angle}`, () => {
        const cell = hexagonalCell({ period, angle, phase: [0.1, -0.07] });
        const found = describeGridUnit(engine, sampleMap(cell, 20, 20, box), 20, box, scorer).lattice!;
        // A bin is 0.11 m; the parabola finds a peak to about a tenth of it.
        expect(Math.abs(found.spacing - period)).toBeLessThan(0.008);
        expect(apart(found.orientation, axes(angle))).toBeLessThan(0.02);
        expect(found.peaks).toHaveLength(3);
      });
    }
  }

  test("in a box that is not square, in m", () => {
    const wide = { width: 3, height: 1.5 };
    const map = sampleMap(hexagonalCell({ period: 0.6, angle: 0.2 }), 40, 15, wide);
    const image = autocorrelograms(engine, map, { units: 1, binsX: 40, binsY: 15 });
    const found = latticeOf(image, { binsX: 40, binsY: 15, ...wide })!;
    expect(Math.abs(found.spacing - 0.6)).toBeLessThan(0.01);
    expect(apart(found.orientation, axes(0.2))).toBeLessThan(0.03);
  });

  test("orientation turns with the lattice, modulo 60 degrees", () => {
    const at = (angle: number) =>
      describeGridUnit(engine, sampleMap(hexagonalCell({ period: 0.5, angle }), 20, 20, box), 20, box, scorer)
        .lattice!.orientation;
    expect(at(0.1 + sixth)).toBeCloseTo(at(0.1), 6);
    for (const angle of [0, 0.3, 0.6, 0.9]) expect(at(angle)).toBeWithin(0, sixth);
  });
});

test("the spacing is that of gridLattices, for grids and for noise", () => {
  const cells = [0.4, 0.7, 1.1].map((period) =>
    sampleMap(hexagonalCell({ period, angle: 0.2 }), 20, 20, box),
  );
  const noise = [1, 2, 3].map((seed) => randomNumbers(400, seed));
  for (const map of [...cells, ...noise]) {
    const [spacing] = gridLattices(engine, map, { units: 1, bins: 20 }, box, "excluded").spacing;
    const { lattice } = describeGridUnit(engine, map, 20, box, scorer);
    expect(lattice?.spacing ?? Number.NaN).toBeCloseTo(spacing!, 9);
  }
});

test("a square lattice has three pairs as well, the third further out", () => {
  const map = sampleMap(squareCell({ period: 0.6 }), 20, 20, box);
  const { lattice, grid90, grid60 } = describeGridUnit(engine, map, 20, box, scorer);
  const radii = lattice!.peaks.map(({ x, y }) => Math.hypot(x, y));
  expect(radii[2]! / radii[0]!).toBeCloseTo(Math.SQRT2, 1);
  expect(grid90).toBeGreaterThan(grid60.mean);
});

test("bands, and a map that does not vary, have no lattice", () => {
  const bands = describeGridUnit(engine, sampleMap(bandCell({ period: 0.9 }), 20, 20, box), 20, box, scorer);
  expect(bands.lattice).toBeUndefined();
  expect(bands.grid60.mean).not.toBeNaN();
  const flat = describeGridUnit(engine, new Float64Array(400).fill(2), 20, box, scorer);
  expect(flat.lattice).toBeUndefined();
  expect([flat.grid60.mean, flat.grid60.minMax, flat.grid90]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  expect([flat.ring60.mean, flat.ring60.minMax, flat.ring90]).toEqual([null, null, null]);
});

test("both forms are those of the scorers of that form", () => {
  const map = sampleMap(hexagonalCell({ period: 0.5, angle: 0.2, phase: [0.1, -0.07] }), 20, 20, box);
  const found = describeGridUnit(engine, map, 20, box, findScorer("deepmind-code-minmax"));
  // The published scorer's number for this map.
  expect(found.grid60.mean).toBeCloseTo(1.3089942086242996, 6);
  expect(found.grid60.minMax).toBeLessThan(found.grid60.mean);
});

describe("the three axes", () => {
  /** A hexagonal lattice of 0.5 m in a box that is then stretched along x. */
  const stretchedBy = (factor: number) => {
    const map = sampleMap(hexagonalCell({ period: 0.5, angle: 0.2 }), 32, 32, box);
    const image = autocorrelograms(engine, map, { units: 1, bins: 32 });
    return latticeOf(image, { binsX: 32, binsY: 32, width: factor * box.width, height: box.height })!;
  };

  test("of a regular lattice agree, and its ellipse is a circle", () => {
    const found = stretchedBy(1);
    expect(Math.abs(found.meanSpacing - 0.5)).toBeLessThan(0.005);
    expect(found.spacingSpread).toBeLessThan(0.005);
    expect(found.orientationSpread).toBeLessThan(0.01);
    expect(found.ellipse!.ellipticity).toBeLessThan(1.02);
  });

  test("of a stretched one do not: mean and median differ, ellipticity is the factor", () => {
    const found = stretchedBy(1.25);
    const distances = found.peaks.map(({ x, y }) => Math.hypot(x, y));
    const mean = (distances[0]! + distances[1]! + distances[2]!) / 3;
    expect(found.spacing).toBe(distances[1]!);
    expect(found.meanSpacing).toBeCloseTo(mean, 12);
    const variance = distances.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
    expect(found.spacingSpread).toBeCloseTo(Math.sqrt(variance), 12);
    expect(Math.abs(found.ellipse!.ellipticity - 1.25)).toBeLessThan(0.02);
    expect(Math.abs(Math.sin(found.ellipse!.direction))).toBeLessThan(0.05);
    expect(found.orientationSpread).toBeGreaterThan(0.03);
  });

  test("stand in the arrays of many maps", () => {
    const map = sampleMap(hexagonalCell({ period: 0.5, angle: 0.2 }), 20, 20, box);
    const arrays = gridLattices(engine, map, { units: 1, bins: 20 }, box, "excluded");
    const { lattice } = describeGridUnit(engine, map, 20, box, scorer);
    for (const name of [
      "spacing",
      "meanSpacing",
      "spacingSpread",
      "orientation",
      "orientationSpread",
    ] as const) {
      expect(arrays[name][0]).toBe(lattice![name]);
    }
    expect(arrays.ellipticity[0]).toBe(lattice!.ellipse!.ellipticity);
    const flat = gridLattices(engine, new Float64Array(400).fill(1), { units: 1, bins: 20 }, box, "excluded");
    for (const values of Object.values(flat)) expect(values[0]).toBeNaN();
  });
});
