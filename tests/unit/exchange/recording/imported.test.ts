/** A whole recording on its way to a file of activity. */
import { describe, expect, test } from "bun:test";
import {
  type ImportOptions,
  importedRecording,
} from "../../../../src/exchange/recording/imported-recording.ts";
import type { RecordedSession } from "../../../../src/exchange/recording/session.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const samples = 101;
const times = Float64Array.from({ length: samples }, (_, i) => 100 + i / 10);
/** Around a square of 1 m, 10 cm a step, standing still for the last second. */
const corner = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const positions = Float64Array.from({ length: 2 * samples }, (_, i) => {
  const step = Math.min(i >> 1, 90);
  const [from, to] = [corner[Math.floor(step / 10) % 4]!, corner[(Math.floor(step / 10) + 1) % 4]!];
  return from[i % 2]! + ((step % 10) / 10) * (to[i % 2]! - from[i % 2]!);
});
const session: RecordedSession = {
  ...{ name: "head", times, positions, heading: undefined, taken: [], referenceFrame: undefined },
  cells: {
    kind: "spikes",
    names: ["a", "b", "c"],
    times: [Float64Array.of(99, 100.01, 100.02, 102), Float64Array.of(107.1), Float64Array.of(200, 201)],
  },
};
const usual: ImportOptions = {
  ...{
    box: undefined,
    round: false,
    origin: "range",
    scaled: false,
    binSeconds: undefined,
    trialSeconds: undefined,
  },
  ...{ longestGap: 0.5, speedAbove: 0, velocityWindow: 0.2, leastSeconds: 0.1, smoothing: 0.05 },
};
const make = (options: Partial<ImportOptions> = {}, changed: Partial<RecordedSession> = {}) =>
  importedRecording({ ...session, ...changed }, "rat.npz", { ...usual, ...options });
type Made = ReturnType<typeof make>;
const numbers = ({ arrays }: Made, name: string) => numbersOf(arrays[name]!, name);

describe("spikes", () => {
  test("are counted in steps, as rates; what lies outside is counted and named", () => {
    const made = make();
    const activity = numbers(made, "activity");
    expect(made.arrays.activity!.shape).toEqual([1, 101, 3]);
    expect([activity[0], activity[3 * 20], activity[3 * 71 + 1]]).toEqual([20, 10, 10]);
    expect(activity.reduce((sum, rate) => sum + rate, 0)).toBe(40);
    expect(made.spikes).toEqual({
      all: 7,
      outside: 3,
      unitsOutside: ["a", "c"],
      atUnknown: 0,
      silent: ["c"],
    });
  });
  test("in a step of another length are so many in that time", () => {
    const made = make({ binSeconds: 0.5 });
    expect([made.steps.steps, numbers(made, "activity")[0]]).toEqual([21, 4]);
  });
  test("none of which lies in the recording are refused", () => {
    const cells = { kind: "spikes", names: ["a"], times: [Float64Array.of(5000, 9000)] } as const;
    expect(userErrorOf(() => make({}, { cells }))).toMatch(
      /^no spike in rat\.npz lies in the recording: spikes go from 5000 to 9000 s, positions from \d+ to \d+ s \| give both in seconds/,
    );
    const silent = { ...cells, times: [new Float64Array()] };
    expect(make({}, { cells: silent }).spikes!.silent).toEqual(["a"]);
  });
  test("at an unknown position are counted", () => {
    const lost = positions.map((value, i) => (i >> 1 >= 15 && i >> 1 < 30 ? Number.NaN : value));
    const made = make({}, { positions: lost });
    expect([made.lost, made.spikes!.atUnknown]).toEqual([15, 1]);
  });
});

