import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { type GridScores, scoreMaps } from "../../../src/analyse/grid-score.ts";
import type { RingSearch } from "../../../src/analyse/ring.ts";
import { findScorer, type Scorer } from "../../../src/analyse/scorer.ts";
import { hexagonalCell, sampleMap, squareCell } from "../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import {
  expandingCircleScore,
  sixPeaksScore,
  wholeMapAutocorrelogram,
} from "../../support/reference/ring-search.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const searching = (rings: RingSearch): Scorer => ({ ...findScorer("banino-si"), rings });
const references = { "six-peaks": sixPeaksScore, "expanding-circle": expandingCircleScore } as const;

const maps: readonly (readonly [string, number, Float64Array])[] = [
  ...[9, 14, 20].map((bins) => [`noise, ${bins} bins`, bins, randomNumbers(bins * bins, bins)] as const),
  ["hexagons", 20, sampleMap(hexagonalCell({ period: 0.6, angle: 0.2, phase: [0.1, 0.3] }), 20, 20, box)],
  ["large hexagons", 16, sampleMap(hexagonalCell({ period: 0.95 }), 16, 16, box)],
  ["squares", 20, sampleMap(squareCell({ period: 0.7, angle: 0.3 }), 20, 20, box)],
  ["gaps", 12, randomNumbers(144, 5).map((rate) => (rate < 0.1 ? Number.NaN : rate))],
];

for (const search of ["six-peaks", "expanding-circle"] as const) {
  describe(`${search} against the plain reference`, () => {
    test.each(maps)("%s", (_name, bins, map) => {
      const got = scoreMaps(engine, map, { units: 1, bins }, searching(search));
      const image = autocorrelograms(engine, map, { units: 1, bins });
      for (const [key, ring] of [
        ["grid60", "ring60"],
        ["grid90", "ring90"],
      ] as const) {
        const expected = references[search](image, bins, key)!;
        expect(got[key][0]).toBeCloseTo(expected.score, 11);
        expect(got[ring][0]![0] * bins).toBeCloseTo(expected.radii[0], 12);
        expect(got[ring][0]![1] * bins).toBeCloseTo(expected.radii[1], 12);
      }
    });
  });
}

test("about the mean of the whole map, gaps left out", () => {
  for (const [, bins, map] of maps) {
    const got = autocorrelograms(engine, map, { units: 1, bins }, "whole-map");
    const expected = wholeMapAutocorrelogram(map, bins);
    expect(got.length).toBe(expected.length);
    got.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12);
    });
  }
});

test("a lifted or scaled map correlates the same about its mean", () => {
  const map = randomNumbers(100, 3);
  const shape = { units: 1, bins: 10 };
  const plain = autocorrelograms(engine, map, shape, "whole-map");
  const lifted = autocorrelograms(
    engine,
    map.map((rate) => 100 - 3 * rate),
    shape,
    "whole-map",
  );
  plain.forEach((value, i) => {
    expect(lifted[i]).toBeCloseTo(value, 11);
  });
});

const nothing = (scores: GridScores) => {
  expect([scores.grid60[0], scores.grid90[0], scores.ring60[0], scores.ring90[0]]).toEqual([
    Number.NaN,
    Number.NaN,
    null,
    null,
  ]);
};

test("without six peaks, without a ring or without any variation there is no score", () => {
  const shape = { units: 1, bins: 20 };
  const six = searching("six-peaks");
  nothing(scoreMaps(engine, new Float64Array(400), shape, six));
  const ramp = Float64Array.from({ length: 400 }, (_, i) => (i % 20) + Math.floor(i / 20) / 3);
  nothing(scoreMaps(engine, ramp, shape, { ...six, patches: "whole-map" }));
  const small = Float64Array.from({ length: 9 }, (_, i) => i);
  nothing(scoreMaps(engine, small, { units: 1, bins: 3 }, searching("expanding-circle")));
});

test("one, two and three threads give the same bits", async () => {
  const units = 23;
  const many = randomNumbers(units * 144, 13).map((rate) => (rate < 0.05 ? Number.NaN : rate));
  const shape = { units, bins: 12 };
  for (const search of ["six-peaks", "expanding-circle"] as const) {
    const alone = scoreMaps(engine, many, shape, searching(search));
    for (const workers of [2, 3]) {
      const several = await openEngine({ workers, blas: "wasm" });
      expect(scoreMaps(several, many, shape, searching(search))).toEqual(alone);
      several.close();
    }
  }
});
