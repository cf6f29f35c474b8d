import { afterAll, describe, expect, test } from "bun:test";
import { bestLagP, type LagNullOptions, lagNullKinds } from "../../../../src/analyse/lags/lag-null.ts";
import {
  type LagOptions,
  type LagSweep,
  lagEstimators,
  valuesOf,
} from "../../../../src/analyse/lags/lag-sweep.ts";
import { nullOfLags } from "../../../../src/analyse/lags/null-lags.ts";
import { partActivity } from "../../../../src/analyse/lags/parted.ts";
import { sweepLags } from "../../../../src/analyse/lags/sweep-lags.ts";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { type Engine, openEngine } from "../../../../src/engine/engine.ts";
import { arraySource, type SomeActivity } from "../../../support/array-source.ts";
import { randomSource } from "../../../support/random-numbers.ts";
import { someWalks } from "../../../support/some-walks.ts";
import { awaitedUserErrorOf } from "../../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const three = await openEngine({ workers: 3, blas: "wasm" });
afterAll(() => {
  engine.close();
  three.close();
});

const walks = someWalks();
const { trajectories, steps, units } = walks;
const options: LagOptions = {
  ...{ seed: 0, trajectories, steps, bins: 4, lags: [-2, 0, 1, 3], axis: "time", samples: "equal" },
  scorer: findScorer("nan-aware"),
};
const usual: LagNullOptions = {
  ...{ kind: "circular", shuffles: 6, shuffleSeed: 5, alpha: 0.2, estimators: lagEstimators },
};
const nullOf = (some: Partial<LagNullOptions>, of: Partial<SomeActivity> = {}, on: Engine = engine) =>
  nullOfLags(on, arraySource(on, { ...walks, ...of }), options, { ...usual, ...some });

/** The moments whose place is known, by trajectory. */
const known = Array.from({ length: trajectories }, (_, b) =>
  Int32Array.from(
    Array.from({ length: steps }, (_, t) => t).filter(
      (t) => !Number.isNaN(walks.position[2 * (t * trajectories + b)]!),
    ),
    (t) => b * steps + t,
  ),
);
const sourceOf = (kind: LagNullOptions["kind"], shuffle: number) => {
  const source = new Int32Array(trajectories * steps);
  partActivity(engine, kind, known, usual.shuffleSeed, shuffle, source);
  return source;
};

describe.each([...lagNullKinds])("%s", (kind) => {
  test("is the sweep of the activity that was parted from its places", async () => {
    const mapRule = { leastSeconds: 0.1, smoothing: 0.1, round: false };
    const found = await nullOf({ kind, bestOf: [1, 2, 3] }, { atOnce: 11, mapRule });
    for (let shuffle = 0; shuffle < usual.shuffles; shuffle++) {
      const source = sourceOf(kind, shuffle);
      const activity = Float32Array.from(walks.activity, (_, i) => {
        const [b, t] = [Math.floor(i / units) % trajectories, Math.floor(i / units / trajectories)];
        const from = source[b * steps + t]!;
        return walks.activity[
          ((from % steps) * trajectories + Math.floor(from / steps)) * units + (i % units)
        ]!;
      });
      const sweep = await sweepLags(engine, arraySource(engine, { ...walks, activity, mapRule }), options);
      for (const estimator of lagEstimators) {
        const values = valuesOf(sweep, estimator);
        for (let unit = 0; unit < units; unit++) {
          const largest = Math.max(...[1, 2, 3].map((lag) => values[lag * units + unit]!));
          const best = found.of[estimator]!.best[shuffle * units + unit]!;
          if (Number.isNaN(largest)) expect(best).toBeNaN();
          else expect(Math.abs(best - largest)).toBeLessThan(1e-6);
        }
      }
    }
  });

  test("every moment without a place keeps its activity, all others are dealt out", () => {
    const source = sourceOf(kind, 0);
    const all = new Set(known.flatMap((moments) => [...moments]));
    let kept = 0;
    source.forEach((from, moment) => {
      if (!all.has(moment)) expect(from).toBe(moment);
      else if (from === moment) kept++;
    });
    expect(kept).toBeLessThan(0.15 * all.size);
    expect(source).not.toEqual(sourceOf(kind, 1));
  });

  test("the same bits for any number of workers", async () => {
    const [one, more] = [await nullOf({ kind }), await nullOf({ kind }, {}, three)];
    expect(Object.keys(one.of)).toEqual([...lagEstimators]);
    for (const estimator of lagEstimators) {
      for (const name of ["mean", "deviation", "threshold", "bestThreshold", "best"] as const) {
        const bytes = ({ of }: typeof one) => Buffer.from(of[estimator]![name].buffer).toString("base64");
        expect(bytes(more)).toBe(bytes(one));
      }
    }
  });
});

