/** What the page makes of the maps it was given. */
import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../../src/analyse/autocorrelogram.ts";
import { smoothedNoiseMaps } from "../../../../src/analyse/smoothed-noise.ts";
import { hexagonalCell, placeCell, sampleMap, sampleMaps } from "../../../../src/analyse/synthetic.ts";
import { type CorrelationRule, embedGallery, type Gallery } from "../../../../src/draw/report/gallery.ts";
import { autocorrelogram } from "../../../../src/draw/report/page/autocorrelogram.ts";
import { showNumber, unpackUnits } from "../../../../src/draw/report/page/units.ts";
import { openEngine } from "../../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());

const box = { width: 2.2, height: 2.2 };
const bins = 20;
const size = bins * bins;
const grids = [0.4, 0.6, 0.9].map((period) => hexagonalCell({ period, angle: 0.2 }));
const maps = Float64Array.of(
  ...sampleMaps(grids, bins, bins, box),
  ...smoothedNoiseMaps(engine, { units: 20, bins, smoothing: 1, seed: 1 }),
);
const units = maps.length / size;
for (const bin of [0, 7, 399, 5 * size + 30]) maps[bin] = Number.NaN;

const gallery = (values: Float64Array, more: Partial<Gallery> = {}): Gallery => ({
  ...{ rows: bins, columns: bins, maps: values, measures: [], rule: "excluded", box, rings: [] },
  ...more,
});
const unpacked = (given: Gallery) => unpackUnits(JSON.parse(JSON.stringify(embedGallery(given))));

test("rings come back, each kept once", () => {
  const rings = [[0.2, 0.4], null, [0.2, 0.6], [0.2, 0.4]] as const;
  const embedded = embedGallery(gallery(maps, { rings }));
  expect(embedded.rings).toHaveLength(2);
  const read = unpacked(gallery(maps, { rings }));
  expect([0, 1, 2, 3].map((unit) => read.ring(unit) ?? null)).toEqual(rings.map((ring) => ring && [...ring]));
});

test("units are called by their numbers, and by the names that they have", () => {
  expect(unpacked(gallery(maps)).title(1)).toBe("unit 1");
  const names = Array.from({ length: units }, (_, unit) => `T${unit}C1`);
  expect(unpacked(gallery(maps, { names })).title(1)).toBe("unit 1 · T1C1");
});

describe("maps", () => {
  test("come back to 1/32767 of their range, unvisited bins as such", () => {
    const read = unpacked(gallery(maps));
    expect(read.count).toBe(units);
    for (let unit = 0; unit < units; unit++) {
      const map = maps.subarray(unit * size, (unit + 1) * size);
      const visited = map.filter((rate) => !Number.isNaN(rate));
      const range = Math.max(...visited) - Math.min(...visited);
      read.map(unit).forEach((rate, bin) => {
        if (Number.isNaN(map[bin]!)) expect(rate).toBeNaN();
        else expect(Math.abs(rate - map[bin]!)).toBeLessThanOrEqual(range * (1 / 32_767 + 1e-6));
      });
    }
  });

  test("constant and never visited ones as well", () => {
    const odd = new Float64Array(2 * size).fill(0.25, 0, size).fill(Number.NaN, size);
    const read = unpacked(gallery(odd));
    expect(read.map(0)).toEqual(odd.subarray(0, size));
    expect(read.map(1).every(Number.isNaN)).toBe(true);
  });
});

describe("autocorrelograms of the page", () => {
  const length = (2 * bins - 1) ** 2;
  const largestDifference = (rule: CorrelationRule, mapOf: (unit: number) => Float64Array) => {
    const exact = autocorrelograms(engine, maps, { units, bins }, rule);
    let largest = 0;
    for (let unit = 0; unit < units; unit++) {
      autocorrelogram(mapOf(unit), bins, bins, rule).forEach((value, i) => {
        // The outermost shifts rest on one row or column of bins: a hair in the map is a lot in them.
        const [up, right] = [Math.floor(i / (2 * bins - 1)) - bins + 1, (i % (2 * bins - 1)) - bins + 1];
        if (Math.max(Math.abs(up), Math.abs(right)) > 0.75 * bins) return;
        largest = Math.max(largest, Math.abs(value - exact[unit * length + i]!));
      });
    }
    return largest;
  };

  test("equal the engine's on the same maps", () => {
    for (const rule of ["zero", "excluded", "whole-map"] as const) {
      const map = (unit: number) => maps.subarray(unit * size, (unit + 1) * size);
      expect(largestDifference(rule, map)).toBeLessThan(1e-9);
    }
  });

  test("are near them on the maps as embedded", () => {
    const read = unpacked(gallery(maps));
    for (const rule of ["zero", "excluded", "whole-map"] as const) {
      expect(largestDifference(rule, read.map)).toBeLessThan(0.001);
    }
  });

  test("hold where a patch has nothing but the flank of a field, a millionth of its peak", () => {
    const flank = sampleMap(placeCell({ centre: [-0.9, -0.9], width: 0.5 }), bins, bins, box);
    const exact = autocorrelograms(engine, flank, { units: 1, bins });
    const image = autocorrelogram(unpacked(gallery(flank)).map(0), bins, bins, "excluded");
    expect(Math.max(...image.map((value, i) => Math.abs(value - exact[i]!)))).toBeLessThan(0.03);
  });

  test("of a map that does not vary there is none", () => {
    const image = autocorrelogram(new Float64Array(size).fill(3), bins, bins, "excluded");
    expect(image.every(Number.isNaN)).toBe(true);
  });
});

test("numbers are shown with their unit, missing ones as a dash", () => {
  expect(showNumber(0.856, { digits: 2, unit: "m" })).toBe("0.86 m");
  expect(showNumber(-0.001, { digits: 2, unit: "" })).toBe("0.00");
  expect(showNumber(1, { digits: null, unit: "" })).toBe("1.00");
  expect(showNumber(0, { digits: null, unit: "" })).toBe("0");
  expect(showNumber(1e-9, { digits: null, unit: "" })).toBe("1.00e-9");
  expect(showNumber(Number.NaN, { digits: 2, unit: "m" })).toBe("–");
});
