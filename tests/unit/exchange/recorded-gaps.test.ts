/** Files of activity with gaps, filters and rules of their own. */
import { afterAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { observe } from "../../../src/analyse/observe.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { openActivityFile } from "../../../src/exchange/activity-file.ts";
import { type NpyArray, npyArray } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const folder = temporaryDirectory();
const [gap, dt] = [Number.NaN, 0.5];

/** One trial to the right along the lower wall of a box of 2 x 1 m: rates 1, 2, 3 … */
function open(xs: readonly number[], more: Readonly<Record<string, NpyArray>> = {}) {
  const path = join(folder, "gaps.npz");
  const arrays = {
    position: npyArray(Float64Array.from(xs.flatMap((x) => [x, Number.isNaN(x) ? x : -0.4])), [
      1,
      xs.length,
      2,
    ]),
    activity: npyArray(
      Float64Array.from(xs, (_, i) => i + 1),
      [1, xs.length, 1],
    ),
    dt: npyArray(Float64Array.of(dt), []),
    box: npyArray(Float64Array.of(2, 1), [2]),
    ...more,
  };
  writeFileSync(path, writeNpz(arrays));
  return openActivityFile(engine, path);
}
const one = (value: number) => npyArray(Float64Array.of(value), []);
const request = (steps: number) => ({ seed: 0, trajectories: 1, steps });

describe("positions that are not known", () => {
  const xs = [-0.9, -0.8, gap, gap, 0.2, 0.3, 0.5, gap];
  test("count nowhere: not in maps, means or samples", () => {
    const { samples, rates, activity } = observe(engine, open(xs), { ...request(8), bins: 4 });
    expect(samples).toBe(5);
    expect(rates.dropped).toBe(0);
    expect([...rates.occupancy.subarray(0, 4)]).toEqual([2, 0, 2, 1]);
    expect([...rates.rateMap.subarray(0, 4)]).toEqual([1.5, gap, 5.5, 7]);
    expect([...activity.mean]).toEqual([(1 + 2 + 5 + 6 + 7) / 5]);
    expect([...activity.largest]).toEqual([7]);
  });

  test("leave velocities and headings unknown there, and derived from the next step after it", () => {
    const source = open(xs);
    source.walk(request(8), { first: 0, trajectories: 1 }, ({ velocity, heading }) => {
      const along = [...velocity!.view].filter((_, i) => i % 2 === 0);
      const wanted = [0.2, 0.2, gap, gap, 0.2, 0.2, 0.4, gap];
      wanted.forEach((speed, i) => {
        if (Number.isNaN(speed)) expect(along[i]).toBeNaN();
        else expect(along[i]).toBeCloseTo(speed, 6);
      });
      expect([...heading!.view]).toEqual([0, 0, gap, gap, 0, 0, 0, gap]);
    });
    expect(source.fastSpeed).toBeCloseTo(0.2, 6);
    expect(source.conditions).toEqual([
      {
        name: "samplesLeftOut",
        value: 2 / 7,
        text: "28.6 % of the samples left out: slow, or of unknown position",
      },
    ]);
    expect.assertions(11);
  });
});

describe("what a recording asks for", () => {
  test("slow samples count nowhere, and velocities stay known", () => {
    const source = open([-0.9, -0.8, -0.79, -0.6, gap, 0.1], { speed_above: one(0.1) });
    source.walk(request(6), { first: 0, trajectories: 1 }, ({ position, velocity }) => {
      expect([...position.view].map(Number.isNaN)).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1].map(Boolean));
      expect(velocity!.view[4]).toBeCloseTo(0.02, 6);
    });
    expect(source.conditions.map(({ name, value }) => [name, value])).toEqual([
      ["speedAbove", 0.1],
      ["samplesLeftOut", 0.5],
    ]);
  });

  test("its rule of maps, named in its conditions", () => {
    const source = open([-0.9, -0.8, 0.1, 0.2, 0.9], {
      ...{ least_seconds: one(1), smoothing: one(0.25), round: npyArray(Uint8Array.of(1), []) },
      ...{ velocity_window: one(0.2), unit_names: npyArray(["left 3"]) },
    });
    expect(source.mapRule).toEqual({ leastSeconds: 1, smoothing: 0.25, round: true });
    expect(source.arena).toMatchObject({ round: true });
    expect(source.unitName(0)).toBe("left 3");
    expect(source.conditions.map(({ text }) => text)).toEqual([
      "velocities over 0.2 s",
      "bins visited for less than 1 s left out",
      "sums and visits smoothed by a Gaussian of 25 cm",
      "a round arena: bins outside the circle left out",
    ]);
    const { rates } = observe(engine, source, { ...request(5), bins: 4 });
    // The two bins on the left are outside the ellipse, or were visited once only: one is left.
    expect([...rates.rateMap].map((rate) => (Number.isNaN(rate) ? "-" : rate)).join(" ")).toBe(
      "- - 3.5 - - - - - - - - - - - - -",
    );
    expect([...rates.occupancy.subarray(0, 4)]).toEqual([2, 0, 2, 1]);
  });

  test("square bins: the map of a long box is as high as it is long, without rates beyond the walls", () => {
    const source = open([-0.9, -0.4, 0.1, 0.6], { square_bins: npyArray(Uint8Array.of(1), []) });
    expect(source.arena).toEqual({ width: 2, height: 2, periodic: false });
    expect(source.walls).toMatchObject({ width: 2, height: 1 });
    expect(source.mapRule).toBeUndefined();
    expect(source.conditions.map(({ text }) => text)).toEqual(["a box of 2 x 1 m in square bins"]);
    const { rates } = observe(engine, source, { ...request(4), bins: 4 });
    expect([...rates.rateMap]).toEqual([gap, gap, gap, gap, 1, 2, 3, 4, ...new Array(8).fill(gap)]);
    // As before, where a file does not ask for it.
    expect(open([-0.9, 0.1]).arena).toEqual({ width: 2, height: 1, periodic: false });
  });

  test("nothing of it without gaps or rules", () => {
    const source = open([-0.9, -0.4, 0.1, 0.6]);
    expect([source.mapRule, source.walls, source.conditions]).toEqual([undefined, undefined, []]);
  });
});
