import { describe, expect, test } from "bun:test";
import { classRules, findRule, type UnitEvidence } from "../../../../src/analyse/lags/class-rules.ts";
import { lagEvidence } from "../../../../src/analyse/lags/lag-evidence.ts";
import {
  classCounts,
  classLabels,
  thresholdsOf,
  unitsOf,
} from "../../../../src/analyse/lags/unit-classes.ts";
import { handMadeSweep } from "../../../support/hand-made-sweep.ts";

const none = Number.NaN;
/** Lags of -3 to 3 steps of 2.5 cm; the outermost without scores, as of trajectories that are too short for them. */
const sweep = handMadeSweep(
  [-3, -2, -1, 0, 1, 2, 3],
  [
    [none, none, none, none, none, none, none, none],
    // ahead, behind, here, a tie, nothing, low, strong ahead only, at the edge
    [0.1, 0.7, 0.2, 0.6, none, 0.1, 0.1, 0.1],
    [0.2, 0.6, 0.5, 0.5, none, 0.1, 0.1, 0.2],
    [0.5, 0.5, 0.6, 0.5, none, 0.1, 0.1, 0.5],
    [0.6, 0.4, 0.5, 0.5, none, 0.1, 0.3, 0.6],
    [0.7, 0.3, 0.4, 0.6, none, 0.15, 0.8, 0.9],
    [none, none, none, none, none, none, none, none],
  ],
  { cmPerStep: 2.5 },
);

function classesBy(name: string, edges: "included" | "excluded", wished = {}) {
  const rule = findRule(name);
  const evidence = lagEvidence(sweep, { estimator: "gridness", edges });
  const labels = classLabels(rule, thresholdsOf(rule, { minShiftCm: 5, ...wished }), evidence);
  return {
    names: [...labels].map((label) => rule.classes[label]),
    counts: classCounts(rule, labels),
    predictive: unitsOf(rule, labels, "predictive"),
  };
}

describe("published rules on written-down scores", () => {
  test("fork-loose", () => {
    const { names, counts, predictive } = classesBy("fork-loose", "included");
    expect(names).toEqual([
      ...["predictive", "phase-precession", "phase-locked", "phase-precession"],
      ...["unclassified", "low-grid", "predictive", "predictive"],
    ]);
    expect(counts).toEqual([3, 2, 1, 1, 1]);
    expect(predictive).toEqual([0, 6, 7]);
  });

  test("between two thresholds of fork-loose a unit is unclassified", () => {
    const { names } = classesBy("fork-loose", "included", { gridness: 0.75, lowGrid: 0.65 });
    expect(names.slice(0, 4)).toEqual(["unclassified", "unclassified", "low-grid", "low-grid"]);
    // Also when no lag of it is below: a class goes before.
    expect(classesBy("fork-loose", "included", { gridness: 0.6, lowGrid: 0.75 }).names[0]).toBe("predictive");
  });

  test("fork-strict asks for a score without a shift, too", () => {
    const { names } = classesBy("fork-strict", "included");
    expect(names).toEqual([
      ...["predictive", "retrospective", "zero-lag", "retrospective"],
      ...["low-grid", "low-grid", "low-grid", "predictive"],
    ]);
    expect(classesBy("fork-strict", "included", { zero: 0.55 }).names[0]).toBe("low-grid");
    expect(classesBy("fork-strict", "included", { minShiftCm: 5.5 }).counts).toEqual([0, 0, 5, 3, 0]);
  });

  test("a unit whose score rises to an edge that is excluded is in no class of cells", () => {
    const { names } = classesBy("fork-strict", "excluded");
    expect(names[7]).toBe("other");
    expect(classesBy("fork-loose", "excluded").names[7]).toBe("unclassified");
    // It peaks inside.
    expect(names[2]).toBe("zero-lag");
  });
});

describe("ouchi2024", () => {
  const { classOf } = findRule("ouchi2024");
  const unit: UnitEvidence = { atZero: 0.1, atBest: 0.9, highest: 0.9, bestCm: 10, beyond: false };
  const judged = (atZero: boolean, atBest: boolean, other: Partial<UnitEvidence> = {}) =>
    classOf(
      { ...unit, ...other, significant: { atZero, atBest } },
      thresholdsOf(findRule("ouchi2024"), { minShiftCm: 5 }),
    );

  test("predictive are those that are significant ahead and not without a shift", () => {
    expect(judged(false, true)).toBe("predictive");
    expect(judged(false, true, { bestCm: -10 })).toBe("retrospective");
    expect(judged(true, true)).toBe("current-position");
    expect(judged(false, false)).toBe("not-significant");
    expect(judged(false, true, { beyond: true })).toBe("unclassified");
  });

  test("says nothing without shuffles", () => {
    const thresholds = thresholdsOf(findRule("ouchi2024"), { minShiftCm: 5 });
    expect(() => classOf(unit, thresholds)).toThrow("without shuffles");
  });
});

test("the rules name their classes, the predictive one first", () => {
  expect(classRules.map(({ name }) => name)).toEqual(["fork-loose", "fork-strict", "ouchi2024"]);
  for (const { classes } of classRules) {
    expect(classes[0]).toBe("predictive");
    expect(classes).toHaveLength(5);
  }
});

test("a rule that is not there is told with those that are", () => {
  expect(() => findRule("fork-lose")).toThrow("there is no rule 'fork-lose'");
});

test("explained variance chooses the lag, and the score there is judged", () => {
  const rule = findRule("fork-loose");
  const rows = [[0.9], [0.3], [0.1]];
  const one = handMadeSweep([-3, 0, 3], rows, { explained: [[0.1], [0.8], [0.2]] });
  const labels = (estimator: "gridness" | "explained-variance") =>
    classLabels(
      rule,
      thresholdsOf(rule, { minShiftCm: 5 }),
      lagEvidence(one, { estimator, edges: "included" }),
    );
  expect(rule.classes[labels("gridness")[0]!]).toBe("phase-precession");
  expect(rule.classes[labels("explained-variance")[0]!]).toBe("phase-locked");
});
