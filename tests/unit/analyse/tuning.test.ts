import { afterAll, describe, expect, spyOn, test } from "bun:test";
import { decodePaths } from "../../../src/analyse/decode-paths.ts";
import { predictedPlaceMap } from "../../../src/analyse/place-map.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import type { TuningOptions } from "../../../src/analyse/tuning-rows.ts";
import { type Engine, openEngine } from "../../../src/engine/engine.ts";
import { type ActivitySource, inPortions } from "../../../src/tasks/activity-source.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import type { Motion } from "../../../src/world/motion.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

const options: TuningOptions = {
  ...{ seed: 3, trajectories: 430, steps: 10, headingBins: 20, speedBins: 8, speedLimit: 2.5, shuffles: 60 },
};
const preferred = [0, 2, -2.5];
/** Three units hear one component of the velocity, the fourth nothing. */
const directed = (activation: "relu" | "tanh", on: Engine = engine, motion: Partial<Motion> = {}) =>
  knownNetwork(on, {
    units: 4,
    activation,
    motion,
    input: (unit) => (unit < 3 ? [Math.cos(preferred[unit]!), Math.sin(preferred[unit]!)] : [0, 0]),
  }).source;
/** Units that keep what they begin with: tuned to the start, and to no heading. */
const remembering = (periodic: boolean) =>
  knownNetwork(engine, {
    units: 40,
    arena: { ...defaultArena, periodic },
    encoder: (cell, unit) => (cell % 40 === unit ? 1 : 0),
    recurrent: (from, to) => (from === to ? 1 : 0),
  }).source;

const turn = (a: number, b: number) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));

describe("units that hear the velocity", () => {
  const found = tuning(engine, directed("relu"), options);
  test("prefer the direction they hear", () => {
    preferred.forEach((direction, unit) => {
      expect(turn(found.heading.direction[unit]!, direction)).toBeLessThan(0.08);
    });
  });
  test("have the vector length of a rectified cosine, pi / 4", () => {
    for (const unit of [0, 1, 2]) {
      expect(Math.abs(found.heading.vectorLength[unit]! - Math.PI / 4)).toBeLessThan(0.03);
      expect(found.heading.p[unit]).toBeCloseTo(1 / 61, 12);
      expect(found.heading.null95[unit]).toBeLessThan(0.15);
    }
  });
  test("fire the more the faster", () => {
    for (const unit of [0, 1, 2]) {
      expect(found.speed.score[unit]).toBeGreaterThan(0.2);
      expect(found.speed.p[unit]).toBeCloseTo(1 / 61, 12);
      const curve = found.speed.rates.subarray(unit * 8, unit * 8 + 8);
      expect(curve[6]!).toBeGreaterThan(2 * curve[1]!);
    }
  });
  test("a silent one has no scores", () => {
    expect(found.heading.vectorLength[3]).toBeNaN();
    expect(found.heading.p[3]).toBeNaN();
    expect(found.speed.score[3]).toBeNaN();
    expect(found.heading.direction[3]).toBeNaN();
    expect(found.heading.signed[3]).toBe(false);
  });
});

test("a signed unit has an amplitude but no vector length", () => {
  const { heading } = tuning(engine, directed("tanh"), options);
  expect(heading.signed).toEqual([true, true, true, false]);
  expect(heading.vectorLength[0]).toBeNaN();
  expect(heading.amplitude[0]).toBeGreaterThan(0.3);
  expect(heading.p[0]).toBeCloseTo(1 / 61, 12);
  expect(heading.null95[0]).toBeLessThan(heading.amplitude[0]! / 2);
});

