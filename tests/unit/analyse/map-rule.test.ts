/** Rate maps by a rule, against the same written with four loops. */
import { describe, expect, test } from "bun:test";
import { countingBins, type MapGrid, ruledMaps } from "../../../src/analyse/map-rule.ts";
import type { MapRule } from "../../../src/tasks/activity-source.ts";

const grid: MapGrid = { binsX: 7, binsY: 5, width: 1.4, height: 0.5, dt: 0.1 };
const bins = grid.binsX * grid.binsY;
const units = 3;
const visits = Int32Array.from({ length: bins }, (_, i) => (i * 7) % 11);
const sums = Float64Array.from({ length: bins * units }, (_, i) =>
  visits[Math.floor(i / units)]! === 0 ? 0 : (i * 37) % 101,
);
const plain: MapRule = { leastSeconds: 0, smoothing: 0, round: false };
const middle = (bin: number) => ({
  x: ((bin % grid.binsX) + 0.5) * (grid.width / grid.binsX) - grid.width / 2,
  y: (Math.floor(bin / grid.binsX) + 0.5) * (grid.height / grid.binsY) - grid.height / 2,
});

function slowly(rule: MapRule): Float64Array {
  const counts = (bin: number) => {
    const { x, y } = middle(bin);
    const inside = !rule.round || Math.hypot(x / (grid.width / 2), y / (grid.height / 2)) <= 1;
    return inside && visits[bin]! > 0 && visits[bin]! * grid.dt >= rule.leastSeconds - 1e-9;
  };
  return Float64Array.from({ length: units * bins }, (_, i) => {
    const [unit, bin] = [Math.floor(i / bins), i % bins];
    if (!counts(bin)) return Number.NaN;
    let [rate, time] = [0, 0];
    for (let other = 0; other < bins; other++) {
      if (!counts(other)) continue;
      const [a, b] = [middle(bin), middle(other)];
      const squares = (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
      const weight =
        rule.smoothing > 0 ? Math.exp(-squares / (2 * rule.smoothing ** 2)) : Number(bin === other);
      rate += weight * sums[other * units + unit]!;
      time += weight * visits[other]!;
    }
    return rate / time;
  });
}

describe("maps by a rule", () => {
  test.each<[string, Partial<MapRule>]>([
    ["plain", {}],
    ["with a time in bins", { leastSeconds: 0.3 }],
    ["of a round arena", { round: true }],
    ["smoothed, less than a bin along x and more along y", { smoothing: 0.12 }],
    ["all of it", { leastSeconds: 0.2, smoothing: 0.15, round: true }],
  ])("%s", (_, changes) => {
    const rule = { ...plain, ...changes };
    const [found, wanted] = [ruledMaps(sums, visits, units, grid, rule), slowly(rule)];
    expect(found.some(Number.isNaN)).toBe(true);
    found.forEach((rate, i) => {
      // Tails beyond four standard deviations are cut: 3e-4 of the Gaussian at most.
      if (Number.isNaN(wanted[i]!)) expect(rate).toBeNaN();
      else expect(Math.abs(rate - wanted[i]!)).toBeLessThan(rule.smoothing > 0 ? 0.02 : 1e-12);
    });
  });

  test("a bin visited for just as long as is asked for counts", () => {
    const counts = (leastSeconds: number) =>
      countingBins([3, 2, 0], { ...grid, binsX: 3, binsY: 1 }, { ...plain, leastSeconds });
    expect(counts(0.3)).toEqual([true, false, false]);
    expect(counts(0.2)).toEqual([true, true, false]);
    expect(counts(0)).toEqual([true, true, false]);
  });

  test("a constant rate stays what it is, whatever the smoothing", () => {
    const constant = Float64Array.from(
      { length: bins * units },
      (_, i) => 2.5 * visits[Math.floor(i / units)]!,
    );
    const maps = ruledMaps(constant, visits, units, grid, { leastSeconds: 0.2, smoothing: 0.3, round: true });
    const rates = maps.filter((rate) => !Number.isNaN(rate));
    expect(rates.length).toBeGreaterThan(30);
    for (const rate of rates) expect(rate).toBeCloseTo(2.5, 12);
  });
});
