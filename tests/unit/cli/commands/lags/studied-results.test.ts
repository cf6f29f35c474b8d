import { afterAll, describe, expect, test } from "bun:test";
import { findRule } from "../../../../../src/analyse/lags/class-rules.ts";
import type { LagOptions } from "../../../../../src/analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../../../src/analyse/lags/sweep-lags.ts";
import { findScorer } from "../../../../../src/analyse/scorer.ts";
import { lagPictures, mappedUnits } from "../../../../../src/cli/commands/lags/lag-pictures.ts";
import type { Found } from "../../../../../src/cli/commands/lags/network-lags.ts";
import { resultMaps } from "../../../../../src/cli/commands/lags/result-maps.ts";
import { studiedResults } from "../../../../../src/cli/commands/lags/studied-results.ts";
import { openEngine } from "../../../../../src/engine/engine.ts";
import { lagStudy } from "../../../../../src/session/lag-study.ts";
import type { LagSweeps } from "../../../../../src/session/lag-sweeps.ts";
import { arraySource } from "../../../../support/array-source.ts";
import { handMadeNull } from "../../../../support/hand-made-null.ts";
import { handMadeSweep } from "../../../../support/hand-made-sweep.ts";
import { lagResults } from "../../../../support/lag-results.ts";
import { someWalks } from "../../../../support/some-walks.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const lags = [-6, -3, 0, 3, 6];
/** Ahead, here, and low. */
const scores = [
  [0, 0, 0],
  [0.1, 0.2, 0.1],
  [0.1, 0.9, 0.1],
  [0.8, 0.2, 0.1],
  [0.2, 0, 0],
];
const low = lags.map(() => [0.1, 0.1, 0.1]);
const sweeps: LagSweeps = {
  sweep: async () => handMadeSweep(lags, scores),
  async shuffled(_, bestOf, body) {
    const shuffled = [0.6, 0.1].map((ahead) => handMadeSweep(lags, low.with(3, [ahead, 0.1, 0.1])));
    shuffled.forEach(body);
    return handMadeNull(shuffled, bestOf, 0.05);
  },
};
const study = await lagStudy(
  sweeps,
  { ...sweeps, sweep: async () => handMadeSweep(lags, low) },
  {
    ...{ estimator: "gridness", edges: "excluded", correction: "best-of-lags", alpha: 0.05, shuffles: 2 },
    rules: [findRule("fork-loose")],
    thresholds: { minShiftCm: 5 },
    trajectories: { first: 0, trajectories: 2 },
    batch: 1,
  },
);
const [findings] = study.findings;
const results = studiedResults(study, findings as Found, { title: "a title", how: "how" });

describe("pictures of a study", () => {
  test("have the classes of the rule with what the same rule gives elsewhere", () => {
    expect(results.classes.map(({ name, units }) => [name, Array.from(units)])).toEqual([
      ["predictive", [0]],
      ["phase-precession", []],
      ["phase-locked", [1]],
      ["low-grid", [2]],
      ["unclassified", []],
    ]);
    expect(results.classes[0]!.controls).toEqual([
      { label: "untrained network", count: 0 },
      { label: "mean of 2 shuffles", count: 0.5 },
    ]);
    expect(results.lowGrid).toEqual({ threshold: 0.2, units: [2] });
    expect(results.thresholds).toEqual([{ at: 0.2, label: "threshold 0.20: low-grid, at the best shift" }]);
  });

  test("hold curves against the shuffles, of units and of classes", () => {
    const { unitNull, classes } = results;
    const null0 = unitNull!(0);
    expect(null0.label).toBe("mean to 95th percentile of 2 shuffles");
    expect(null0.mean[3]).toBeCloseTo(0.35, 6);
    expect(null0.high[3]).toBeCloseTo(0.1 + 0.95 * 0.5, 6);
    expect(classes[0]!.null!.mean).toEqual(null0.mean);
    expect(classes[1]!.null).toBeUndefined();
  });

  test("take the highest score of the shifts that count", () => {
    const expected = scores[0]!.map((_, unit) =>
      Math.max(
        ...lags.flatMap((_, row) =>
          Math.abs(study.all.sweep.lagCm[row]!) >= 5 ? [scores[row]![unit]!] : [],
        ),
      ),
    );
    expect(Array.from(results.shiftedScores)).toEqual(expected);
  });
});

describe("maps for the pictures of a study", () => {
  test("are those without a shift of the units that are shown, by their numbers", async () => {
    const walks = someWalks();
    const { trajectories, steps } = walks;
    const options: LagOptions = {
      ...{ seed: 0, trajectories, steps, bins: 4, lags: [-1, 0, 1], axis: "time", samples: "equal" },
      scorer: findScorer("nan-aware"),
    };
    const source = arraySource(engine, walks);
    const sweep = await sweepLags(engine, source, { ...options, keepMaps: true });
    const some = { ...lagResults(2), unitNumbers: [1, 3], lowGrid: { threshold: 0.2, units: [1] } };
    expect(mappedUnits(some)).toEqual([1, 0]);
    const maps = await resultMaps(engine, source, options, some);
    const wanted = (unit: number) => [
      ...sweep.maps!.slice((sweep.units + unit) * 16, (sweep.units + unit + 1) * 16),
    ];
    expect(Array.from(maps!.rateMap(0).values)).toEqual(wanted(1));
    expect(Array.from(maps!.rateMap(1).values)).toEqual(wanted(3));
    const pair = maps!.pair(1)!;
    expect(pair.unit).toBe(3);
    expect(pair.score).toBe(sweep.hexagonal[sweep.units + 3]!);
    expect([...lagPictures({ ...some, maps }, "viridis").keys()]).toContain("low_grid_ratemaps_lt_0.20");
  });
});
