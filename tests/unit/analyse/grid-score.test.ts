import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { deepmindRings, type Ring } from "../../../src/analyse/ring.ts";
import { findScorer, type Scorer } from "../../../src/analyse/scorer.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { readNpz } from "../../../src/format/npz.ts";
import { goldenPath } from "../../support/golden.ts";
import { goldenMaps } from "../../support/golden-maps.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { referenceGridScore } from "../../support/reference/grid-score.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const released = findScorer("deepmind-code");

for (const bins of [20, 32] as const) {
  const golden = goldenMaps(bins);
  const missing = golden ? "" : " (reference file missing)";
  for (const [name, form] of [
    ["deepmind-code", "mean"],
    ["deepmind-code-minmax", "minmax"],
  ] as const) {
    test.skipIf(!golden)(`${name} on the published scores, ${bins} bins${missing}`, () => {
      const { maps, units, kind, numbers } = golden!;
      const got = scoreMaps(engine, maps, { units, bins }, findScorer(name));
      for (let unit = 0; unit < units; unit++) {
        if (kind[unit] === "silent") {
          // The reference says 0; a silent unit has no score.
          expect([got.grid60[unit], got.grid90[unit], got.ring60[unit]]).toEqual([
            Number.NaN,
            Number.NaN,
            null,
          ]);
          continue;
        }
        // Sums of 1204 products in another order: 1e-13.
        expect(got.grid60[unit]).toBeCloseTo(numbers(`grid_score_60_${form}`)[unit]!, 12);
        expect(got.grid90[unit]).toBeCloseTo(numbers(`grid_score_90_${form}`)[unit]!, 12);
        const ringOf = (array: string) => [...numbers(array).subarray(2 * unit, 2 * unit + 2)];
        expect([...got.ring60[unit]!]).toEqual(ringOf(`ring_60_${form}`));
        expect([...got.ring90[unit]!]).toEqual(ringOf(`ring_90_${form}`));
      }
    });
  }
}

const trained = goldenPath("rnn256_trained.npz");
test.skipIf(!trained)(`a trained network${trained ? "" : " (reference file missing)"}`, () => {
  const file = readNpz(trained!);
  const maps = file.get("rate_maps").data as Float32Array;
  const expected = file.get("grid_score_60").data as Float64Array;
  const { grid60 } = scoreMaps(engine, maps, { units: 256, bins: 20 }, released);
  // Scored in float64, stored in float32: 6e-8 of the rates.
  grid60.forEach((score, unit) => {
    expect(score).toBeCloseTo(expected[unit]!, 6);
  });
  expect(grid60.filter((score) => score > 0.37).length).toBe(121);
});

describe("against the plain reference", () => {
  const rings: Ring[] = [
    [0.2, 0.4],
    [0, 0.35],
    [0.5, 1],
    [0.3, 0.95],
  ];
  for (const correlation of ["shared", "pearson"] as const) {
    for (const form of ["mean", "min-max"] as const) {
      test.each([5, 8, 13])(`${correlation}, ${form}, %i bins, each ring alone and all together`, (bins) => {
        const map = randomNumbers(bins * bins, bins);
        const shape = { units: 1, bins };
        const scorer: Scorer = { ...released, correlation, form };
        const image = autocorrelograms(engine, map, shape, "zero");
        const expected = rings.map((ring) => referenceGridScore(image, bins, ring, correlation, form));
        rings.forEach((ring, i) => {
          const got = scoreMaps(engine, map, shape, scorer, [ring]);
          expect(got.grid60[0]).toBeCloseTo(expected[i]!.grid60, 12);
          expect(got.grid90[0]).toBeCloseTo(expected[i]!.grid90, 12);
        });
        const best = scoreMaps(engine, map, shape, scorer, rings);
        const winner = (key: "grid60" | "grid90") =>
          expected.reduce((most, score, i) => (score[key] > expected[most]![key] ? i : most), 0);
        expect(best.ring60[0]).toEqual(rings[winner("grid60")]!);
        expect(best.ring90[0]).toEqual(rings[winner("grid90")]!);
      });
    }
  }
});

