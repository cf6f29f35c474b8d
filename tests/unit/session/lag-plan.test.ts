import { describe, expect, test } from "bun:test";
import { classRules } from "../../../src/analyse/lags/class-rules.ts";
import { readLagList } from "../../../src/session/lag-list.ts";
import { type LagWishes, lagPlan } from "../../../src/session/lag-plan.ts";
import type { ActivitySource } from "../../../src/tasks/activity-source.ts";
import { defaultArena } from "../../../src/world/arena.ts";

const wishes: LagWishes = {
  ...{ faithful: false, axis: "time", rules: classRules, thresholds: { minShiftCm: 5 } },
  ...{ shuffles: 20, shuffleSeed: 0, alpha: 0.05 },
};
type Known = Pick<ActivitySource, "units" | "usual" | "arena" | "publishedPaths">;
const network: Known = { arena: defaultArena, units: 4096, usual: { seed: 3, steps: 20 } };
const file = (steps: number): Known => ({
  arena: defaultArena,
  units: 4,
  usual: { seed: 0, steps, trajectories: 6 },
});
const planned = (other: Partial<LagWishes> = {}, source: Known = network) =>
  lagPlan({ ...wishes, ...other }, source);

describe("lags of a network", () => {
  test("take trajectories three times as long as the furthest lag", () => {
    expect(planned().lags).toMatchObject({ steps: 60, trajectories: 2500, samples: "equal", seed: 3 });
    expect(planned().lags.lags).toEqual(Array.from({ length: 41 }, (_, i) => i - 20));
    expect(planned({ maxLag: 30 }).lags.steps).toBe(90);
    expect(planned({ lags: "-4,0,4" }).lags.steps).toBe(20);
    expect(planned({ steps: 30 }).lags.lags).toHaveLength(21);
  });

  test("are of the first 512 units", () => {
    expect(planned().lags.only).toHaveLength(512);
    expect(planned({ units: [3, 17] }).lags.only).toEqual([3, 17]);
  });

  test("are as published with --faithful", () => {
    const { lags, study, nullKind } = planned({ faithful: true });
    expect(lags).toMatchObject({ steps: 20, samples: "each" });
    expect(lags.scorer.name).toBe("deepmind-code");
    expect(lags.lags).toHaveLength(41);
    expect(study).toMatchObject({ estimator: "gridness", edges: "included", correction: "same-lag" });
    expect(nullKind).toBe("joint");
    expect(planned({ faithful: true, estimator: "explained-variance" }).study.estimator).toBe(
      "explained-variance",
    );
  });

  test("run along the published paths with --faithful where there are such, unless a seed is named", () => {
    const known = { ...network, publishedPaths: true };
    const { lags, study } = planned({ faithful: true }, known);
    expect([lags.publishedBatch, study.batch]).toEqual([100, 100]);
    for (const [wished, source] of [
      [{ faithful: true, seed: 3 }, known],
      [{ faithful: false }, known],
      [{ faithful: true }, network],
    ] as const) {
      const other = planned(wished, source);
      expect([other.lags.publishedBatch, other.study.batch]).toEqual([undefined, 1]);
    }
  });

  test("have the bins that the scorer is made for", () => {
    expect(planned().lags.bins).toBe(20);
    expect(planned({ scorer: "topographic" }).lags.bins).toBe(32);
    expect(planned({ scorer: "topographic", bins: 25 }).lags.bins).toBe(25);
  });

  test("along the path are in m, of wishes in cm", () => {
    const { lags } = planned({ axis: "distance", maxLag: 10, lagStep: 5 });
    expect(lags).toMatchObject({ lags: [-0.1, -0.05, 0, 0.05, 0.1], steps: 20 });
    expect(planned({ axis: "distance" }).lags.lags).toHaveLength(41);
    expect(planned({ axis: "distance" }).lags.steps).toBe(60);
  });
});

test("of a file they are cut to what its trajectories allow", () => {
  expect(planned({}, file(12)).lags).toMatchObject({ steps: 12, trajectories: 6 });
  expect(planned({}, file(12)).lags.lags).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
});

test.each([
  [{ maxLag: 25, steps: 20 }, "a lag of 25 steps is longer than the trajectories, 20 steps"],
  [{ maxLag: 10, steps: 20 }, "lags of -10 to 10 steps leave no sample of 20 steps that has all of them"],
  [{ maxLag: 21, steps: 20, faithful: true }, "a lag of 21 steps is longer than the trajectories, 20 steps"],
  [{ lags: "1:5" }, "the lags 1 to 4 leave out 0"],
  [{ lags: "0:5" }, "of the lags 0 to 4, 0 is outermost and can be no best lag"],
  [{ lags: "-3:1" }, "of the lags -3 to 0, 0 is outermost and can be no best lag"],
  [{ lags: "0" }, "one lag is compared with nothing"],
  [{ lags: "-1.5,0,1.5" }, "a lag of -1.5 steps is no whole number"],
  [{ axis: "distance", maxLag: 1e6 }, "1000001 lags are too many"],
  [{ scorer: "mine" }, "there is no scorer 'mine'"],
] as const)("%o is refused", (other, cause) => {
  expect(() => planned(other)).toThrow(cause);
});

test("trajectories that are too short for any lag are refused", () => {
  expect(() => planned({}, file(2))).toThrow("one lag is compared with nothing");
});

describe("a list of lags", () => {
  test("has numbers and half-open ranges, each lag once", () => {
    expect(readLagList("-2:3")).toEqual([-2, -1, 0, 1, 2]);
    expect(readLagList("4, -4,0,0:5:2")).toEqual([-4, 0, 2, 4]);
    expect(readLagList("-1.5:2:1.5")).toEqual([-1.5, 0, 1.5]);
  });

  test.each(["", "a", "3:1", "1:5:0", "1:2:3:4", "0:1e3"])("is not %p", (list) => {
    expect(() => readLagList(list)).toThrow("--lags is");
  });

  test("has an end", () => {
    expect(() => readLagList("0:100000000")).toThrow("are 100000000 lags");
  });
});
