/** Where an animal could have been. */
import { expect, test } from "bun:test";
import { reachableBins } from "../../../src/analyse/reachable-bins.ts";
import { unvisitedShare } from "../../../src/cli/frame/unvisited-bins.ts";

const arena = { width: 1, height: 1, periodic: false };
const grid = { binsX: 4, binsY: 4 };
const rule = { leastSeconds: 1, smoothing: 0.1, round: true };
const of = (source: Partial<Parameters<typeof reachableBins>[1]>) =>
  reachableBins(grid, { arena, dt: Number.NaN, ...source })
    .map(Number)
    .join("");

test("within the walls, and inside a round arena", () => {
  expect(of({})).toBe("1".repeat(16));
  expect(of({ walls: { width: 1, height: 0.5 } })).toBe("0000111111110000");
  expect(of({ walls: { width: 0.3, height: 1 } })).toBe("0110".repeat(4));
  expect(of({ mapRule: rule })).toBe("0110111111110110");
  expect(of({ mapRule: { ...rule, round: false } })).toBe("1".repeat(16));
});

test("what nobody can visit is no hole", () => {
  const occupancy = Int32Array.from("0000111011110000", Number);
  const share = (source: object) => unvisitedShare({ ...grid, occupancy }, { arena, dt: 1, ...source });
  expect(share({ walls: { width: 1, height: 0.5 } })).toBe(1 / 8);
  expect(share({})).toBe(9 / 16);
});