test("the released rings have the published pixels and limits", () => {
  const outer = deepmindRings.map((ring) => ring[1]);
  // biome-ignore format: numpy.linspace(0.4, 1, 10)
  expect(outer).toEqual([0.4, 0.4666666666666667, 0.5333333333333333, 0.6000000000000001, 0.6666666666666667, 0.7333333333333334, 0.8, 0.8666666666666667, 0.9333333333333333, 1.0]);
});

test("the first of two rings with the same score wins", () => {
  const rings: Ring[] = [
    [0.2, 0.6],
    [0.2, 0.6],
  ];
  const { ring60, ring90 } = scoreMaps(
    engine,
    randomNumbers(100, 10),
    { units: 1, bins: 10 },
    released,
    rings,
  );
  expect(ring60[0]).toBe(rings[0]!);
  expect(ring90[0]).toBe(rings[0]!);
});

test("scores do not change when rates are scaled or lifted", () => {
  const map = randomNumbers(400, 11);
  const shape = { units: 1, bins: 20 };
  const scorer = findScorer("nan-aware");
  const plain = scoreMaps(engine, map, shape, scorer);
  const scaled = scoreMaps(
    engine,
    map.map((rate) => 37 * rate + 5),
    shape,
    scorer,
  );
  expect(scaled.grid60[0]).toBeCloseTo(plain.grid60[0]!, 12);
  expect(scaled.grid90[0]).toBeCloseTo(plain.grid90[0]!, 12);
  expect(scaled.ring60).toEqual(plain.ring60);
});

test("a mirrored or turned map has the same score", () => {
  const map = randomNumbers(400, 12);
  const shape = { units: 1, bins: 20 };
  const scorer = findScorer("pearson");
  const turned = map.map((_, i) => map[(i % 20) * 20 + 19 - Math.floor(i / 20)]!);
  const transposed = map.map((_, i) => map[(i % 20) * 20 + Math.floor(i / 20)]!);
  const expected = scoreMaps(engine, map, shape, scorer).grid60[0]!;
  for (const other of [turned, transposed]) {
    expect(scoreMaps(engine, other, shape, scorer).grid60[0]).toBeCloseTo(expected, 12);
  }
});

test("one, two and three threads give the same bits", async () => {
  const units = 37;
  const maps = randomNumbers(units * 144, 13).map((rate) => (rate < 0.05 ? Number.NaN : rate));
  const shape = { units, bins: 12 };
  const scorer = findScorer("nan-aware");
  const alone = scoreMaps(engine, maps, shape, scorer);
  for (const workers of [2, 3]) {
    const several = await openEngine({ workers, blas: "wasm" });
    expect(scoreMaps(several, maps, shape, scorer)).toEqual(alone);
    expect(autocorrelograms(several, maps, shape)).toEqual(autocorrelograms(engine, maps, shape));
    several.close();
  }
});

test("float32 maps and no maps at all", () => {
  const maps = Float32Array.from(randomNumbers(2 * 100, 14));
  const shape = { units: 2, bins: 10 };
  expect(scoreMaps(engine, maps, shape, released)).toEqual(
    scoreMaps(engine, Float64Array.from(maps), shape, released),
  );
  expect(scoreMaps(engine, new Float64Array(0), { units: 0, bins: 10 }, released).ring60).toEqual([]);
});

test("wrong input is the user's mistake", () => {
  const map = new Float64Array(30);
  expect(() => scoreMaps(engine, map, { units: 1, binsX: 6, binsY: 5 }, released)).toThrow(/square maps/);
  expect(() => scoreMaps(engine, map, { units: 1, bins: 6 }, released)).toThrow(/30 values/);
  const square = new Float64Array(36);
  expect(() => scoreMaps(engine, square, { units: 1, bins: 6 }, released, [[0.4, 0.2]])).toThrow(
    /impossible/,
  );
  expect(() => scoreMaps(engine, square, { units: 1, bins: 6 }, released, [])).toThrow(/no rings/);
  expect(() => scoreMaps(engine, square, { units: 1, bins: 6 }, released, [[0.34, 0.36]])).toThrow(
    /no pixel/,
  );
  expect(() => findScorer("deepmind-cod")).toThrow(/no scorer 'deepmind-cod'/);
});