test("a unit that is the same but for rounding has no scores", () => {
  const { source } = knownNetwork(engine, {
    units: 3,
    encoder: () => 0.3,
    recurrent: (from, to) => (from === to ? 1 : 0),
  });
  const { heading, speed } = tuning(engine, source, options);
  for (const of of [
    heading.direction,
    heading.vectorLength,
    heading.p,
    heading.null95,
    speed.score,
    speed.p,
  ]) {
    expect(Array.from(of)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  }
  expect(Array.from(heading.rates)).toEqual(Array.from(heading.rates, () => expect.closeTo(0.3, 6)));
});

test("speeds at the cap are in the last bin, as they are rounded", () => {
  const source = directed("relu", engine, { speedMax: 0.5 });
  const { speed, samples } = tuning(engine, source, { ...options, speedLimit: 0.5 });
  expect(speed.visits.reduce((sum, visits) => sum + visits, 0)).toBe(samples);
  expect(speed.visits[7]!).toBeGreaterThan(samples / 3);
  // Their rates are in the curve as well as their visits.
  expect(speed.rates[7]!).toBeGreaterThan(speed.rates[6]!);
});

test("nothing that shows no decode error computes one", () => {
  const source = directed("relu");
  const pool = spyOn(engine.pool, "run");
  try {
    const few = { ...options, trajectories: 40, bins: 5, shuffles: 1 };
    tuning(engine, source, few);
    predictedPlaceMap(engine, source, 3, few);
    decodePaths(engine, source, few);
    const decoding = pool.mock.calls.map(([, , values]) => values).filter((values) => "decoding" in values);
    expect(decoding.map((values) => values.decoding)).toEqual([0, 0, 0]);
  } finally {
    pool.mockRestore();
  }
});

test("units without tuning exceed the null by chance only", () => {
  const { heading, speed } = tuning(engine, remembering(true), { ...options, trajectories: 1000 });
  // 40 units at 5 %: more than 8 has a probability below 0.1 %.
  for (const p of [heading.p, speed.p]) {
    expect(p.filter((value) => value <= 0.05).length).toBeLessThanOrEqual(8);
    expect(p.reduce((sum, value) => sum + value, 0) / 40).toBeWithin(0.3, 0.7);
  }
});

test("walls make units that are tuned to places look tuned to headings", () => {
  const tuned = (periodic: boolean) =>
    tuning(engine, remembering(periodic), { ...options, trajectories: 2000 }).heading.p.filter(
      (p) => p <= 0.05,
    ).length;
  expect(tuned(false)).toBeGreaterThan(3 * tuned(true));
});

test("agrees with sums over all samples, one after the other", () => {
  const source = directed("relu");
  const { heading, speed, samples } = tuning(engine, source, options);
  const plain = plainTuning(source);
  expect(samples).toBe(4300);
  for (const unit of [0, 1, 2]) {
    expect(heading.vectorLength[unit]).toBeCloseTo(plain.vectorLength[unit]!, 5);
    expect(speed.score[unit]).toBeCloseTo(plain.speedScore[unit]!, 5);
    expect(speed.atPlace.score[unit]).toBeCloseTo(plain.atPlace[unit]!, 5);
    for (let bin = 0; bin < 20; bin++) {
      expect(heading.rates[unit * 20 + bin]).toBeCloseTo(plain.rates[unit]![bin]!, 5);
    }
  }
});

test("is the same for any number of workers, another for another seed", async () => {
  const one = await openEngine({ workers: 1, blas: "wasm" });
  try {
    const strip = ({ heading, speed }: ReturnType<typeof tuning>) =>
      [...Object.values(heading), ...Object.values({ ...speed, ...speed.atPlace, atPlace: 0 })].map((part) =>
        ArrayBuffer.isView(part) ? Array.from(part as Float64Array) : part,
      );
    const first = strip(tuning(engine, directed("relu"), options));
    expect(strip(tuning(one, directed("relu", one), options))).toEqual(first);
    const other = tuning(one, directed("relu", one), { ...options, seed: 4 });
    expect(strip(other)).not.toEqual(first);
  } finally {
    one.close();
  }
});

test("refuses what cannot be shuffled", () => {
  expect(() => tuning(engine, directed("relu"), { ...options, trajectories: 19 })).toThrow(
    "too few to shuffle",
  );
  const long = { ...options, trajectories: 100, steps: 20_000, shuffles: 100 };
  expect(() => tuning(engine, directed("relu"), long)).toThrow("too long to be shuffled 100 times");
});

/** The same from all samples at once, in float64. */
function plainTuning(source: ActivitySource) {
  const { units } = source;
  const samples: { heading: number; speed: number; rates: number[]; place: string }[] = [];
  inPortions(source, options, (portion) => {
    const count = portion.samples;
    const rates = engine.memory.floats(portion.activities, count * units);
    const [heading, velocity] = [portion.heading!.view, portion.velocity!.view];
    const position = portion.position.view;
    for (let i = 0; i < count; i++) {
      samples.push({
        heading: heading[i]!,
        speed: Math.hypot(velocity[2 * i]!, velocity[2 * i + 1]!),
        place: [0, 1].map((axis) => Math.floor((position[2 * i + axis]! / 2.2 + 0.5) * 20)).join(),
        rates: Array.from(rates.subarray(i * units, (i + 1) * units)),
      });
    }
  });
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const inBin = (bin: number) =>
    samples.filter(({ heading }) => Math.floor(((heading + Math.PI) / (2 * Math.PI)) * 20) === bin);
  const rates = Array.from({ length: units }, (_, unit) =>
    Array.from({ length: 20 }, (_, bin) => mean(inBin(bin).map((sample) => sample.rates[unit]!))),
  );
  const vectorLength = rates.map((curve) => {
    const part = (of: (angle: number) => number) =>
      curve.reduce((sum, rate, bin) => sum + rate * of(-Math.PI + ((bin + 0.5) * Math.PI) / 10), 0);
    return Math.hypot(part(Math.cos), part(Math.sin)) / part(() => 1);
  });
  const correlations = (speeds: number[]) =>
    rates.map((_, unit) => {
      const unitRates = samples.map((sample) => sample.rates[unit]!);
      const [s, r] = [mean(speeds), mean(unitRates)];
      const covariance = mean(speeds.map((speed, i) => (speed - s) * (unitRates[i]! - r)));
      const deviation = (values: number[], m: number) => Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
      return covariance / (deviation(speeds, s) * deviation(unitRates, r));
    });
  const near = Map.groupBy(samples, ({ place }) => place);
  const meansAt = new Map([...near].map(([place, some]) => [place, mean(some.map(({ speed }) => speed))]));
  return {
    ...{ rates, vectorLength, speedScore: correlations(samples.map(({ speed }) => speed)) },
    atPlace: correlations(samples.map(({ speed, place }) => speed - meansAt.get(place)!)),
  };
}

test("a linear unit is fitted by a cosine of heading as well as the speeds allow, whatever its scale", () => {
  const { heading } = tuning(engine, directed("tanh"), { ...options, speedLimit: 2.5 });
  for (const unit of [0, 1, 2]) {
    expect(heading.correlation[unit]).toBeWithin(0.7, 1);
    expect(heading.correlationNull95[unit]).toBeLessThan(0.2);
    // Of a cosine, 0.5 whatever its depth.
    expect(heading.shiftedLength[unit]).toBeWithin(0.42, 0.55);
  }
  expect([heading.correlation[3], heading.shiftedLength[3]]).toEqual([Number.NaN, Number.NaN]);
  expect(heading.directedShuffles).toBe(0);
  const rectified = tuning(engine, directed("relu"), options).heading;
  expect(rectified.vectorLength[0]).toBeGreaterThan(0.47);
  expect(rectified.directedShuffles).toBe(0);
});

test("a unit that knows where the animal is slow has a speed score, and none with its place held", () => {
  const source = remembering(false);
  const wanted = { ...options, trajectories: 4000, steps: 4, shuffles: 99 };
  const { speed } = tuning(engine, source, wanted);
  const beyond = ({ score, null99 }: { score: Float64Array; null99: Float64Array }) =>
    score.filter((value, unit) => Math.abs(value) > null99[unit]!).length;
  // Of 40 units at 1 %, more than 4 has a probability below 0.1 %.
  expect(beyond(speed)).toBeGreaterThan(7);
  expect(beyond(speed.atPlace)).toBeLessThan(beyond(speed) / 2);
  const fast = tuning(engine, directed("relu"), options).speed;
  for (const unit of [0, 1, 2]) {
    expect(fast.atPlace.score[unit]).toBeGreaterThan(0.2);
    expect(fast.atPlace.p[unit]).toBeCloseTo(1 / 61, 12);
    expect(fast.null99[unit]).toBeGreaterThanOrEqual(fast.null95[unit]!);
  }
});
