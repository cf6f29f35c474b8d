import { describe, expect, test } from "bun:test";
import { findRule } from "../../../../../src/analyse/lags/class-rules.ts";
import { foldersOf } from "../../../../../src/cli/commands/lags/lag-files.ts";
import { objection, outOfReach } from "../../../../../src/cli/commands/lags/lag-verdict.ts";
import type { Found } from "../../../../../src/cli/commands/lags/network-lags.ts";
import { meanOf, medianOf, pythonNumber } from "../../../../../src/cli/commands/lags/published-numbers.ts";
import type { FoundClasses } from "../../../../../src/session/rule-findings.ts";

const agreement = { units: 9, same: 9, kappa: 1, cells: { units: 9, same: 9 } };
const held = (count: number, chance: number) => ({
  agreement,
  heldOut: { units: [0, 1, 2, 3, 4, 5], confirmed: new Uint8Array(6), count, chance },
});
const good: FoundClasses = {
  labels: new Uint8Array(9),
  counts: [6, 0, 0, 3, 0],
  untrained: [2, 0, 0, 7, 0],
  shuffles: [
    [1, 0, 0, 8, 0],
    [4, 0, 0, 5, 0],
  ],
  halves: held(6, 0.016),
};
const rule = findRule("fork-strict");
const against = (other: Partial<FoundClasses>) => {
  const findings: Found = {
    rule,
    thresholds: { ...rule.thresholds, minShiftCm: 5 },
    found: { ...good, ...other },
  };
  return objection(findings, 0.05);
};

describe("predictive units are taken away", () => {
  test("by nothing where there are more than anywhere else, and their lags hold", () => {
    expect(against({})).toBeUndefined();
    expect(against({ untrained: undefined })).toBeUndefined();
  });

  test.each([
    [{ counts: [0, 0, 0, 9, 0] }, "none"],
    [{ counts: [4, 0, 0, 5, 0] }, "a shuffle has 4"],
    [{ untrained: [6, 0, 0, 3, 0] }, "the untrained network has 6"],
    [{ halves: held(4, 0.34) }, "4 of 6 lags hold on the other half"],
    [{ halves: undefined }, "no halves to compare"],
    [{ shuffles: [] }, "no shuffles"],
  ])("%o", (other, said) => {
    expect(against(other)).toBe(said);
  });
});

describe("no unit can be predictive", () => {
  const reached = (name: string, lagCm: number[], edges: "included" | "excluded") => {
    const named = findRule(name);
    return outOfReach(
      [{ rule: named, thresholds: { ...named.thresholds, minShiftCm: 5 }, found: good }],
      lagCm,
      edges,
    );
  };

  test("by rules that ask for longer lags than there are to choose from", () => {
    expect(reached("fork-strict", [-6, -3, 0, 3, 6], "excluded")).toEqual(["fork-strict"]);
    expect(reached("fork-loose", [-4, 0, 4], "included")).toEqual(["fork-loose"]);
  });

  test("but by others", () => {
    expect(reached("fork-strict", [-6, -3, 0, 3, 6], "included")).toEqual([]);
    expect(reached("fork-strict", [8, 6, 3, 0], "excluded")).toEqual([]);
    expect(reached("ouchi2024", [-3, 0, 3], "included")).toEqual([]);
  });
});

test("networks of the same name have folders of their own", () => {
  expect(foldersOf(["a"], "out")).toEqual(["out"]);
  expect(foldersOf(["a", "a-2", "a", "a"], "out")).toEqual(["out/a", "out/a-2", "out/a-3", "out/a-4"]);
});

test("numbers as Python writes them", () => {
  expect([1, -2.5, 0, Number.NaN, Number.NEGATIVE_INFINITY].map(pythonNumber)).toEqual([
    ...["1.0", "-2.5", "0.0", "nan", "-inf"],
  ]);
  expect(meanOf([1, Number.NaN, 3])).toBe(2);
  expect(medianOf([5, 1, Number.NaN, 3])).toBe(3);
  expect(meanOf([])).toBeNaN();
});
