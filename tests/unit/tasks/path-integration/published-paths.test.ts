import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { LagOptions } from "../../../../src/analyse/lags/lag-sweep.ts";
import { sweepLags } from "../../../../src/analyse/lags/sweep-lags.ts";
import { findScorer } from "../../../../src/analyse/scorer.ts";
import { resolveConfig } from "../../../../src/config/resolve.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { openActivityFile } from "../../../../src/exchange/activity-file.ts";
import type { ActivitySource } from "../../../../src/tasks/activity-source.ts";
import { pathIntegration } from "../../../../src/tasks/path-integration/path-integration.ts";
import { isPathIntegration } from "../../../../src/tasks/path-integration/settings.ts";
import { writeActivityFile } from "../../../support/activity-file.ts";
import { golden } from "../../../support/golden.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { userErrorOf } from "../../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

/** An untrained network of two units; its cells count, since the published ones draw from the same random numbers. */
function networkWith(placeCells: number): ActivitySource {
  const tree = { seed: 9, blas: "wasm", model: { units: 2 }, code: { placeCells } };
  const config = resolveConfig([{ origin: "test", tree: tree as never }]);
  if (!isPathIntegration(config)) throw new Error(config.task);
  const experiment = pathIntegration.open(engine, config);
  return pathIntegration.activity(engine, experiment, experiment.initialize());
}

const batch = 100;
const request = (batches: number) => ({
  ...{ seed: 4, trajectories: batches * batch, steps: 20, publishedBatch: batch, measuring: false },
});
const zeroLag: Omit<LagOptions, "seed" | "trajectories" | "steps"> = {
  ...{ bins: 3, lags: [0], axis: "time", samples: "each" },
  scorer: findScorer("deepmind-code"),
};
const cmPerStep = async (source: ActivitySource, batches: number) =>
  (await sweepLags(engine, source, { ...request(batches), ...zeroLag })).cmPerStep;

describe("cm per step is the published one to the last digit", () => {
  const networks = new Map([256, 512].map((cells) => [cells, networkWith(cells)]));
  test.each([
    [512, 10, 1.9756918773055077],
    [512, 20, 1.9867302849888802],
    [512, 25, 1.9874583929777145],
    [256, 1, 1.9155105575919151],
    [256, 25, 1.9839566200971603],
  ])("%i cells, %i batches", async (cells, batches, published) => {
    expect(await cmPerStep(networks.get(cells)!, batches)).toBe(published);
  });

  test("256 cells, 30 batches: but for two units in the last place of float32", async () => {
    const found = (await cmPerStep(networks.get(256)!, 30)) / 100;
    const published = 1.9858840852975845 / 100;
    expect(Math.fround(found)).toBe(found);
    expect(Math.abs(found - published)).toBe(2 * 2 ** -29);
  });
});

test("the places are those of the reference file", () => {
  const given = golden("trajectory_default.npz");
  const [x, y] = [given.numbers("target_x"), given.numbers("target_y")];
  const asked = { ...request(1), trajectories: 16, publishedBatch: 16 };
  const source = networkWith(64);
  let compared = 0;
  source.walk(asked, source.portions(asked)[0]!, ({ position }) => {
    for (let sample = 0; sample < 20 * 16; sample++) {
      const there = (sample % 16) * 20 + Math.floor(sample / 16);
      expect(position.view[2 * sample]).toBeCloseTo(x[there]!, 6);
      expect(position.view[2 * sample + 1]).toBeCloseTo(y[there]!, 6);
      compared++;
    }
  });
  expect(compared).toBe(320);
});

test("a batch goes on where the one before ended, in whichever order they are read", () => {
  const source = networkWith(64);
  const asked = { ...request(3), steps: 4 };
  const ranges = source.portions(asked);
  expect(ranges.map(({ first, trajectories }) => [first, trajectories])).toEqual([
    [0, 100],
    [100, 100],
    [200, 100],
  ]);
  const placesOf = (order: readonly number[]) => {
    const places = new Map<number, number[]>();
    for (const i of order) {
      source.walk(asked, ranges[i]!, ({ position }) => places.set(i, [...position.view]));
    }
    return [0, 1, 2].map((i) => places.get(i)!);
  };
  const inOrder = placesOf([0, 1, 2]);
  expect(placesOf([2, 0, 1])).toEqual(inOrder);
  expect(inOrder[1]).not.toEqual(inOrder[0]!);
});

test("parts of a batch, and the paths of a recording, are refused", () => {
  const source = networkWith(64);
  expect(userErrorOf(() => source.portions({ ...request(1), trajectories: 150 }))).toBe(
    "150 trajectories from number 0 on are not whole batches of 100 | use a multiple of 100",
  );
  const path = join(temporaryDirectory(), "activity.npz");
  writeActivityFile(path);
  const file = openActivityFile(engine, path);
  expect(file.publishedPaths).not.toBe(true);
  expect(userErrorOf(() => file.portions({ ...request(1), trajectories: 1, publishedBatch: 1 }))).toContain(
    "holds its own paths, not the published ones",
  );
});
