/** Cells whose lag is known: which estimators find it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type LagEstimator, type LagSweep, valuesOf } from "../../../../src/analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../../src/analyse/lags/sweep-lags.ts";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { randomHexagonalCells, syntheticSource } from "../../../../src/analyse/synthetic-source.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { defaultMotion } from "../../../../src/world/motion.ts";
import { arraySource } from "../../../support/array-source.ts";
import { randomSource } from "../../../support/random-numbers.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const lags = Array.from({ length: 21 }, (_, i) => i - 10);
const ideal = 24;

describe("24 ideal cells of the current position, and one that fires five steps ahead", () => {
  const cells = randomHexagonalCells(engine, ideal, 2);
  const all = [...cells.map((cell) => ({ cell })), { cell: cells[0]!, lag: 5 }];
  let sweep: LagSweep;

  beforeAll(async () => {
    const motion = { ...defaultMotion, wallRule: "faithful" } as const;
    sweep = await sweepLags(engine, syntheticSource(engine, all, { motion }), {
      ...{ seed: 0, trajectories: 4000, steps: 25, bins: 20, lags, axis: "time", samples: "each" },
      scorer: findScorer("deepmind-code"),
    });
  });

  const bestOf = (estimator: LagEstimator): number[] =>
    all.map((_, unit) => {
      const values = lags.map((_, i) => valuesOf(sweep, estimator)[i * all.length + unit]!);
      expect(values.some(Number.isNaN)).toBe(false);
      return lags[values.indexOf(Math.max(...values))]!;
    });

  test.each(["explained-variance", "spatial-information"] as const)("%s finds every lag", (estimator) => {
    expect(bestOf(estimator)).toEqual([...Array.from({ length: ideal }, () => 0), 5]);
  });

  test("gridness calls 13 of 24 predictive, 4 retrospective, and misses the five steps", () => {
    const best = bestOf("gridness");
    const shifts = best.slice(0, ideal).map((lag) => lag * sweep.cmPerStep);
    // By the published threshold of 5 cm; the best scores of all are above the published 0.2.
    expect(shifts.filter((cm) => cm >= 5).length).toBe(13);
    expect(shifts.filter((cm) => cm <= -5).length).toBe(4);
    const peak = (unit: number) => Math.max(...lags.map((_, i) => sweep.hexagonal[i * all.length + unit]!));
    expect(cells.every((_, unit) => peak(unit) > 0.2)).toBe(true);
    expect(best[ideal]).not.toBe(5);
  });

  test("the cell that fires ahead is the other one, shifted", () => {
    const at = (lag: number, unit: number) => sweep.explainedVariance[lags.indexOf(lag) * all.length + unit]!;
    expect(Math.abs(at(5, ideal) - at(0, 0))).toBeLessThan(0.01);
    expect(at(0, 0) - at(0, ideal)).toBeGreaterThan(0.1);
  });
});

test("five steps ahead are as far along the path as five steps are", async () => {
  const [cell] = randomHexagonalCells(engine, 1, 3);
  const source = syntheticSource(engine, [
    { cell: cell! },
    { cell: cell!, lag: 5 },
    { cell: cell!, lag: -5 },
  ]);
  const cm = Array.from({ length: 17 }, (_, i) => 2 * (i - 8));
  const sweep = await sweepLags(engine, source, {
    ...{ seed: 0, trajectories: 400, steps: 60, bins: 20, axis: "distance", samples: "equal" },
    ...{ lags: cm.map((length) => length / 100), scorer: findScorer("nan-aware") },
  });
  expect(new Set(sweep.pairs).size).toBe(1);
  const best = [0, 1, 2].map((unit) => {
    const values = cm.map((_, i) => sweep.explainedVariance[i * 3 + unit]!);
    return cm[values.indexOf(Math.max(...values))]!;
  });
  expect(sweep.cmPerStep).toBeCloseTo(2, 1);
  expect(best).toEqual([0, 10, -10]);
});

test("activity that knows nothing of the place explains nothing, however few pairs a lag leaves", async () => {
  const [trajectories, steps, units] = [40, 12, 60];
  const random = randomSource(11);
  const position = Float32Array.from({ length: steps * trajectories * 2 }, () => 2.2 * random() - 1.1);
  const activity = Float32Array.from({ length: steps * trajectories * units }, random);
  const source = arraySource(engine, { trajectories, steps, units, position, activity });
  const sweep = await sweepLags(engine, source, {
    ...{ seed: 0, trajectories, steps, bins: 5, lags: [0, 5, 10], axis: "time", samples: "each" },
    scorer: findScorer("nan-aware"),
  });
  expect([...sweep.pairs]).toEqual([480, 280, 80]);
  for (let lag = 0; lag < 3; lag++) {
    const values = sweep.explainedVariance.subarray(lag * units, (lag + 1) * units);
    const mean = values.reduce((sum, value) => sum + value, 0) / units;
    // Plain shares of variance would be 0.05, 0.09 and 0.30.
    expect(Math.abs(mean)).toBeLessThan(0.025);
  }
});

test("random cells are the same however many there are, and differ by seed", () => {
  const at = (count: number, seed: number) => randomHexagonalCells(engine, count, seed)[0]!(0.1, 0.2, 0);
  expect(at(3, 1)).toBe(at(24, 1));
  expect(at(3, 1)).not.toBe(at(3, 2));
});

test("ideal cells have no published paths", () => {
  const source = syntheticSource(engine, [{ cell: () => 1 }]);
  const request = { seed: 0, trajectories: 100, steps: 5, publishedBatch: 100 };
  expect(userErrorOf(() => source.portions(request))).toStartWith("ideal cells have no published paths");
});
