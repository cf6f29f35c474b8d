import { afterAll, describe, expect, test } from "bun:test";
import { mapFields } from "../../../../src/analyse/nulls/field-plan.ts";
import { inNullMaps, type MapNull, mostShuffles } from "../../../../src/analyse/nulls/null-maps.ts";
import { smoothedNoiseMaps } from "../../../../src/analyse/smoothed-noise.ts";
import { hexagonalCell, placeCell, sampleMap } from "../../../../src/analyse/synthetic.ts";
import { openEngine } from "../../../../src/engine/engine.ts";
import { streamKey } from "../../../../src/engine/random.ts";
import {
  plainAmplitudes,
  plainFieldShuffled,
  plainPhaseRandomised,
} from "../../../support/reference/null-maps.ts";
import { uniform } from "../../../support/reference/philox.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
const alone = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => {
  engine.close();
  alone.close();
});

const box = { width: 2.2, height: 2.2 };

/** Null maps of all maps, [units, shuffles][bins * bins]. */
function nullMaps(maps: Float64Array, bins: number, kind: MapNull, shuffles: number, by = engine) {
  const found: number[][][] = [];
  inNullMaps(by, maps, { kind, seed: 7, shuffles, bins }, (array, _first, count) => {
    const values = array.toArray();
    for (let unit = 0; unit < count; unit++) {
      found.push(
        Array.from({ length: shuffles }, (_, shuffle) => {
          const at = (unit * shuffles + shuffle) * bins * bins;
          return [...values.subarray(at, at + bins * bins)];
        }),
      );
    }
  });
  return found;
}

/** Noise with some bins unvisited, and an ideal grid cell. */
function someMaps(bins: number): Float64Array {
  const maps = smoothedNoiseMaps(engine, { units: 3, bins, smoothing: 1, seed: 3 });
  for (const bin of [0, 5, bins * bins - 2]) maps[bins * bins + bin] = Number.NaN;
  maps.set(sampleMap(hexagonalCell({ period: 0.8, angle: 0.2 }), bins, bins, box));
  return maps;
}

const mapAt = (maps: Float64Array, unit: number, bins: number) => [
  ...maps.subarray(unit * bins * bins, (unit + 1) * bins * bins),
];
const risingRates = (map: readonly number[]) =>
  map.filter((rate) => !Number.isNaN(rate)).sort((a, b) => a - b);
const gaps = (map: readonly number[]) => [...map.keys()].filter((bin) => Number.isNaN(map[bin]!));

describe.each(["field-shuffle", "phase-randomised"] as const)("%s", (kind) => {
  test("a map depends on seed, unit and shuffle alone", () => {
    const maps = someMaps(9);
    const many = nullMaps(maps, 9, kind, 37);
    expect(nullMaps(maps, 9, kind, 37, alone)).toEqual(many);
    expect(nullMaps(maps.subarray(0, 81), 9, kind, 5)).toEqual([many[0]!.slice(0, 5)]);
    const different = new Set(many.flat().map((map) => map.join()));
    expect(different.size).toBe(3 * 37);
  });

  test("leaves unvisited bins unvisited", () => {
    const maps = someMaps(9);
    nullMaps(maps, 9, kind, 6).forEach((shuffles, unit) => {
      for (const map of shuffles) expect(gaps(map)).toEqual(gaps(mapAt(maps, unit, 9)));
    });
  });

  test.each([3, 6, 9])("is what the plain reference makes of %i bins a side", (bins) => {
    const maps = someMaps(bins);
    const key = streamKey(7, kind.replace("-", " "));
    nullMaps(maps, bins, kind, 6).forEach((shuffles, unit) => {
      const map = mapAt(maps, unit, bins);
      shuffles.forEach((found, shuffle) => {
        const draw = (number: number) => uniform(key, unit * mostShuffles + shuffle, number);
        const wanted =
          kind === "field-shuffle"
            ? plainFieldShuffled(map, bins, mapFields(Float64Array.from(map), bins), draw)
            : plainPhaseRandomised(map, bins, draw);
        const off = found.map((rate, bin) => Math.abs(rate - wanted[bin]!)).filter((x) => !Number.isNaN(x));
        expect(Math.max(...off)).toBeLessThan(kind === "field-shuffle" ? Number.MIN_VALUE : 1e-12);
      });
    });
  });

  test("a map that does not vary stays as it is", () => {
    const [[map]] = nullMaps(new Float64Array(25).fill(0.3), 5, kind, 1) as [[number[]]];
    for (const rate of map) expect(rate).toBeCloseTo(0.3, 14);
  });
});

