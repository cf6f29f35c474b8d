import { describe, expect, test } from "bun:test";
import { borderRatio } from "../../../src/analyse/border-ratio.ts";
import { coherence } from "../../../src/analyse/coherence.ts";
import { mapMeasures } from "../../../src/analyse/map-measures.ts";
import { selectivity } from "../../../src/analyse/selectivity.ts";
import { sparsity } from "../../../src/analyse/sparsity.ts";
import { spatialInformation } from "../../../src/analyse/spatial-information.ts";
import { borderCell, placeCell, sampleMap } from "../../../src/analyse/synthetic.ts";
import { visitedRates } from "../../../src/analyse/visited-rates.ts";

const nan = Number.NaN;
const box = { width: 2, height: 2 };

describe("by hand", () => {
  // Half of the time at 3, a quarter at 1, a quarter at 1: mean 2.
  const visited = visitedRates([3, 1, 1, nan], [20, 10, 10, 5]);

  test("shares are of the time in visited bins", () => {
    expect(visited.shares).toEqual([0.5, 0.25, 0.25]);
    expect(visited.mean).toBe(2);
  });

  test("information: p (r / m) log2(r / m)", () => {
    const { perSpike, rate } = spatialInformation(visited);
    expect(perSpike).toBeCloseTo(0.75 * Math.log2(1.5) - 0.25, 12);
    expect(rate).toBeCloseTo(2 * perSpike, 12);
  });

  test("sparsity is 4 / 5, selectivity 3 / 2", () => {
    expect(sparsity(visited)).toBeCloseTo(0.8, 12);
    expect(selectivity(visited)).toBeCloseTo(1.5, 12);
  });

  test("a unit in one of eight bins has 3 bits; a flat one none, sparsity and selectivity 1", () => {
    const one = visitedRates([0, 0, 0, 5, 0, 0, 0, 0]);
    expect(spatialInformation(one)).toEqual({ perSpike: 3, rate: 3 * (5 / 8) });
    expect(sparsity(one)).toBeCloseTo(1 / 8, 12);
    expect(selectivity(one)).toBe(8);
    const flat = visitedRates([2, 2, 2, 2]);
    expect(spatialInformation(flat).perSpike).toBe(0);
    expect([sparsity(flat), selectivity(flat)]).toEqual([1, 1]);
  });

  test("coherence: atanh of the correlation with the mean of the neighbours", () => {
    // Neighbours of 3 x 3 corners are three bins, of edges five, of the middle eight.
    const map = [1, 0, 0, 0, 2, 0, 0, 0, 0];
    const around = [2 / 3, 3 / 5, 2 / 3, 3 / 5, 1 / 8, 2 / 5, 2 / 3, 2 / 5, 2 / 3];
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 9;
    const apart = (a: number[], b: number[]) => mean(a.map((x, i) => (x - mean(a)) * (b[i]! - mean(b))));
    const r = apart(map, around) / Math.sqrt(apart(map, map) * apart(around, around));
    expect(coherence(map, 3, 3)).toBeCloseTo(Math.atanh(r), 10);
  });

  test("border ratio: the wall at 3, the middle at 1", () => {
    const map = Float64Array.from({ length: 400 }, (_, i) => (i % 20 < 3 ? 3 : 1));
    expect(borderRatio(map, 20, 20)).toBeCloseTo(0.5, 12);
    const reversed = map.map((rate) => 4 - rate);
    // Now the west wall is at 1, and the middle and the east wall at 3.
    expect(borderRatio(reversed, 20, 20)).toBeCloseTo(0, 12);
  });
});

describe("undefined", () => {
  const measuresOf = (map: number[], extra = {}) =>
    mapMeasures(Float64Array.from(map), { units: 1, bins: 4 }, { box, ...extra });
  const ofRates = ["information", "informationRate", "sparsity", "selectivity", "borderRatio"] as const;

  test("for a silent unit", () => {
    const silent = measuresOf(Array(16).fill(0));
    for (const name of [...ofRates, "coherence", "fieldSize"] as const) expect(silent[name][0]).toBeNaN();
    expect([silent.signed[0], silent.fields[0]]).toEqual([0, 0]);
  });

  test("for a signed unit, by its map or by its smallest activity, but for what signs do not touch", () => {
    const map = Array.from({ length: 16 }, (_, i) => Math.sin(i));
    const rising = Array.from({ length: 16 }, (_, i) => 1 + i * i);
    for (const signed of [measuresOf(map), measuresOf(rising, { smallest: [-0.1] })]) {
      for (const name of ofRates) expect(signed[name][0]).toBeNaN();
      expect(signed.coherence[0]).not.toBeNaN();
      expect(signed.signed[0]).toBe(1);
    }
    expect(measuresOf(rising, { smallest: [0] }).information[0]).toBeGreaterThan(0);
  });

  test("where nothing was visited, and too little", () => {
    const nothing = measuresOf(Array(16).fill(nan));
    for (const name of [...ofRates, "coherence"] as const) expect(nothing[name][0]).toBeNaN();
    expect(coherence([1, 2, nan, nan], 2, 2)).toBeNaN();
    expect(coherence([1, 1, 1, 1], 2, 2)).toBeNaN();
    expect(borderRatio([1, 2, 3, 4], 2, 2)).toBeNaN();
  });

  test("unvisited bins count nowhere", () => {
    const map = Float64Array.from({ length: 400 }, (_, i) => (i % 20 < 3 ? 3 : 1));
    for (let i = 0; i < 400; i += 7) map[i] = nan;
    expect(borderRatio(map, 20, 20)).toBeCloseTo(0.5, 12);
  });
});

describe("cells whose answer is known", () => {
  const shape = { units: 1, bins: 20 };

  test("a border cell scores high, a place cell in the middle does not", () => {
    const wall = sampleMap(borderCell({ wall: "north", width: 0.1, box }), 20, 20, box);
    expect(mapMeasures(wall, shape, { box }).borderRatio[0]!).toBeGreaterThan(0.95);
    const place = sampleMap(placeCell({ centre: [0, 0], width: 0.2 }), 20, 20, box);
    const measured = mapMeasures(place, shape, { box });
    expect(measured.borderRatio[0]!).toBeLessThan(-0.9);
    expect(measured.coherence[0]!).toBeGreaterThan(1.5);
    expect(measured.fields[0]).toBe(1);
    // 30 % of the peak is 1.552 standard deviations from it.
    expect(Math.abs(measured.fieldSize[0]! - Math.PI * 0.2 ** 2 * 2 * Math.log(1 / 0.3))).toBeLessThan(0.02);
  });
});