test("a roll stays within its trajectory and keeps its order", () => {
  const source = sourceOf("circular", 2);
  for (const moments of known) {
    const by = (source[moments[0]!]! - moments[0]! + steps) % steps;
    expect(by).toBeGreaterThan(0);
    const rolled = [...moments].map((moment) => moments.indexOf(source[moment]!));
    const { length } = moments;
    expect(rolled.map((at, i) => (at - rolled[0]! - i + 2 * length) % length)).toEqual(rolled.map(() => 0));
  }
});

test("mean, deviation and thresholds are those of the shuffles", async () => {
  const { of, bestOf } = await nullOf({ bestOf: [2], estimators: ["explained-variance"] });
  expect(bestOf).toEqual([2]);
  const { best, mean, deviation, threshold, bestThreshold, level, bestLevel } = of["explained-variance"]!;
  for (let unit = 0; unit < units - 1; unit++) {
    const values = Array.from({ length: usual.shuffles }, (_, shuffle) => best[shuffle * units + unit]!);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
    expect(mean[2 * units + unit]).toBeCloseTo(average, 12);
    expect(deviation[2 * units + unit]).toBeCloseTo(Math.sqrt(squares / values.length), 12);
    // The 80th percentile of six lies on the fifth.
    const fifth = values.toSorted((a, b) => a - b)[4]!;
    expect(threshold[2 * units + unit]).toBeCloseTo(fifth, 12);
    expect(bestThreshold[unit]).toBe(threshold[2 * units + unit]!);
    // Beyond the sixth p is 1 / 7, beyond the fifth 2 / 7.
    expect(level[2 * units + unit]).toBe(Math.max(...values));
    expect(bestLevel[unit]).toBe(Math.max(...values));
  }
  expect(mean[2 * units + 4]).toBeNaN();
  expect(bestThreshold[4]).toBeNaN();
  expect(bestLevel[4]).toBeNaN();
  const { of: strict } = await nullOf({ alpha: 0.14, estimators: ["explained-variance"] });
  expect(strict["explained-variance"]!.bestLevel[0]).toBe(Number.POSITIVE_INFINITY);
});

test("the sweep of each shuffle is given, whole, at the end", async () => {
  const sweeps: LagSweep[] = [];
  const source = arraySource(engine, walks);
  const estimators = ["explained-variance"] as const;
  const found = await nullOfLags(engine, source, options, { ...usual, estimators }, undefined, (sweep) =>
    sweeps.push(sweep),
  );
  expect(sweeps.length).toBe(usual.shuffles);
  const plain = await sweepLags(engine, source, options);
  sweeps.forEach((sweep, shuffle) => {
    for (const name of ["units", "unitNumbers", "lags", "lagCm", "pairs", "cmPerStep"] as const) {
      expect(sweep[name]).toEqual(plain[name]);
    }
    expect(sweep.hexagonal.every(Number.isNaN)).toBe(true);
    const largest = Math.max(...lagsOf(sweep.explainedVariance, 1));
    expect(found.of["explained-variance"]!.best[shuffle * units + 1]).toBe(largest);
  });
});

const lagsOf = (values: Float64Array, unit: number) => values.filter((_, i) => i % units === unit);

/** Whatever sign NaN has. */
const numbersOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    ArrayBuffer.isView(part) ? [...(part as Float64Array)] : part,
  );

