import { afterAll, describe, expect, test } from "bun:test";
import { fourierPower } from "../../../src/analyse/fourier-power.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { quantile } from "../../../src/analyse/survival.ts";
import {
  bandCell,
  type Cell,
  hexagonalCell,
  placeCell,
  sampleMap,
  squareCell,
} from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const bins = 20;
const of = (map: Float64Array, units = 1) => fourierPower(map, { units, bins }, box);
const ofCell = (cell: Cell) => of(sampleMap(cell, bins, bins, box));

describe("an ideal lattice", () => {
  test.each([0.4, 0.5, 0.6, 0.8, 1, 1.2])("of %d m is found with its spacing and axes", (period) => {
    for (const angle of [0, 0.2, 0.45]) {
      const { power, spacing, orientation } = ofCell(hexagonalCell({ period, angle, phase: [0.1, 0.2] }));
      expect(power[0]).toBeGreaterThan(0.7);
      expect(power[0]).toBeLessThan(1.05);
      expect(Math.abs(spacing[0]! / period - 1)).toBeLessThan(0.06);
      const axes = (angle + Math.PI / 6) % (Math.PI / 3);
      const off = Math.abs(orientation[0]! - axes);
      expect(Math.min(off, Math.PI / 3 - off)).toBeLessThan(0.06);
    }
  });

  test("of three cosines that are not rectified is nothing but them", () => {
    const k = (4 * Math.PI) / (Math.sqrt(3) * 0.5);
    const waves: Cell = (x, y) =>
      [0, 1, 2].reduce(
        (sum, i) => sum + Math.cos(k * (x * Math.cos((i * Math.PI) / 3) + y * Math.sin((i * Math.PI) / 3))),
        0,
      );
    expect(ofCell(waves).power[0]).toBeGreaterThan(0.95);
  });

  test("is the same lifted and scaled, and with a few bins unvisited nearly so", () => {
    const map = sampleMap(hexagonalCell({ period: 0.6, angle: 0.1 }), bins, bins, box);
    const plain = of(map);
    const lifted = of(map.map((rate) => 7 - 3 * rate));
    expect(lifted.power[0]).toBeCloseTo(plain.power[0]!, 10);
    const holes = of(map.map((rate, i) => (i % 41 === 0 ? Number.NaN : rate)));
    expect(Math.abs(holes.power[0]! - plain.power[0]!)).toBeLessThan(0.08);
  });
});

test("squares and bands lack a wave", () => {
  for (const angle of [0, 0.3]) {
    expect(ofCell(squareCell({ period: 0.6, angle })).power[0]).toBeLessThan(0.15);
    expect(ofCell(bandCell({ period: 0.6, angle })).power[0]).toBeLessThan(0.1);
  }
});

test("noise has little, and a field some", () => {
  const noise = of(smoothedNoiseMaps(engine, { units: 150, bins, smoothing: 1.4, seed: 2 }), 150);
  expect(quantile(noise.power, 0.95)).toBeLessThan(0.45);
  expect(ofCell(placeCell({ centre: [0.2, 0.1], width: 0.2 })).power[0]).toBeLessThan(0.5);
});

test("a map that does not vary has none", () => {
  const { power, spacing, orientation } = of(new Float64Array(2 * bins * bins).fill(0.1), 2);
  for (const numbers of [power, spacing, orientation]) expect([...numbers]).toEqual([Number.NaN, Number.NaN]);
});

test("in a box of another shape, by metres", () => {
  const wide = { width: 2.4, height: 1.2 };
  const map = sampleMap(hexagonalCell({ period: 0.4, angle: 0.2 }), 24, 16, wide);
  const { spacing } = fourierPower(map, { units: 1, binsX: 24, binsY: 16 }, wide);
  expect(Math.abs(spacing[0]! / 0.4 - 1)).toBeLessThan(0.05);
});
