import { expect, test } from "bun:test";
import { beyondNull } from "../../../../src/analyse/beyond-noise.ts";
import type { GridScores } from "../../../../src/analyse/grid-score.ts";
import type { NullScores } from "../../../../src/analyse/nulls/null-scores.ts";
import { significance } from "../../../../src/analyse/nulls/significance.ts";
import { chanceSentence, describeNull, gridVerdict } from "../../../../src/cli/commands/evaluate/verdict.ts";

/** 0, 1 … 19 for the first unit, ten more for the second, and so on. */
const shuffles = 20;
const own = Float64Array.from(
  { length: 4 * shuffles },
  (_, i) => (i % shuffles) + 10 * Math.floor(i / shuffles),
);
const scores = Float64Array.of(19.5, 20, 35, Number.NaN);

const ofUnits: NullScores = {
  ...{ kind: "field-shuffle", scorer: "pearson", bins: 20, seed: 0, pooled: false, shuffles },
  ...{ grid60: own, grid90: own, p95: { grid60: 0, grid90: 0 } },
};
const grid = {
  grid60: scores,
  grid90: scores,
  scorer: "pearson",
  bins: 20,
  rings: [],
  ring60: [],
  ring90: [],
};

test("each unit is held to its own null", () => {
  const { thresholds, p, adjusted } = significance(scores, ofUnits, own);
  // numpy.quantile(numpy.arange(20), 0.95)
  expect([...thresholds]).toEqual([18.05, 28.05, 38.05, 48.05]);
  expect([...p]).toEqual([1 / 21, 11 / 21, 6 / 21, Number.NaN]);
  expect(adjusted[0]).toBeCloseTo(3 / 21, 14);
  expect(adjusted[2]).toBeCloseTo((6 / 21) * 1.5, 14);
  expect(adjusted[3]).toBeNaN();
});

test("or all to one", () => {
  const pooled = { ...ofUnits, pooled: true };
  const { thresholds, p } = significance(scores.slice(), pooled, own.slice(0, shuffles));
  expect([...thresholds]).toEqual([18.05, 18.05, 18.05, 18.05]);
  expect([...p]).toEqual([1 / 21, 1 / 21, 1 / 21, Number.NaN]);
});

test("counts units above their own percentile, of all units, and what is left of many tests", () => {
  const found = beyondNull(scores, ofUnits, own);
  expect(found).toMatchObject({ units: 1, share: 0.25, nullShare: 0.05 });
  expect(found).toMatchObject({ expectedShare: 0.05, discoveries: 0, falseDiscoveryRate: 0.05 });
  expect(found.threshold).toBeCloseTo(33.05, 12);
});

test("the sentences name kind, shuffles, scorer, bins, chance and what is left", () => {
  const all = grid as GridScores;
  expect(gridVerdict(all, ofUnits)).toBe(
    "1 of 4 units (25.0 %) score hexagonally above the 95th percentile of their own null (field-shuffle, 20 shuffles, pearson, 20 x 20 bins).",
  );
  expect(chanceSentence(all, ofUnits)).toBe(
    "Expected by chance: 5 %. After Benjamini-Hochberg at q = 0.05: 0 of 4 units. 1 unit has the least p that 20 members of the null allow, 0.048, and it takes 3: take more.",
  );
  expect(describeNull(ofUnits)).toBe(
    "field-shuffle: the fields of each map at random places; 20 shuffles of each unit",
  );
  expect(describeNull({ ...ofUnits, kind: "time-shift", leastShift: 5 })).toContain("by at least 5 steps");
  const untrained: NullScores = {
    ...ofUnits,
    kind: "untrained",
    pooled: true,
    p95: { grid60: 18, grid90: 0 },
  };
  expect(gridVerdict(all, untrained)).toContain("above 18.00, the 95th percentile of the untrained units (");
});
