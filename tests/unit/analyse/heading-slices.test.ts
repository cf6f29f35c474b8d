import { afterAll, expect, test } from "bun:test";
import { headingSlices } from "../../../src/analyse/heading-slices.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { inPortions } from "../../../src/tasks/activity-source.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** Hears the velocity along its own direction, and nothing else. */
const { source } = knownNetwork(engine, {
  units: 4,
  input: (unit) => [Math.cos((unit * Math.PI) / 2), Math.sin((unit * Math.PI) / 2)],
});
const request = { seed: 1, trajectories: 250, steps: 8 };
const [bins, sectors] = [3, 8];

test("means of the samples of a sector and a bin, of the units that are wanted", async () => {
  const units = [2, 0];
  const { maps, samples } = await headingSlices(engine, source, { request, bins, sectors, units });
  const found = new Map<string, number[]>();
  inPortions(source, request, ({ samples: all, activities, heading, position }) => {
    const rates = engine.memory.floats(activities, all * 4);
    for (let i = 0; i < all; i++) {
      const sector = Math.floor(((heading!.view[i]! + Math.PI) / (2 * Math.PI)) * sectors) % sectors;
      const [column, row] = [0, 1].map((axis) =>
        Math.min(bins - 1, Math.floor(((position.view[2 * i + axis]! + 1.1) / 2.2) * bins)),
      );
      units.forEach((unit, k) => {
        const key = [sector, k, row, column].join();
        found.set(key, [...(found.get(key) ?? []), rates[4 * i + unit]!]);
      });
    }
  });
  expect(samples.reduce((sum, one) => sum + one, 0)).toBe(2000);
  expect(maps).toHaveLength(sectors * 2 * bins * bins);
  maps.forEach((mean, i) => {
    const key = [Math.floor(i / 18), Math.floor(i / 9) % 2, Math.floor(i / 3) % 3, i % 3].join();
    const rates = found.get(key);
    if (!rates) expect(mean).toBeNaN();
    else expect(mean).toBeCloseTo(rates.reduce((sum, one) => sum + one, 0) / rates.length, 5);
  });
});

test("who hears one direction fires in its sectors and is silent in the others", async () => {
  const { maps } = await headingSlices(engine, source, {
    request: { ...request, trajectories: 2000 },
    bins,
    sectors: 4,
    units: [1],
  });
  const meanOf = (sector: number) =>
    maps.subarray(9 * sector, 9 * sector + 9).reduce((sum, one) => sum + one, 0) / 9;
  // Sectors from -180, -90, 0 and 90 degrees; unit 1 hears what goes up.
  expect(Math.min(meanOf(2), meanOf(3))).toBeGreaterThan(3 * Math.max(meanOf(0), meanOf(1)));
});

test("waits after each portion, and a pause that throws ends it", async () => {
  const shares: number[] = [];
  const wanted = { request, bins, sectors, units: [0] };
  await headingSlices(engine, source, wanted, async (share) => void shares.push(share));
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.at(-1)).toBe(1);
  const stop = headingSlices(engine, source, wanted, async () => {
    throw new Error("enough");
  });
  await expect(stop).rejects.toThrow("enough");
});
