import { describe, expect, test } from "bun:test";
import { LookBudget } from "../../../../repl/background/look-budget.ts";

/** Trains in steps of a tenth of a second; each look that is due takes `cost(number)`. @returns times of the looks */
function train(budget: LookBudget, seconds: number, cost: (look: number) => number): number[] {
  const looks: number[] = [];
  for (let step = 1; step <= 10 * seconds; step++) {
    budget.trained(0.1);
    if (!budget.due) continue;
    budget.spent(cost(looks.length));
    looks.push(step / 10);
  }
  return looks;
}

describe("the budget of looks", () => {
  test("spreads looks so that they cost their share, the first one as early as that allows", () => {
    const budget = new LookBudget(0.02);
    budget.expect(0.1);
    const looks = train(budget, 100, () => 0.1);
    expect(looks[0]).toBeCloseTo(5, 0);
    expect(looks).toHaveLength(20);
    expect(budget.share).toBeLessThan(0.02001);
  });

  test("lets a look that was dearer than expected be paid before the next one", () => {
    const budget = new LookBudget(0.02);
    budget.expect(0.1);
    const looks = train(budget, 100, (look) => (look === 0 ? 1 : 0.1));
    expect(looks[1]! - looks[0]!).toBeGreaterThanOrEqual(50);
    expect(budget.share).toBeLessThan(0.02001);
  });

  test("does not heap credit while nobody watches", () => {
    const budget = new LookBudget(0.02);
    budget.expect(0.1);
    budget.trained(1000);
    expect(train(budget, 10, () => 0.1).length).toBeLessThanOrEqual(3);
  });

  test("is never due before it is known what a look costs", () => {
    const budget = new LookBudget(0.02);
    budget.trained(1000);
    expect(budget.due).toBe(false);
    expect(budget.share).toBe(0);
  });

  test("says how long it takes until the next look", () => {
    const budget = new LookBudget(0.02);
    budget.expect(0.1);
    budget.trained(2);
    expect(budget.secondsUntilDue).toBeCloseTo(3, 9);
    budget.trained(4);
    expect(budget.secondsUntilDue).toBe(0);
  });
});