test("units that do not fit together are what they are together", async () => {
  const many = 19;
  const activity = Float32Array.from({ length: trajectories * steps * many }, (_, i) => {
    const [row, unit] = [Math.floor(i / many), i % many];
    return walks.activity[row * units + (unit % 3)]! * (1 + unit);
  });
  const source = arraySource(engine, { ...walks, units: many, activity });
  const both = [undefined, 1].map(async (runBytes) => {
    const sweeps: LagSweep[] = [];
    const found = await nullOfLags(engine, source, { ...options, runBytes }, usual, undefined, (sweep) =>
      sweeps.push(sweep),
    );
    return { of: found.of, sweeps };
  });
  const [together, apart] = await Promise.all(both);
  expect(numbersOf(apart)).toBe(numbersOf(together));
});

test("one unit along one long path with gaps is shuffled within what is known", async () => {
  const long = 900;
  const random = randomSource(2);
  const position = Float32Array.from({ length: 2 * long }, (_, i) =>
    Math.floor(i / 2) % 100 < 20 ? Number.NaN : random() - 0.5,
  );
  const activity = Float32Array.from({ length: long }, (_, t) => (t % 100 < 20 ? 1000 : random()));
  const one = { ...walks, trajectories: 1, steps: long, units: 1, position, activity };
  const asked: LagOptions = { ...options, trajectories: 1, steps: long, lags: [-1, 0, 1] };
  const sweep = await sweepLags(engine, arraySource(engine, one), asked);
  const sweeps: LagSweep[] = [];
  await nullOfLags(engine, arraySource(engine, one), asked, usual, undefined, (each) => sweeps.push(each));
  // Nine pieces of 80 known moments, less one at either end of each.
  expect([...sweep.pairs]).toEqual([702, 702, 702]);
  for (const { pairs, spatialInformation } of sweeps) {
    expect(pairs).toEqual(sweep.pairs);
    // One moment of 1000 in a bin of 44 would be worth more than a bit.
    for (const bits of spatialInformation) expect(bits).toBeLessThan(0.1);
  }
});

test("what does not fit into the memory is refused before it is taken", async () => {
  const small = await openEngine({ workers: 1, blas: "wasm", memoryLimitBytes: 16 * 2 ** 20 });
  const fine = { ...options, bins: 400 };
  const source = { ...arraySource(small, walks), read: () => expect.unreachable() };
  expect(await awaitedUserErrorOf(() => sweepLags(small, source, fine))).toMatch(
    /^looking at 5 units at 4 lags needs [\d.]+ MiB of memory, .* for sums at each lag/,
  );
  expect(await awaitedUserErrorOf(() => nullOfLags(small, source, fine, usual))).toMatch(
    /^6 shuffles of 5 units at 4 lags needs [\d.]+ MiB of memory/,
  );
  small.close();
});

test("the p-value counts the unit with the shuffles", () => {
  const best = Float32Array.of(0.1, 0.5, 0.2, Number.NaN, 0.3, 0.5); // [3, 2]
  const none = new Float64Array();
  const one = {
    best,
    mean: none,
    deviation: none,
    threshold: none,
    bestThreshold: none,
    level: none,
    bestLevel: none,
  };
  expect([...bestLagP(one, [0.2, 0.5])]).toEqual([3 / 4, 3 / 4]);
  expect([...bestLagP(one, [0.4, 0.6])]).toEqual([1 / 4, 1 / 4]);
  expect(bestLagP(one, [Number.NaN, 0])[0]).toBeNaN();
});

test("too little to shuffle is refused", async () => {
  expect(await awaitedUserErrorOf(() => nullOf({ shuffles: 0 }))).toBe(
    "0 shuffles are no null | use a whole number such as 1000",
  );
  expect(await awaitedUserErrorOf(() => nullOf({ alpha: 1 }))).toStartWith("alpha 1 is no share");
  const few = { ...options, trajectories: 5 };
  const source = arraySource(engine, walks);
  const exchanged = () => nullOfLags(engine, source, few, { ...usual, kind: "exchanged" });
  expect(await awaitedUserErrorOf(exchanged)).toStartWith(
    "5 trajectories are too few to exchange their activity",
  );
});
