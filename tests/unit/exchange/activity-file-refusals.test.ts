/** Files of activity that are refused, by what is wrong with them. */
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { observe } from "../../../src/analyse/observe.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { openActivityFile } from "../../../src/exchange/activity-file.ts";
import { npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import type { ActivityRequest } from "../../../src/tasks/activity-source.ts";
import { all, recorded, recordingIn, recordingOpener, steps, trials } from "../../support/ideal-recording.ts";
import { temporaryDirectory } from "../../support/temporary.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const folder = temporaryDirectory();
const open = recordingOpener(engine, folder);

describe("is refused", () => {
  const path = recordingIn(folder);
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
      "half a position",
      spoilt("position", Number.NaN),
      "[position] has x without y at sample 8",
      "make both NaN where a position is not known",
    ],
    [
      "infinite activity",
      spoilt("activity", Number.POSITIVE_INFINITY),
      "[activity] holds Infinity",
      "give finite numbers [trials, T, units]",
    ],
    [
      "an infinite heading",
      spoilt("heading", Number.NEGATIVE_INFINITY),
      "[heading] holds -Infinity",
      "give finite numbers [200, 150]",
    ],
    [
      "no position at all",
      with_("position", zeros(60_000).fill(Number.NaN), [200, 150, 2]),
      "[position] is NaN throughout",
      "give positions in m",
    ],
    [
      "an infinite position",
      spoilt("position", Number.POSITIVE_INFINITY),
      "[position] holds Infinity",
      "give finite numbers [trials, T, 2] in m",
    ],
    [
      "names of other units",
      () => open([], { unit_names: npyArray(["a", "b"]) }),
      "[unit_names] has the shape (2,)",
      "give unit_names as [6]",
    ],
    ["numbers for names", with_("unit_names", zeros(6), [6]), "[unit_names] holds numbers", "give text"],
    ["a speed below zero", with_("speed_above", [-1], []), "[speed_above] is -1", "give 0 or more"],
    [
      "a speed that the animal never has",
      with_("speed_above", [100], []),
      "the animal is never as fast as 100 m/s",
      "lower speed_above",
    ],
    [
      "a filter of speeds that are not known",
      () => open(["velocity", "dt"], { speed_above: npyArray(Float64Array.of(0.1), []) }),
      "has speed_above and no velocities",
      "give the recording velocity, or dt",
    ],
    [
      "a time in bins without that of a step",
      () => open(["dt"], { least_seconds: npyArray(Float64Array.of(0.1), []) }),
      "has least_seconds and no dt",
      "as dt",
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
