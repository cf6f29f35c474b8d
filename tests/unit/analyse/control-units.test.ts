import { afterAll, expect, test } from "bun:test";
import { candidatesFor, randomUnits, rateMatchedUnits } from "../../../src/analyse/control-units.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

test("candidates are all the others, or all when those are too few", () => {
  expect(candidatesFor([1, 3], 6)).toEqual({ units: [0, 2, 4, 5], mixed: false });
  expect(candidatesFor([0, 1, 2, 3], 6)).toEqual({ units: [0, 1, 2, 3, 4, 5], mixed: true });
  expect(candidatesFor([0, 1, 2], 6).mixed).toBe(false);
});

test("sets are drawn without replacement, each unit as often as the others, the first ones however many follow", () => {
  const units = [2, 3, 5, 7, 11, 13];
  const sets = randomUnits(engine, units, 3, { seed: 4, trials: 3000 });
  const counts = new Map(units.map((unit) => [unit, 0]));
  for (const set of sets) {
    expect(new Set(set).size).toBe(3);
    expect(set).toEqual([...set].sort((a, b) => a - b));
    for (const unit of set) counts.set(unit, counts.get(unit)! + 1);
  }
  // 1500 each, s.d. 27.
  for (const count of counts.values()) expect(Math.abs(count - 1500)).toBeLessThan(140);
  expect(randomUnits(engine, units, 3, { seed: 4, trials: 5 })).toEqual(sets.slice(0, 5));
  expect(randomUnits(engine, units, 3, { seed: 5, trials: 5 })).not.toEqual(sets.slice(0, 5));
  expect(randomUnits(engine, units, 0, { seed: 5, trials: 2 })).toEqual([[], []]);
});

test("units of like rate have nearly the mean rate of the chosen ones, random ones do not", () => {
  const rates = Float64Array.from({ length: 200 }, (_, unit) => (unit % 40) ** 2);
  const chosen = [39, 79, 38, 78, 37];
  const { units } = candidatesFor(chosen, 200);
  const mean = (set: readonly number[]) => set.reduce((sum, unit) => sum + rates[unit]!, 0) / set.length;
  const options = { seed: 1, trials: 20 };
  const matched = rateMatchedUnits(engine, chosen, units, rates, options);
  for (const set of matched) {
    expect(new Set(set).size).toBe(5);
    expect(set.some((unit) => chosen.includes(unit))).toBe(false);
    expect(Math.abs(mean(set) / mean(chosen) - 1)).toBeLessThan(0.1);
  }
  expect(new Set(matched.map((set) => set.join())).size).toBeGreaterThan(10);
  const random = randomUnits(engine, units, 5, options);
  expect(random.some((set) => mean(set) < 0.7 * mean(chosen))).toBe(true);
});
