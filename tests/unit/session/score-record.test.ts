import { expect, test } from "bun:test";
import { scoreRecordOf } from "../../../src/session/score-record.ts";
import { hexagonalMap } from "../../support/synthetic-drawings.ts";
import { withTinyEngine } from "../../support/tiny-training.ts";

const bins = 20;
const box = { width: 2.2, height: 2.2 };

const recordOf = (grid60: readonly number[], noise: readonly number[]) =>
  withTinyEngine(1, async (engine) => {
    const maps = Float64Array.from(
      grid60.flatMap((_, i) => Array.from(hexagonalMap(bins, 0.5 + i / 20, 0).values)),
    );
    const scoring = { scorer: "nan-aware", bins };
    const seen = {
      ...scoring,
      step: 40,
      samples: 12_000,
      units: grid60.length,
      maps,
      grid60: Float64Array.from(grid60),
      grid90: Float64Array.from(grid60),
    };
    const against = { ...scoring, step: 30, scores: Float32Array.from(noise) };
    return scoreRecordOf(engine, { maps: seen, noise: against, trajectories: 600 }, box);
  });

test("scores stand beside scorer, bins, trajectories and their null", async () => {
  const record = await recordOf([0.9, 0.4, 0.2, Number.NaN], [0.5, 0, 0.25, 0.3]);
  expect(record).toMatchObject({
    ...{ kind: "scores", step: 40, scorer: "nan-aware", bins, trajectories: 600, units: 4 },
    ...{ medianGridScore: 0.4, nullStep: 30, nullMaps: 4, threshold: 0.37 },
    // Of all four units, the silent one among them.
    ...{ shareAboveNull95: 0.25, shareAboveThreshold: 0.5, nullShareAboveThreshold: 0.25 },
  });
  expect(record.meanGridScore).toBeCloseTo(0.5, 9);
  expect(record.null95).toBeCloseTo(0.47, 6);
  // Of the only unit above it: a lattice of that spacing in the units of the synthetic map.
  expect(record.medianSpacing).toBeGreaterThan(0.3);
});

test("what there is not is null", async () => {
  expect(await recordOf([Number.NaN], [])).toMatchObject({
    ...{ meanGridScore: null, medianGridScore: null, null95: null, nullStep: null, nullMaps: 0 },
    ...{ shareAboveNull95: null, shareAboveThreshold: 0, nullShareAboveThreshold: null, medianSpacing: null },
  });
});
