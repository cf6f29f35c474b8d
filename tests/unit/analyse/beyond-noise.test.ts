import { expect, test } from "bun:test";
import { aboveNull, beyondNoise } from "../../../src/analyse/beyond-noise.ts";
import type { GridScores } from "../../../src/analyse/grid-score.ts";
import type { NoiseNull } from "../../../src/analyse/null.ts";
import { gridVerdict } from "../../../src/cli/commands/evaluate/verdict.ts";

/** 0, 0.01 … 1: 95 of the 101 lie below 0.95. */
const noise = Float64Array.from({ length: 101 }, (_, i) => i / 100);
const units = Float64Array.of(0.2, 0.95, 0.951, 1.4, Number.NaN);

test("counts the units above the 95th percentile of the noise, of all units", () => {
  const { threshold, nullShare, ...counted } = beyondNoise(units, noise);
  expect(threshold).toBeCloseTo(0.95, 12);
  expect(counted).toEqual({ units: 2, share: 0.4 });
  expect(nullShare).toBeCloseTo(5 / 101, 12);
  expect(beyondNoise([], noise)).toMatchObject({ units: 0, share: Number.NaN });
});

const rings = { rings: [], ring60: [], ring90: [] };
const scores = { grid60: units, grid90: noise, scorer: "pearson", bins: 20, ...rings } satisfies GridScores;
const null95 = {
  ...{ kind: "smoothed-noise", pooled: true, shuffles: 101, smoothing: 1 },
  ...{ scorer: "pearson", bins: 20, seed: 0, grid60: noise, grid90: noise },
  p95: { grid60: 0.95, grid90: 0.95 },
} satisfies NoiseNull;

test("hexagonal and square stand apart, with the percentile", () => {
  const { percentile, hexagonal, square } = aboveNull(scores, null95);
  expect([percentile, hexagonal.units, square.units]).toEqual([95, 2, 5]);
});

test("the sentence has share, threshold, null, scorer and bins", () => {
  expect(gridVerdict(scores, null95)).toBe(
    "2 of 5 units (40.0 %) score hexagonally above 0.95, the 95th percentile of matched noise (pearson, 20 x 20 bins).",
  );
});
