import { describe, expect, test } from "bun:test";
import { SnapshotBudget } from "../../../src/session/snapshot-budget.ts";

/** Trains in steps of a tenth of a second; each snapshot that is due takes `cost(number)`. @returns their times */
function train(budget: SnapshotBudget, seconds: number, cost: (snapshot: number) => number): number[] {
  const times: number[] = [];
  for (let step = 1; step <= 10 * seconds; step++) {
    budget.trained(0.1);
    if (!budget.due) continue;
    budget.spent(cost(times.length));
    times.push(step / 10);
  }
  return times;
}

describe("the budget of snapshots", () => {
  test("spreads snapshots so that they cost their share, the first one as early as that allows", () => {
    const budget = new SnapshotBudget(0.02);
    budget.expect(0.1);
    const times = train(budget, 100, () => 0.1);
    expect(times[0]).toBeCloseTo(5, 0);
    expect(times).toHaveLength(20);
    expect(budget.share).toBeLessThan(0.02001);
  });

  test("lets a snapshot that was dearer than expected be paid before the next one", () => {
    const budget = new SnapshotBudget(0.02);
    budget.expect(0.1);
    const times = train(budget, 100, (snapshot) => (snapshot === 0 ? 1 : 0.1));
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(50);
    expect(budget.share).toBeLessThan(0.02001);
  });

  test("does not heap credit while nobody watches", () => {
    const budget = new SnapshotBudget(0.02);
    budget.expect(0.1);
    budget.trained(1000);
    expect(train(budget, 10, () => 0.1).length).toBeLessThanOrEqual(3);
  });

  test("is never due before it is known what a snapshot costs", () => {
    const budget = new SnapshotBudget(0.02);
    budget.trained(1000);
    expect(budget.due).toBe(false);
    expect(budget.share).toBe(0);
  });

  test("says how long it takes until the next one", () => {
    const budget = new SnapshotBudget(0.02);
    budget.expect(0.1);
    budget.trained(2);
    expect(budget.secondsUntilDue).toBeCloseTo(3, 9);
    budget.trained(4);
    expect(budget.secondsUntilDue).toBe(0);
  });
});
