import { describe, expect, test } from "bun:test";
import { findRule } from "../../../src/analyse/lags/class-rules.ts";
import { lagStudy } from "../../../src/session/lag-study.ts";
import type { LagStudyOptions } from "../../../src/session/lag-study-options.ts";
import type { LagSweeps } from "../../../src/session/lag-sweeps.ts";
import type { TrajectoryRange } from "../../../src/tasks/activity-source.ts";
import { handMadeNull } from "../../support/hand-made-null.ts";
import { handMadeSweep } from "../../support/hand-made-sweep.ts";

const lags = [-6, -3, 0, 3, 6];
/** Ahead, and the same in the first half alone. */
const scores = (first: number) => [
  [0, 0],
  [0.1, 0.1],
  [0.1, 0.5],
  [0.9, first === 0 ? 0.9 : 0.3],
  [0.2, 0.2],
];
const low = lags.map(() => [0.1, 0.1]);

const asked: TrajectoryRange[] = [];
/** Sweeps that a test writes down; of so many shuffles one scores high at a lag ahead. */
const sweepsWith = (shuffles: number, every: number): LagSweeps => ({
  async sweep(range) {
    asked.push(range);
    return handMadeSweep(lags, scores(range.first));
  },
  async shuffled(_, bestOf, body) {
    const shuffled = Array.from({ length: shuffles }, (_, i) =>
      handMadeSweep(lags, i % every === 0 ? low.with(3, [0.4, 0.1]) : low),
    );
    shuffled.forEach(body);
    return handMadeNull(shuffled, bestOf, 0.05);
  },
});
const untrained: LagSweeps = { ...sweepsWith(30, 3), sweep: async () => handMadeSweep(lags, low) };
const options: LagStudyOptions = {
  ...{ estimator: "gridness", edges: "excluded", correction: "best-of-lags", alpha: 0.05, shuffles: 30 },
  rules: [findRule("fork-loose"), findRule("ouchi2024")],
  thresholds: { minShiftCm: 5 },
  trajectories: { first: 0, trajectories: 7 },
  batch: 1,
};
const study = (other: Partial<LagStudyOptions> = {}, twin?: LagSweeps, every = 3) =>
  lagStudy(sweepsWith(other.shuffles ?? 30, every), twin, { ...options, ...other });

describe("a study of lags", () => {
  test("counts classes beside shuffles and the untrained network, by the same rule", async () => {
    const { findings } = await study({}, untrained);
    const [loose, ouchi] = findings;
    expect(loose!.found!.counts).toEqual([2, 0, 0, 0, 0]);
    expect(loose!.found!.untrained).toEqual([0, 0, 0, 2, 0]);
    expect(loose!.found!.shuffles.map(([predictive]) => predictive)).toEqual(
      Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 1 : 0)),
    );
    // Both are significant at their best lag, the second without a shift, too.
    expect(ouchi!.found!.counts).toEqual([1, 0, 1, 0, 0]);
  });

  test("judges each shuffle as if it were the sweep", async () => {
    const { findings } = await study({ shuffles: 20, rules: [findRule("ouchi2024")] }, undefined, 20);
    // One of 20 is as high: as many as alpha of 0.05 allows.
    expect(findings[0]!.found!.shuffles.map(([predictive]) => predictive)).toEqual([1, ...Array(19).fill(0)]);
  });

  test("looks for the best of a shuffle among the lags that may be the best", async () => {
    const seen: (readonly number[])[] = [];
    const sweeps: LagSweeps = {
      ...sweepsWith(30, 3),
      async shuffled(range, bestOf, body) {
        seen.push(bestOf);
        return sweepsWith(30, 3).shuffled(range, bestOf, body);
      },
    };
    for (const edges of ["excluded", "included"] as const) {
      await lagStudy(sweeps, undefined, { ...options, edges, trajectories: { first: 0, trajectories: 1 } });
    }
    expect(seen).toEqual([
      [1, 2, 3],
      [0, 1, 2, 3, 4],
    ]);
  });

  test("compares two halves, and tests the lags of the first on the second", async () => {
    asked.length = 0;
    const { findings } = await study();
    expect(asked).toEqual([
      { first: 0, trajectories: 7 },
      { first: 0, trajectories: 3 },
      { first: 3, trajectories: 4 },
    ]);
    const { agreement, heldOut } = findings[0]!.found!.halves!;
    expect(agreement).toMatchObject({ units: 2, same: 1 });
    expect(heldOut.units).toEqual([0, 1]);
    expect([...heldOut.confirmed]).toEqual([1, 0]);
  });

  test("has no halves of one trajectory", async () => {
    const { halves, findings } = await study({ trajectories: { first: 0, trajectories: 1 } });
    expect(halves).toBeUndefined();
    expect(findings[0]!.found!.halves).toBeUndefined();
  });

  test("has nothing to say by a rule that needs more shuffles", async () => {
    for (const shuffles of [0, 19]) {
      const [loose, ouchi] = (await study({ shuffles })).findings;
      expect(loose!.found!.shuffles).toHaveLength(shuffles);
      expect(ouchi!.found).toBeUndefined();
    }
  });

  test("asks for the memory of its shuffles before it has them", async () => {
    await expect(study({ shuffles: 1e9 })).rejects.toThrow("1000000000 shuffles of 2 units needs");
  });
});