describe("the path", () => {
  test("is moved to the middle of the box, with its speed", () => {
    const made = make();
    expect([...numbers(made, "position").subarray(0, 4)].map((value) => value.toFixed(3))).toEqual([
      ...["-0.500", "-0.500", "-0.400", "-0.500"],
    ]);
    expect([...numbers(made, "box")]).toEqual([1, 1]);
    expect([...numbers(made, "middle")]).toEqual([0.5, 0.5]);
    expect(numbers(made, "velocity")[10]).toBeCloseTo(1, 6);
    expect([numbers(made, "dt")[0], numbers(made, "start_time")[0]]).toEqual([expect.closeTo(0.1, 9), 100]);
  });
  test("keeps slow samples in the file, and says how many count nowhere", () => {
    const made = make({ speedAbove: 0.05 });
    expect(made.slow).toBe(10);
    expect(numbers(made, "position").some(Number.isNaN)).toBe(false);
    expect(made.conditions.map(({ name }) => name)).toEqual([
      ...["velocityWindow", "speedAbove", "leastSeconds", "smoothing", "samplesLeftOut"],
    ]);
    expect(userErrorOf(() => make({ speedAbove: 3 }))).toContain("the animal is never as fast as 300 cm/s");
  });
  test("is cut into trials, the last one filled with what is not known", () => {
    const made = make({ trialSeconds: 3 });
    expect([made.trials, made.stepsOfTrial]).toEqual([4, 30]);
    const position = numbers(made, "position");
    expect(position.length).toBe(240);
    expect([position[201], position[202], position[239]].map(Number.isNaN)).toEqual([false, true, true]);
    expect(numbers(made, "activity").length).toBe(360);
    const leftOut = (options: Partial<ImportOptions>) =>
      make(options).conditions.find(({ name }) => name === "samplesLeftOut");
    expect(leftOut({ trialSeconds: 3 })).toBeUndefined();
    expect(leftOut({ trialSeconds: 3, speedAbove: 0.05 })?.value).toBeCloseTo(10 / 101, 12);
  });
  test("of which little is left out is not said to be whole", () => {
    const long = Float64Array.from({ length: 4000 }, (_, i) => i / 10);
    const there = Float64Array.from({ length: 8000 }, (_, i) =>
      i >> 1 === 2000 ? Number.NaN : Math.sin(i / 9),
    );
    const cells = { kind: "spikes", names: ["a"], times: [Float64Array.of(1)] } as const;
    const made = make({ longestGap: 0 }, { times: long, positions: there, cells });
    expect(made.conditions.map(({ text }) => text).join()).toContain(
      "less than 0.1 % of the samples left out",
    );
  });
});

describe("sampled rates", () => {
  const values = Float64Array.from({ length: samples }, (_, i) => i);
  const cells = { kind: "rates", names: ["a"], values } as const;
  test("stay at their steps, or are averaged over longer ones", () => {
    expect([...numbers(make({}, { cells }), "activity")]).toEqual([...values]);
    const longer = numbers(make({ binSeconds: 0.5 }, { cells }), "activity");
    expect([...longer.subarray(0, 3)]).toEqual([1, 5, 10]);
  });
  test("lie between those beside a short step or gap, and are nothing where the position is not known", () => {
    const half = numbers(make({ binSeconds: 0.05 }, { cells }), "activity");
    expect([...half.subarray(0, 4)].map((rate) => rate.toFixed(3))).toEqual([
      "0.000",
      "0.500",
      "1.000",
      "1.500",
    ]);
    const lost = positions.map((value, i) => (i >> 1 >= 15 && i >> 1 < 30 ? Number.NaN : value));
    const bad = values.map((value, i) => (i >= 15 && i < 30 ? Number.NaN : value));
    const made = numbers(make({}, { positions: lost, cells: { ...cells, values: bad } }), "activity");
    expect([made[14], made[20], made[30]]).toEqual([14, 0, 30]);
  });
});

test("a heading of its own goes along, a direction of movement is left to whoever opens the file", () => {
  const heading = { times, values: Float64Array.from(times, () => 3) };
  expect(numbers(make({}, { heading }), "heading")[50]).toBeCloseTo(3, 6);
  expect(make().arrays.heading).toBeUndefined();
});
