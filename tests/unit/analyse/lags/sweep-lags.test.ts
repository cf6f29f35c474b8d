import { afterAll, describe, expect, test } from "bun:test";
import type { LagOptions, LagSweep } from "../../../../src/analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../../src/analyse/lags/sweep-lags.ts";
import { observe } from "../../../../src/analyse/observe.ts";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { type Engine, openEngine } from "../../../../src/engine/engine.ts";
import type { ActivitySource } from "../../../../src/tasks/activity-source.ts";
import { arraySource, type SomeActivity } from "../../../support/array-source.ts";
import { referenceSweep } from "../../../support/reference/lagged.ts";
import { someWalks } from "../../../support/some-walks.ts";
import { awaitedUserErrorOf } from "../../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const three = await openEngine({ workers: 3, blas: "wasm" });
afterAll(() => {
  engine.close();
  three.close();
});

const walks = someWalks();
const { trajectories, steps, units, arena } = walks;
const bins = 4;

const options = (some: Partial<LagOptions> = {}): LagOptions => ({
  ...{ seed: 0, trajectories, steps, bins, lags: [-3, -1, 0, 1, 2, 3], axis: "time", samples: "equal" },
  ...{ scorer: findScorer("nan-aware"), keepMaps: true },
  ...some,
});

const sweep = (some: Partial<LagOptions> = {}, of: Partial<SomeActivity> = {}, on: Engine = engine) =>
  sweepLags(on, arraySource(on, { ...walks, ...of }), options(some));

/** NaN in the same places, all else to rounding. */
function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    expect(Number.isNaN(found[i]!)).toBe(Number.isNaN(wanted[i]!));
    if (!Number.isNaN(wanted[i]!)) expect(Math.abs(found[i]! - wanted[i]!)).toBeLessThan(1e-11);
  }
}

const ways = [
  ["time", "equal", [-3, -1, 0, 1, 2, 3]],
  ["time", "each", [-11, -4, 0, 5, 10, 11, 20]],
  ["distance", "equal", [-0.08, 0, 0.03]],
  ["distance", "each", [-0.2, -0.05, 0, 0.11]],
] as const;

describe.each(ways)("by %s, samples %s", (axis, samples, lags) => {
  const wanted = referenceSweep(walks, arena, { axis, samples, lags, bins });

  test("pairs, maps and what the place explains are those of the plain reference", async () => {
    const found = await sweep({ axis, samples, lags });
    expect([...found.pairs]).toEqual(wanted.pairs);
    expectClose(found.maps!, wanted.maps);
    expectClose(found.explainedVariance, wanted.explainedVariance);
    expectClose(found.spatialInformation, wanted.spatialInformation);
    expect(found.cmPerStep).toBeCloseTo(wanted.cmPerStep, 10);
  });
});

test("a signed unit has no spatial information, a silent one no explained variance", async () => {
  const { explainedVariance, spatialInformation } = await sweep({ lags: [0] });
  expect([...spatialInformation].map(Number.isNaN)).toEqual([false, false, false, true, true]);
  expect([...explainedVariance].map(Number.isNaN)).toEqual([false, false, false, false, true]);
});

test("the same bits for any number of workers", async () => {
  const bitsOf = ({ maps, hexagonal, square, explainedVariance, spatialInformation }: LagSweep) =>
    [maps!, hexagonal, square, explainedVariance, spatialInformation].map(({ buffer }) =>
      Buffer.from(buffer).toString("base64"),
    );
  const one = bitsOf(await sweep());
  expect(bitsOf(await sweep({}, {}, three))).toEqual(one);
});

test("portions add up", async () => {
  const [whole, parts] = [await sweep(), await sweep({}, { atOnce: 7 })];
  expect(parts.pairs).toEqual(whole.pairs);
  expectClose(parts.hexagonal, whole.hexagonal);
  expectClose(parts.explainedVariance, whole.explainedVariance);
});

test("some units alone are what they are among all", async () => {
  const [all, some] = [await sweep(), await sweep({ only: [1, 3] })];
  expect(some.unitNumbers).toEqual([1, 3]);
  expect([...some.hexagonal]).toEqual([...all.hexagonal].filter((_, i) => [1, 3].includes(i % units)));
  const neighbours = await sweep({ only: [2, 3, 4] });
  expect([...neighbours.explainedVariance]).toEqual(
    [...all.explainedVariance].filter((_, i) => i % units >= 2),
  );
});

test("units that do not fit together take several passes", async () => {
  let reads = 0;
  const source = arraySource(engine, walks);
  const counted: ActivitySource = {
    ...source,
    read(...all) {
      reads++;
      source.read(...all);
    },
  };
  const apart = await sweepLags(engine, counted, options({ runBytes: 2 * 6 * bins ** 2 * 8 }));
  expect(reads).toBe(3);
  const whole = await sweep();
  expect([...apart.maps!]).toEqual([...whole.maps!]);
  expect([...apart.hexagonal]).toEqual([...whole.hexagonal]);
  expect([...apart.spatialInformation]).toEqual([...whole.spatialInformation]);
});

test("maps at lag 0 are made by the rule of the source", async () => {
  const mapRule = { leastSeconds: 0.3, smoothing: 0.2, round: true };
  const observation = observe(engine, arraySource(engine, { ...walks, mapRule }), options());
  const { maps } = await sweep({ lags: [0], samples: "each" }, { mapRule });
  expectClose(maps!, observation.rates.rateMap);
  expect(maps!.filter(Number.isNaN).length).toBeGreaterThan(units);
});

test("lags of steps have the length of the mean step, lengths their own", async () => {
  const [time, distance] = [await sweep(), await sweep({ axis: "distance", lags: [-0.02, 0, 0.05] })];
  expect(time.lagCm[0]).toBeCloseTo(-3 * time.cmPerStep, 12);
  expect([...distance.lagCm]).toEqual([-2, 0, 5]);
});

test("lags that no moment has all of are refused, and so are lags beyond all trajectories", async () => {
  const common = await awaitedUserErrorOf(() => sweep({ lags: [-6, 6] }));
  expect(common).toStartWith("no moment of trajectories of 12 steps has a place at all lags up to 6 steps");
  const none = await awaitedUserErrorOf(() => sweep({ samples: "each", lags: [12, 13] }));
  expect(none).toStartWith("no lag leaves a pair in trajectories of 12 steps");
});

test("activity that is not finite is named by its unit", async () => {
  const activity = Float32Array.from(walks.activity);
  activity[(6 * trajectories + 9) * units + 3] = Number.NaN;
  const error = await awaitedUserErrorOf(() => sweep({ only: [1, 3] }, { activity }));
  expect(error).toContain("unit 3 has activities that are not finite");
});
