/** Files of activity as sources: what they hold, and what is derived. */
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tuning } from "../../../src/analyse/tuning.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { openActivityFile } from "../../../src/exchange/activity-file.ts";
import { type NpyArray, npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import type { ActivityRequest, ActivitySource } from "../../../src/tasks/activity-source.ts";
import { inPortions } from "../../../src/tasks/activity-source.ts";
import { type Arena, defaultArena } from "../../../src/world/arena.ts";
import {
  all,
  largest,
  recorded,
  recordingOpener,
  steps,
  trials,
  units,
} from "../../support/ideal-recording.ts";
import { recordedCells } from "../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const folder = temporaryDirectory();
const open = recordingOpener(engine, folder);

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
