import { describe, expect, test } from "bun:test";
import { findRule } from "../../../../src/analyse/lags/class-rules.ts";
import { heldOut, tossesAtLeast } from "../../../../src/analyse/lags/held-out.ts";
import { labelAgreement } from "../../../../src/analyse/lags/label-agreement.ts";
import { lagEvidence } from "../../../../src/analyse/lags/lag-evidence.ts";
import { fewestShuffles, lagSignificance } from "../../../../src/analyse/lags/significance.ts";
import { handMadeNull } from "../../../support/hand-made-null.ts";
import { handMadeSweep } from "../../../support/hand-made-sweep.ts";

const choice = { estimator: "gridness", edges: "included" } as const;
const lags = [-1, 0, 1];
const swept = (...rows: number[][]) => handMadeSweep(lags, rows);
const shuffles = [
  swept([0.1, 0], [0.2, 0], [0.3, 0]),
  swept([0.5, 0], [0.1, 0], [0.2, 0]),
  swept([0.2, 0], [0.4, 0], [0.1, 0]),
];
const nullOf = (alpha: number) => handMadeNull(shuffles, [0, 1, 2], alpha);
const real = lagEvidence(swept([0.1, Number.NaN], [0.25, Number.NaN], [0.45, Number.NaN]), choice);

describe("significance by shuffles", () => {
  const judged = (correction: "best-of-lags" | "same-lag") =>
    lagSignificance(real, nullOf(0.5), { correction, zeroRow: 1 });

  test("corrects for the best of all lags", () => {
    // Highest of each shuffle: 0.3, 0.5, 0.4; without a shift 0.2, 0.1, 0.4.
    expect([...judged("best-of-lags").atBest]).toEqual([1, 0]);
    expect([...judged("best-of-lags").atZero]).toEqual([1, 0]);
    const weaker = lagEvidence(swept([0.1, 0], [0.25, 0], [0.35, 0]), choice);
    const of = (correction: "best-of-lags" | "same-lag") =>
      lagSignificance(weaker, nullOf(0.5), { correction, zeroRow: 1 }).atBest[0];
    expect(of("best-of-lags")).toBe(0);
    expect(of("same-lag")).toBe(1);
  });

  test("goes by p of at most alpha, where twenty shuffles have their 95th percentile below the highest", () => {
    const twenty = Array.from({ length: 20 }, (_, i) => swept([0, 0], [i / 20, i / 20], [0, 0]));
    const found = handMadeNull(twenty, [1], 0.05);
    // Between the highest and the next, and above the highest: p is 2 / 21 and 1 / 21.
    const two = lagEvidence(swept([0, 0], [0.94, 0.96], [0, 0]), choice);
    const judge = (ofShuffle: boolean) =>
      lagSignificance(two, found, { correction: "best-of-lags", zeroRow: 1, ofShuffle });
    expect(judge(false)).toEqual({ atZero: Uint8Array.of(0, 1), atBest: Uint8Array.of(0, 1) });
    // Of the shuffles themselves one in twenty is beyond.
    expect(judge(true)).toEqual({ atZero: Uint8Array.of(1, 1), atBest: Uint8Array.of(1, 1) });
  });

  test("finds nothing in a score that every shuffle has", () => {
    // 0.7 is below itself once it has been kept in float32, and 0.1 above.
    for (const score of [0.1, 0.7]) {
      const same = swept([0], [score], [0]);
      const found = handMadeNull(Array(20).fill(same), [1], 0.05);
      const judged = lagSignificance(lagEvidence(same, choice), found, {
        ...{ correction: "best-of-lags", zeroRow: 1 },
      });
      expect(judged).toEqual({ atZero: Uint8Array.of(0), atBest: Uint8Array.of(0) });
    }
  });

  test("takes more shuffles the smaller alpha is to be", () => {
    expect(fewestShuffles(0.05)).toBe(20);
    expect(fewestShuffles(0.01)).toBe(100);
  });
});

describe("agreement of two halves", () => {
  const rule = findRule("fork-strict");

  test("by Cohen's kappa, and of cells alone", () => {
    // scikit-learn's cohen_kappa_score gives 0.5 for these.
    const found = labelAgreement(rule, Uint8Array.of(0, 0, 3, 3), Uint8Array.of(0, 3, 3, 3));
    expect(found).toEqual({ units: 4, same: 3, kappa: 0.5, cells: { units: 2, same: 1 } });
    // Whichever half has the cells.
    expect(labelAgreement(rule, Uint8Array.of(0, 3, 3, 3), Uint8Array.of(0, 0, 3, 3))).toEqual(found);
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
    const { confirmed, count, chance } = heldOut([0, 1], first, other, choice);
    expect([...confirmed]).toEqual([1, 0]);
    expect([count, chance]).toEqual([1, 0.75]);
  });

  test("and beyond its shuffles", () => {
    const lower = swept([0, 0], [0.1, 0], [0.25, 0]);
    const of = (alpha: number) => heldOut([0], first, lower, choice, nullOf(alpha)).count;
    // 0.1, 0.2, 0.3 at that lag.
    expect(of(0.5)).toBe(1);
    expect(of(0)).toBe(0);
  });

  test("may be those of no unit", () => {
    expect(heldOut([], first, other, choice)).toMatchObject({
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
