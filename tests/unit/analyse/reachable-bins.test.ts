/** Where an animal could have been. */
import { afterAll, describe, expect, test } from "bun:test";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { matchedNull } from "../../../src/analyse/null.ts";
import { hiddenBins, reachableBins } from "../../../src/analyse/reachable-bins.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { unvisitedShare } from "../../../src/cli/frame/unvisited-bins.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
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

describe("noise beside maps that lack bins", () => {
  const bins = 20;
  const scorer = findScorer("banino-si");
  const circle = reachableBins({ binsX: bins, binsY: bins }, { arena, dt: 1, mapRule: rule }).map(
    (can) => !can,
  );
  const noise = { units: 300, first: 0, bins, smoothing: 2, seed: 1, stream: "maps" };
  const maps = smoothedNoiseMaps(engine, noise).map((rate, i) => (circle[i % 400] ? Number.NaN : rate));
  const grid60 = scoreMaps(engine, maps, { units: 300, bins }, scorer).grid60;

  test("lacks them, too: of noise in a circle 5 % are beyond it, where three times as many are beyond whole maps", () => {
    const beyond = (hidden: readonly boolean[] | undefined) => {
      const found = matchedNull(engine, scorer, maps, { units: 300, bins }, grid60, 0, 1000, hidden)!;
      return grid60.filter((score) => score > found.p95.grid60).length / 300;
    };
    expect(beyond(circle)).toBeWithin(0.02, 0.09);
    expect(beyond(undefined)).toBeGreaterThan(0.1);
  });

  test("only where the source has a rule: other maps have holes by chance alone", () => {
    const rates = { binsX: bins, binsY: bins, rateMap: maps };
    expect(hiddenBins({ mapRule: rule }, rates)).toEqual(circle);
    expect(hiddenBins({ walls: arena }, rates)).toEqual(circle);
    expect(hiddenBins({}, rates)).toBeUndefined();
  });
});