test("random phases keep the amplitude spectrum to 1e-9, and the mean", () => {
  for (const bins of [9, 10]) {
    const map = smoothedNoiseMaps(engine, { units: 1, bins, smoothing: 1, seed: 3 }).map((rate) => rate - 2);
    const amplitudes = plainAmplitudes([...map], bins);
    for (const found of nullMaps(map, bins, "phase-randomised", 4)[0]!) {
      const kept = plainAmplitudes(found, bins);
      kept.forEach((amplitude, frequency) => {
        expect(Math.abs(amplitude - amplitudes[frequency]!)).toBeLessThan(1e-9);
      });
      const mean = (values: ArrayLike<number>) =>
        Array.from(values).reduce((sum, x) => sum + x, 0) / map.length;
      expect(mean(found)).toBeCloseTo(mean(map), 12);
      expect(Math.max(...found.map((rate, bin) => Math.abs(rate - map[bin]!)))).toBeGreaterThan(0.1);
    }
  }
});

describe("field shuffle", () => {
  test("is a permutation of the visited bins", () => {
    const maps = someMaps(12);
    nullMaps(maps, 12, "field-shuffle", 20).forEach((shuffles, unit) => {
      for (const map of shuffles) expect(risingRates(map)).toEqual(risingRates(mapAt(maps, unit, 12)));
    });
  });

  test("moves fields as wholes", () => {
    const [one, other] = [
      placeCell({ centre: [-0.6, -0.5], width: 0.15 }),
      placeCell({ centre: [0.6, 0.4], width: 0.2 }),
    ];
    const bins = 20;
    const map = sampleMap((x, y, h) => one(x, y, h) + 0.7 * other(x, y, h), bins, bins, box);
    const fields = mapFields(map, bins);
    expect(fields).toHaveLength(2);
    const places = new Set<number>();
    for (const shuffled of nullMaps(map, bins, "field-shuffle", 30)[0]!) {
      for (const field of fields) {
        const corner = field[0]!;
        const [found, ...others] = [...shuffled.keys()].filter((bin) =>
          field.every((from) => shuffled[bin + from - corner] === map[from]),
        );
        expect(others).toEqual([]);
        places.add(found!);
      }
      // Above half a peak there are no bins but those of the fields.
      expect(shuffled.filter((rate) => rate > 0.6)).toHaveLength(map.filter((rate) => rate > 0.6).length);
    }
    expect(places.size).toBeGreaterThan(40);
  });

  test("what is near a field stays near fields", () => {
    const map = sampleMap(placeCell({ centre: [0, 0], width: 0.3 }), 20, 20, box);
    const [field] = mapFields(map, 20);
    for (const shuffled of nullMaps(map, 20, "field-shuffle", 10)[0]!) {
      const peak = shuffled.indexOf(Math.max(...shuffled));
      const beside = (bin: number) =>
        [bin - 1, bin + 1, bin - 20, bin + 20].map((next) => shuffled[next] ?? 0);
      expect(Math.min(...beside(peak))).toBeGreaterThan(0.8);
      const lowest = [...shuffled.keys()].sort((a, b) => shuffled[a]! - shuffled[b]!).slice(0, 40);
      const away = (bin: number) =>
        Math.hypot(Math.floor(bin / 20) - Math.floor(peak / 20), (bin % 20) - (peak % 20));
      expect(Math.min(...lowest.map(away))).toBeGreaterThan(Math.sqrt(field!.length / Math.PI) + 2);
    }
  });

  test("puts down what finds no room, and loses no rate", () => {
    // Two blocks that touch at a corner: with one of them in the middle, the other fits nowhere.
    const inBlock = (row: number, column: number) => row < 4 === column < 4;
    const map = Float64Array.from({ length: 64 }, (_, bin) =>
      inBlock(bin >> 3, bin % 8) ? 5 + bin / 100 : bin / 1000,
    );
    const fields = mapFields(map, 8);
    expect(fields.map((field) => field.length)).toEqual([16, 16]);
    const draw = (shuffle: number) => (number: number) =>
      uniform(streamKey(7, "field shuffle"), shuffle, number);
    nullMaps(map, 8, "field-shuffle", 25)[0]!.forEach((shuffled, shuffle) => {
      expect(risingRates(shuffled)).toEqual(risingRates([...map]));
      expect(shuffled).toEqual(plainFieldShuffled([...map], 8, fields, draw(shuffle)));
    });
  });
});

test("fields do not depend on scale and offset of the rates", () => {
  const map = smoothedNoiseMaps(engine, { units: 1, bins: 12, smoothing: 1, seed: 5 });
  expect(
    mapFields(
      map.map((rate) => 4 * rate - 8),
      12,
    ),
  ).toEqual(mapFields(map, 12));
});
