import { describe, expect, test } from "bun:test";
import { findRule } from "../../../../src/analyse/lags/class-rules.ts";
import { heldOut, tossesAtLeast } from "../../../../src/analyse/lags/held-out.ts";
import { labelAgreement } from "../../../../src/analyse/lags/label-agreement.ts";
import { lagEvidence } from "../../../../src/analyse/lags/lag-evidence.ts";
import {
  fewestShuffles,
  lagChances,
  type ShuffledLags,
  shuffledLags,
  shuffleLevels,
} from "../../../../src/analyse/lags/shuffled-lags.ts";
import { handMadeSweep } from "../../../support/hand-made-sweep.ts";

const choice = { estimator: "gridness", edges: "included" } as const;
const lags = [-1, 0, 1];
const swept = (...rows: number[][]) => handMadeSweep(lags, rows);
const shuffles: ShuffledLags[] = [
  swept([0.1, 0], [0.2, 0], [0.3, 0]),
  swept([0.5, 0], [0.1, 0], [0.2, 0]),
  swept([0.2, 0], [0.4, 0], [0.1, 0]),
].map((sweep) => shuffledLags(sweep, choice));
const real = lagEvidence(swept([0.1, Number.NaN], [0.25, Number.NaN], [0.45, Number.NaN]), choice);

describe("chances by shuffles", () => {
  test("correct for the best of all lags", () => {
    const { atBest, atZero } = lagChances(real, shuffles, { correction: "best-of-lags", zeroRow: 1 });
    // Highest of each shuffle: 0.3, 0.5, 0.4.
    expect(atBest[0]).toBe(2 / 4);
    expect(atZero[0]).toBe(2 / 4);
    expect(atBest[1]).toBeNaN();
  });

  test("or forget that it was chosen", () => {
    const { atBest } = lagChances(real, shuffles, { correction: "same-lag", zeroRow: 1 });
    expect(atBest[0]).toBe(1 / 4);
  });

  test("of a shuffle are by the others", () => {
    const [, second] = shuffles;
    const { atBest } = lagChances(
      second!.evidence,
      shuffles,
      { correction: "best-of-lags", zeroRow: 1 },
      second,
    );
    expect(atBest[0]).toBe(1 / 3);
  });

  test("take more shuffles the smaller they are to be", () => {
    expect(fewestShuffles(0.05)).toBe(20);
    expect(fewestShuffles(0.01)).toBe(100);
  });
});

test("levels of the shuffles at each lag", () => {
  const { mean, deviation, threshold } = shuffleLevels(shuffles, 0.5);
  expect(mean[0]).toBeCloseTo(0.8 / 3, 7);
  expect(threshold[0]).toBeCloseTo(0.2, 7);
  expect(deviation[0]).toBeCloseTo(Math.sqrt((0.1667 ** 2 + 0.2333 ** 2 + 0.0667 ** 2) / 3), 4);
  expect(shuffleLevels([], 0.05).mean).toHaveLength(0);
});

describe("agreement of two halves", () => {
  const rule = findRule("fork-strict");

  test("by Cohen's kappa, and of cells alone", () => {
    // scikit-learn's cohen_kappa_score gives 0.5 for these.
    const found = labelAgreement(rule, Uint8Array.of(0, 0, 3, 3), Uint8Array.of(0, 3, 3, 3));
    expect(found).toEqual({ units: 4, same: 3, kappa: 0.5, cells: { units: 2, same: 1 } });
  });

  test("has no kappa where all units are in one class", () => {
    const { kappa, cells } = labelAgreement(rule, Uint8Array.of(3, 3), Uint8Array.of(3, 3));
    expect(kappa).toBeNaN();
    expect(cells).toEqual({ units: 0, same: 0 });
  });
});

describe("held-out lags", () => {
  const first = lagEvidence(swept([0, 0], [0.1, 0.1], [0.9, 0.9]), choice);
  const other = swept([0, 0], [0.3, 0.6], [0.8, 0.5]);

  test("are confirmed where they are better than none on the other half", () => {
    const { confirmed, count, chance } = heldOut([0, 1], first, other, choice, { shuffles: [], alpha: 0.05 });
    expect([...confirmed]).toEqual([1, 0]);
    expect([count, chance]).toEqual([1, 0.75]);
  });

  test("and beyond its shuffles", () => {
    const of = (alpha: number) => heldOut([0], first, other, choice, { shuffles, alpha }).count;
    expect(of(0.25)).toBe(1);
    expect(of(0.2)).toBe(0);
  });

  test("may be those of no unit", () => {
    expect(heldOut([], first, other, choice, { shuffles: [], alpha: 0.05 })).toMatchObject({
      count: 0,
      chance: 1,
    });
  });
});

test("tosses of a coin", () => {
  expect(tossesAtLeast(0, 7)).toBeCloseTo(1, 12);
  expect(tossesAtLeast(3, 3)).toBeCloseTo(1 / 8, 12);
  expect(tossesAtLeast(1000, 2000)).toBeCloseTo(0.5089, 3);
});
