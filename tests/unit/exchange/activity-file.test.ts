/** Files of activity as sources: what they hold, what is derived, what is refused, and how ideal cells score. */
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { borderScores } from "../../../src/analyse/border-score.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { noiseNull } from "../../../src/analyse/null.ts";
import { observe } from "../../../src/analyse/observe.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import {
  bandCell,
  borderCell,
  headDirectionCell,
  hexagonalCell,
  sampleMaps,
  squareCell,
} from "../../../src/analyse/synthetic.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { openActivityFile } from "../../../src/exchange/activity-file.ts";
import { type NpyArray, npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import type { ActivityRequest, ActivitySource } from "../../../src/tasks/activity-source.ts";
import { inPortions } from "../../../src/tasks/activity-source.ts";
import { type Arena, defaultArena } from "../../../src/world/arena.ts";
import { recordedCells } from "../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const folder = temporaryDirectory();
const [trials, steps] = [200, 150];
const cells = [
  hexagonalCell({ period: 0.6 }),
  hexagonalCell({ period: 0.8, phase: [0.1, -0.2], angle: 0.3 }),
  squareCell({ period: 0.7 }),
  bandCell({ period: 0.7 }),
  borderCell({ wall: "south", width: 0.1, box: defaultArena }),
  headDirectionCell({ preferred: 1, concentration: 3 }),
];
const units = cells.length;
const recorded = await recordedCells(cells, { trials, steps });
type Arrays = Readonly<Record<string, NpyArray>>;

/** @param left out of the recording @param changed instead of what was recorded */
function open(left: readonly string[] = [], changed: Arrays = {}, arrays: Arrays = recorded): ActivitySource {
  const path = join(folder, "cells.npz");
  const kept = Object.entries({ ...arrays, ...changed }).filter(([name]) => !left.includes(name));
  writeFileSync(path, writeNpz(Object.fromEntries(kept), { compress: false }));
  return openActivityFile(engine, path);
}

const all: ActivityRequest = { seed: 0, trajectories: trials, steps };

/** What a source gives, as the file has it: trial first. */
function collect(source: ActivitySource, request: ActivityRequest = all) {
  const { steps, trajectories, from = 0 } = request;
  const room = (width: number) => new Float32Array(trajectories * steps * width).fill(Number.NaN);
  const found = { position: room(2), activity: room(source.units), velocity: room(2), heading: room(1) };
  inPortions(source, request, (portion) => {
    const { first, samples } = portion;
    const put = (name: keyof typeof found, values: Float32Array | undefined, width: number) => {
      for (let sample = 0; values && sample < samples; sample++) {
        const [t, b] = [Math.floor(sample / portion.trajectories), sample % portion.trajectories];
        const at = (first - from + b) * steps + t;
        found[name].set(values.subarray(sample * width, (sample + 1) * width), at * width);
      }
    };
    put("position", portion.position.view, 2);
    put("velocity", portion.velocity?.view, 2);
    put("heading", portion.heading?.view, 1);
    put("activity", engine.memory.floats(portion.activities, samples * source.units), source.units);
  });
  return found;
}

/** The largest magnitude. */
const largest = (values: Iterable<number>, of: (value: number, i: number) => number): number =>
  Array.from(values).reduce((most, value, i) => Math.max(most, Math.abs(of(value, i))), 0);

const floats = (array: NpyArray) => Float32Array.from(numbersOf(array, "test"));

describe("what the file holds", () => {
  test("is a source of activity that measures nothing and tells no place", () => {
    const source = open();
    expect(source).toMatchObject({ units, arena: defaultArena, dt: 0.02, tap: "activity", metrics: [] });
    expect(source.taps).toEqual([{ name: "activity", units, help: "as recorded" }]);
    expect(source.usual).toEqual({ seed: 0, steps, trajectories: trials });
    expect(source.levels(0)).toEqual({});
    expect(source.places).toBeUndefined();
    expect(source.unitName(3)).toBe("#3");
    expect(open([], { periodic: npyArray(Uint8Array.of(1), []) }).arena.periodic).toBe(true);
  });

  test("comes portion by portion, to the last bit", () => {
    const source = open();
    // 200 at most are taken together, and so many samples of 6 units fit well.
    expect(source.portions(all)).toEqual([{ first: 0, trajectories: trials }]);
    const more = source.portions({ ...all, perSample: 30_000 });
    expect(more.length).toBeGreaterThan(10);
    const names = ["position", "activity", "velocity", "heading"] as const;
    for (const request of [all, { ...all, perSample: 30_000 }]) {
      const found = collect(source, request);
      for (const name of names) expect(found[name]).toEqual(floats(recorded[name]));
    }
  });

  test("also some trials from a later one on, and their first steps", () => {
    const found = collect(open(), { seed: 0, from: 30, trajectories: 3, steps: 7 });
    const whole = floats(recorded.activity);
    for (const [i, trial] of [30, 31, 32].entries()) {
      const size = 7 * units;
      expect(found.activity.subarray(i * size, (i + 1) * size)).toEqual(
        whole.subarray(trial * steps * units, trial * steps * units + size),
      );
    }
  });

  test("walks the same paths without the activity", () => {
    const source = open();
    const range = { first: 5, trajectories: 2 };
    source.walk(all, range, ({ position, heading, velocity, samples }) => {
      expect(samples).toBe(2 * steps);
      expect(position.view[2]).toBe(floats(recorded.position)[6 * steps * 2]!);
      expect(heading!.view[1]).toBe(floats(recorded.heading)[6 * steps]!);
      expect(velocity!.shape).toEqual([steps, 2, 2]);
    });
    expect.assertions(4);
  });

  test("may be counts of spikes", () => {
    const counts = Int32Array.from(floats(recorded.activity), (rate) => Math.round(3 * rate));
    const found = collect(open([], { activity: npyArray(counts, [trials, steps, units]) }));
    expect(found.activity).toEqual(Float32Array.from(counts));
  });
});

describe("what the file does not hold", () => {
  test("velocities follow from the positions, the first from the second step", () => {
    const found = collect(open(["velocity", "heading"])).velocity;
    const truth = floats(recorded.velocity);
    const isFirst = (i: number) => Math.floor(i / 2) % steps === 0;
    // Positions are float32, 2^-24 of 1 m: twice that over 0.02 s.
    expect(largest(found, (v, i) => (isFirst(i) ? 0 : v - truth[i]!))).toBeLessThan(1e-5);
    expect(largest(found, (v, i) => (isFirst(i) ? v - found[i + 2]! : 0))).toBe(0);
  });

  test("headings follow from the velocities", () => {
    const found = collect(open(["heading"])).heading;
    const truth = floats(recorded.heading);
    expect(largest(found, (heading, i) => Math.sin(heading - truth[i]!))).toBeLessThan(1e-5);
    expect(largest(found, (heading, i) => 1 - Math.cos(heading - truth[i]!))).toBeLessThan(1e-5);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(Math.fround(-Math.PI));
    expect(Math.max(...found)).toBeLessThan(Math.PI);
  });

  test("in a periodic box they take the short way across the seam", async () => {
    const arena: Arena = { width: 1, height: 1.2, periodic: true };
    const small = await recordedCells([() => 1], { trials: 20, steps: 100, arena });
    const found = collect(open(["velocity", "heading"], {}, small), {
      seed: 0,
      trajectories: 20,
      steps: 100,
    });
    const truth = floats(small.velocity);
    const error = (v: number, i: number) => (i % 200 > 1 ? v - truth[i]! : 0);
    expect(largest(found.velocity, error)).toBeLessThan(1e-4);
    const walls = collect(open(["velocity", "heading", "periodic"], {}, small), {
      ...{ seed: 0, trajectories: 20, steps: 100 },
    });
    expect(Math.max(...walls.velocity)).toBeGreaterThan(30);
  });

  test("whoever stands still looks where it went last, and first where it will go", () => {
    const still = (ways: readonly number[]) => {
      const position = ways.flatMap((_, t) => [ways.slice(0, t + 1).reduce((sum, way) => sum + way, 0), 0]);
      const arrays = {
        position: npyArray(Float64Array.from(position), [1, ways.length, 2]),
        activity: npyArray(new Float64Array(ways.length), [1, ways.length, 1]),
        dt: npyArray(Float64Array.of(0.5), [1]),
        box: npyArray(Float64Array.of(1, 1), [2]),
      };
      const path = join(folder, "still.npz");
      writeFileSync(path, writeNpz(arrays));
      const source = openActivityFile(engine, path);
      const request = { seed: 0, trajectories: 1, steps: ways.length };
      let heading: number[] | undefined;
      source.walk(request, source.portions(request)[0]!, (paths) => {
        heading = paths.heading && [...paths.heading.view];
      });
      return heading;
    };
    const back = Math.fround(-Math.PI);
    expect(still([0, 0, 0.1, 0, -0.1, 0])).toEqual([0, 0, 0, 0, back, back]);
    expect(still([0, 0, 0])).toBeUndefined();
    expect(still([0])).toBeUndefined();
  });

  test("headings from 0 to 2 pi, or unwound, are brought to one turn", () => {
    const truth = floats(recorded.heading);
    for (const turns of [0, 1, 7, -2]) {
      const unwound = Float64Array.from(truth, (heading) => heading + 2 * Math.PI * turns);
      const { heading } = collect(open([], { heading: npyArray(unwound, [trials, steps]) }));
      expect(largest(heading, (found, i) => found - truth[i]!)).toBeLessThan(1e-5);
    }
  });

  test("without velocities and dt nothing is known of the movement", () => {
    const source = open(["velocity", "heading", "dt"]);
    expect(source.dt).toBeNaN();
    expect(source.fastSpeed).toBeNaN();
    expect(collect(source).velocity.every(Number.isNaN)).toBe(true);
    const options = { headingBins: 8, speedBins: 4, speedLimit: 1, shuffles: 1 };
    expect(userErrorOf(() => tuning(engine, source, { ...all, ...options }))).toBe(
      "nothing is known of the animal's velocity | give the recording velocity, or dt",
    );
    // Velocities are enough.
    expect(collect(open(["heading", "dt"])).heading.some(Number.isNaN)).toBe(false);
  });

  test("the box is the smallest one around 0 with all positions in it", () => {
    const position = npyArray(Float64Array.of(0.2, -0.3, -0.5, 0.1, 0.1, 0.4), [1, 3, 2]);
    const activity = npyArray(new Float32Array(3), [1, 3, 1]);
    expect(open([], {}, { position, activity }).arena).toEqual({ width: 1, height: 0.8, periodic: false });
  });

  test("bins of speed end where one sample in a hundred is faster", () => {
    const speeds = floats(recorded.velocity);
    const limit = open().fastSpeed;
    let faster = 0;
    for (let i = 0; i < speeds.length; i += 2) if (Math.hypot(speeds[i]!, speeds[i + 1]!) > limit) faster++;
    expect(faster / (trials * steps)).toBeWithin(0.0095, 0.0105);
  });
});

describe("is refused", () => {
  const path = join(folder, "cells.npz");
  const with_ = (name: string, values: ArrayLike<number>, shape: readonly number[]) => () =>
    open([], { [name]: npyArray(Float64Array.from(values), shape) });
  const spoilt = (name: "position" | "activity" | "heading", value: number) => {
    const values = numbersOf(recorded[name], name);
    values[17] = value;
    return with_(name, values, recorded[name].shape);
  };
  const zeros = (count: number) => new Float64Array(count);
  const refusals: readonly [string, () => unknown, string, string][] = [
    [
      "without positions",
      () => open(["position"]),
      `${path} has no position`,
      "this one has activity, velocity",
    ],
    ["without activity", () => open(["activity"]), `${path} has no activity`, "activity [trials, T, units]"],
    [
      "positions of one trial alone",
      with_("position", zeros(300), [150, 2]),
      "[position] has the shape (150, 2)",
      "[trials, T, 2] in m",
    ],
    [
      "positions in space",
      with_("position", zeros(9), [1, 3, 3]),
      "[position] has the shape (1, 3, 3)",
      "[trials, T, 2] in m",
    ],
    [
      "no trials",
      with_("position", zeros(0), [0, 3, 2]),
      "[position] has the shape (0, 3, 2)",
      "[trials, T, 2] in m",
    ],
    [
      "activity of other trials",
      with_("activity", zeros(30), [5, 3, 2]),
      "[activity] has the shape (5, 3, 2)",
      "give activity as [200, 150, units]",
    ],
    [
      "activity of no units",
      with_("activity", zeros(0), [200, 150, 0]),
      "[activity] has the shape (200, 150, 0)",
      "[200, 150, units]",
    ],
    [
      "one unit without its axis",
      with_("activity", zeros(30_000), [200, 150]),
      "[activity] has the shape (200, 150)",
      "[200, 150, units]",
    ],
    [
      "headings of other steps",
      with_("heading", zeros(30), [10, 3]),
      "[heading] has the shape (10, 3)",
      "give heading as [200, 150]",
    ],
    [
      "speeds for velocities",
      with_("velocity", zeros(30_000), [200, 150]),
      "[velocity] has the shape (200, 150)",
      "give velocity as [200, 150, 2]",
    ],
    ["a box of one side", with_("box", [2.2], [1]), "[box] has the shape (1,)", "give box as [2]"],
    [
      "a time step for each step",
      with_("dt", [0.02, 0.02], [2]),
      "[dt] has the shape (2,)",
      "give dt as one number",
    ],
    ["a time step of none", with_("dt", [0], []), "[dt] is 0", "the seconds of one time step"],
    ["a box of no size", with_("box", [0, 1], [2]), "the width of the box is 0 m", "use a positive length"],
    [
      "a lost position",
      spoilt("position", Number.NaN),
      "[position] holds NaN",
      "give finite numbers [trials, T, 2] in m",
    ],
    [
      "infinite activity",
      spoilt("activity", Number.POSITIVE_INFINITY),
      "[activity] holds Infinity",
      "give finite numbers [trials, T, units]",
    ],
    [
      "a lost heading",
      spoilt("heading", Number.NaN),
      "[heading] holds NaN",
      "give finite numbers [200, 150]",
    ],
    ["text", () => open([], { activity: npyArray(["a"], [1]) }), "[activity] holds text", "array of numbers"],
    [
      "a box of another unit",
      with_("box", [0.022, 0.022], [2]),
      "100 % of the positions",
      "in m from the middle of the box",
    ],
  ];
  test.each(refusals)("%s", (_, action, cause, mend) => {
    const [said, done] = userErrorOf(action).split(" | ");
    expect(said).toContain(cause);
    expect(done).toContain(mend);
  });

  test("a request for more trials or steps than there are", () => {
    const source = open();
    const ask = (request: Partial<ActivityRequest>) =>
      userErrorOf(() => source.portions({ ...all, ...request }));
    expect(ask({ trajectories: 201 })).toBe(
      `${path} holds 200 trials, 201 are asked for | lower --trajectories`,
    );
    expect(ask({ from: 1 })).toContain("201 are asked for");
    expect(ask({ steps: 151 })).toBe(
      `the trials of ${path} have 150 steps, 151 are asked for | lower --steps`,
    );
    expect(source.portions({ ...all, from: 199, trajectories: 1 })).toHaveLength(1);
  });

  test("what is no npz, or not there", () => {
    writeFileSync(join(folder, "text.npz"), "hello");
    expect(userErrorOf(() => openActivityFile(engine, join(folder, "text.npz")))).toContain("text.npz");
    expect(userErrorOf(() => openActivityFile(engine, join(folder, "absent.npz")))).toContain(
      "does not exist",
    );
  });

  test("but a few positions outside the box are let pass, as some rules of walls have them", () => {
    const position = numbersOf(recorded.position, "position");
    for (let i = 0; i < 2 * 1000; i += 2) position[i] = 1.2;
    const source = open([], { position: npyArray(position, [trials, steps, 2]) });
    expect(observe(engine, source, { ...all, bins: 10 }).rates.dropped).toBe(1000);
  });
});

describe("ideal cells along recorded paths", () => {
  const source = open();
  const bins = 20;
  const shape = { units, bins };
  const { rates, activity, samples, measured } = observe(engine, source, { ...all, bins });
  const scorer = findScorer("nan-aware");
  const scores = scoreMaps(engine, rates.rateMap, shape, scorer);
  const [hexagon, tilted, square, band, border, head] = [0, 1, 2, 3, 4, 5] as const;

  test("are seen in every sample, and nothing is measured beside them", () => {
    expect(samples).toBe(trials * steps);
    expect(measured).toEqual({});
    expect(rates.dropped).toBe(0);
    expect(activity.mean[hexagon]).toBeGreaterThan(0.3);
  });

  test("have the maps that they were made by", () => {
    const ideal = sampleMaps(cells.slice(0, 4), bins, bins, defaultArena);
    // Within a bin of 11 cm a rate of up to 3 changes, and paths do not fill a bin evenly.
    const seen = rates.rateMap.subarray(0, ideal.length);
    expect(seen.filter(Number.isNaN).length).toBeLessThan(20);
    expect(largest(seen, (rate, i) => (Number.isNaN(rate) ? 0 : rate - ideal[i]!))).toBeLessThan(0.6);
  });

  test("score as hexagons, squares and bands do, those hexagons alone beyond matched noise", () => {
    const { grid60, grid90 } = scores;
    const limit = noiseNull(engine, scorer, { bins, smoothing: 1, seed: 1 }).p95.grid60;
    expect(grid60[hexagon]).toBeGreaterThan(1.2);
    expect(grid60[tilted]).toBeGreaterThan(1.2);
    expect(grid90[square]).toBeGreaterThan(1);
    for (const unit of [square, band, border, head]) expect(grid60[unit]).toBeLessThan(limit);
  });

  test("the border cell has a border score, the others less", () => {
    const found = borderScores(rates.rateMap, { units, binsX: bins, binsY: bins }, defaultArena).map(
      ({ score }) => score,
    );
    expect(found[border]).toBeGreaterThan(0.6);
    for (const unit of [hexagon, tilted, square]) expect(found[unit]).toBeLessThan(found[border]! - 0.3);
  });

  test("the cell of a direction is tuned to it by its von Mises law, also by derived headings", () => {
    const options = { ...all, headingBins: 20, speedBins: 5, speedLimit: source.fastSpeed, shuffles: 40 };
    for (const from of [source, open(["heading", "velocity"])]) {
      const { heading } = tuning(engine, from, options);
      expect(heading.direction[head]).toBeWithin(0.9, 1.1);
      // I1(3) / I0(3) = 0.810.
      expect(heading.vectorLength[head]).toBeWithin(0.78, 0.83);
      expect(heading.p[head]).toBeCloseTo(1 / 41, 12);
      expect(heading.vectorLength[hexagon]).toBeLessThan(0.15);
    }
  });
});
