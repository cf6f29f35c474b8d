/** A rat of a file of activity: everything about it is known. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { walkActivity } from "../../../../../src/analyse/walk-path.ts";
import { Walk, type Walked } from "../../../../../src/cli/commands/walk/walk.ts";
import { lookOf } from "../../../../../src/cli/frame/subject.ts";
import { type Engine, openEngine } from "../../../../../src/engine/engine.ts";
import { npyArray } from "../../../../../src/format/npy-array.ts";
import { Analysis } from "../../../../../src/session/analysis.ts";
import { readSubject } from "../../../../../src/session/subject.ts";
import { recorded, writeActivityFile } from "../../../../support/activity-file.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { noColour } from "../../../../support/terminals.ts";

let engine: Engine;
let walked: Walked;

beforeAll(async () => {
  const path = join(temporaryDirectory(), "theirs.npz");
  writeActivityFile(path, { dt: npyArray(Float64Array.of(0.1), []) });
  engine = await openEngine({ workers: 1 });
  const source = readSubject(path, path).open(engine);
  const analysis = new Analysis(engine, source, null);
  const { rates } = await analysis.observation(lookOf({ bins: 20, scorer: "nan-aware" }, source));
  walked = { engine, source, rates, network: "theirs", units: [5, 4, 3, 2, 1, 0] };
});
afterAll(() => engine.close());

const terminal = { ...noColour, columns: 80 };
const begun = () => new Walk(walked, { seed: 0, seconds: 100 });
/** The title of the picture `now`. */
const title = (walk: Walk, now: number) => walk.draw(terminal, 24, now)[0]!;
const dt = () => walked.source.dt;

test("the clock runs as fast as the rat, or as chosen, and stands while it is paused", () => {
  const walk = begun();
  expect(title(walk, 1000)).toContain("speed x 1");
  const seconds = (now: number) => Number.parseFloat(title(walk, now));
  expect(seconds(1000 + 1000 * 10 * dt())).toBeCloseTo(11 * dt(), 1);
  walk.key("+");
  walk.key("+");
  const before = seconds(1000 + 1000 * 10 * dt());
  expect(title(walk, 1000 + 1000 * 10 * dt())).toContain("speed x 4");
  expect(seconds(1000 + 1000 * 20 * dt())).toBeCloseTo(before + 40 * dt(), 1);
  walk.key("space");
  const paused = title(walk, 1e5);
  expect(paused).toContain("paused");
  expect(title(walk, 2e5)).toBe(paused);
  walk.key("space");
  expect(Number.parseFloat(title(walk, 3e5))).toBe(Number.parseFloat(paused));
});

test(". pauses and makes one step", () => {
  const walk = begun();
  const places = [0, 1, 2].map(() => {
    walk.key(".");
    return title(walk, 0);
  });
  expect(places.map((text) => Number.parseFloat(text))).toEqual(
    [2, 3, 4].map((made) => Number((made * dt()).toFixed(1))),
  );
});

test("arrow keys go through the units, and stay at the ends", () => {
  const walk = begun();
  const shown = () => /maps (\d+ to \d+) of 6/.exec(title(walk, 0))?.[1];
  expect(shown()).toBe("1 to 4");
  walk.key("right");
  expect(shown()).toBe("3 to 6");
  expect(walk.answer.units).toEqual([3, 2, 1, 0]);
  walk.key("right");
  expect(shown()).toBe("3 to 6");
  walk.key("left");
  expect(shown()).toBe("1 to 4");
});

test("another rat comes by a key and at the end of the way; after the last of a file the first", () => {
  const walk = begun();
  expect(walk.steps).toBe(recorded.steps);
  const first = walk.answer.position.slice();
  walk.key("n");
  expect(walk.answer.position).not.toEqual(first);
  for (let i = 1; i < recorded.trials; i++) walk.key("n");
  expect(walk.answer.position).toEqual(first);
  title(walk, 0);
  title(walk, 1e9);
  expect(walk.answer.position).not.toEqual(first);
});

test("what units do on the way is what they do at its places", () => {
  const rat = { seed: 0, number: 3, steps: 50 };
  const [some, all] = [
    [4, 0],
    [0, 1, 2, 3, 4, 5],
  ].map((units) => walkActivity(engine, walked.source, rat, units));
  expect(some).toHaveLength(100);
  for (let step = 0; step < 50; step++) {
    expect(some!.subarray(2 * step, 2 * step + 2)).toEqual(
      Float32Array.of(all![6 * step + 4]!, all![6 * step]!),
    );
  }
  // The last unit has one field, 0.2 m wide, at (0.2, -0.3).
  const { position } = new Walk(walked, { seed: 0, seconds: 100 }).answer;
  const own = walkActivity(engine, walked.source, { seed: 0, number: 0, steps: recorded.steps }, [5]);
  for (let step = 0; step < recorded.steps; step++) {
    const distance = Math.hypot(position[2 * step]! - 0.2, position[2 * step + 1]! + 0.3);
    expect(own[step]).toBeCloseTo(Math.exp(-(distance ** 2) / (2 * 0.2 ** 2)), 5);
  }
});
