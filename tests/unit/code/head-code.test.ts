/** Head-direction cells against a plain reference, and the published ones to all their digits. */
import { afterAll, describe, expect, test } from "bun:test";
import { encodeHeadings, openHeadCode } from "../../../src/code/head-code.ts";
import { headMeanRules, headMeansBy } from "../../../src/code/head-means.ts";
import { numpyPairs } from "../../../src/code/place-centres.ts";
import { encode, openPlaceCode } from "../../../src/code/place-code.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import {
  angleBetween,
  decodeHeading,
  encodeHeading,
  headDensities,
} from "../../support/reference/head-code.ts";
import { encodePlace } from "../../support/reference/place-code.ts";
import { testRandom } from "../../support/reference/random.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engines = await Promise.all([1, 3].map((workers) => openEngine({ workers, blas: "wasm" })));
const [engine] = engines as [(typeof engines)[0]];
afterAll(() => {
  for (const each of engines) each.close();
});

const published = { seed: 0, stream: "head-means", neuronsSeed: 8341 };
const publishedMeans = headMeansBy(engine, "placeSeed", 12, published);

describe("the published ensembles of seed 8341", () => {
  test("centres, x and y of one cell after the other", () => {
    const { x, y } = numpyPairs(defaultArena, 256, 8341);
    const pairs = [0, 1, 2, 3, 255].map((cell) => [x[cell], y[cell]]);
    expect(pairs).toEqual([
      [0.3331543798095207, 0.6254232719867123],
      [-0.8028879453410246, -1.0526660846327802],
      [-1.0041751936665908, 0.3089643282258956],
      [-0.6305900885899607, 0.15211339828015058],
      [-1.0615349399571745, -0.8095805967423135],
    ]);
  });

  test("means, which are the first coordinates of the centres, and the gap between them", () => {
    // biome-ignore format: as published, four a line
    expect([...publishedMeans]).toEqual([
      0.9514866837462304, 1.7862046878704962, -2.293042609762878, -3.0064073074231574,
      -2.86791764667279, 0.8824000579779812, -1.8009610815825063, 0.43443484959045353,
      1.2891007098932672, 1.9643984126157923, -1.6226547688935264, -2.057401349203615,
    ]);
    const { x, y } = numpyPairs(defaultArena, 6, 8341);
    publishedMeans.forEach((mean, i) => {
      expect(mean / Math.PI).toBeCloseTo((i % 2 === 0 ? x : y)[i >> 1]! / 1.1, 14);
    });
    const sorted = [...publishedMeans].sort((a, b) => a - b);
    const gaps = sorted.map((mean, i) => (sorted[i + 1] ?? sorted[0]! + 2 * Math.PI) - mean);
    expect(Math.max(...gaps)).toBeCloseTo(2.0571, 4);
  });

  test("headings as cells answer them", () => {
    const expected = [
      [0.5, 7, 0.7195550856882263, 5, 0.17715768272485932, 0, 0.10125019203082468],
      [-2.0, 11, 0.41824479884866844, 6, 0.29124017179547984, 2, 0.18426869926722478],
    ] as const;
    const code = openHeadCode(engine, publishedMeans, 20);
    const out = engine.memory.allocate("float32", [2, 12], "code");
    encodeHeadings(engine, code, engine.memory.from("float32", [0.5, -2], "headings"), out);
    expected.forEach(([heading, ...cells], row) => {
      const plain = encodeHeading(publishedMeans, 20, heading);
      for (let i = 0; i < 6; i += 2) {
        expect(plain[cells[i]!]).toBeCloseTo(cells[i + 1]!, 14);
        // Means are float32: 1e-7 rad, times the concentration.
        expect(out.view[12 * row + cells[i]!]).toBeCloseTo(cells[i + 1]!, 5);
      }
    });
  });

  test("places as cells answer them", () => {
    const centres = numpyPairs(defaultArena, 256, 8341);
    const code = openPlaceCode(engine, { arena: defaultArena, centres, kind: "gaussian", sigma: 0.01 });
    const out = engine.memory.allocate("float32", [3, 256], "code");
    encode(engine, code, engine.memory.from("float32", [0, 0, 0.1, -0.2, 0.5, 0.5], "points"), out);
    const rows = [0, 1, 2].map((row) => [...out.view.subarray(256 * row, 256 * row + 256)]);
    expect(rows.map((row) => row.indexOf(Math.max(...row)))).toEqual([154, 68, 13]);
    const plain = encodePlace({ ...centres, kind: "gaussian", sigma: 0.01, surround: 2 }, 0.5, 0.5);
    expect((1 - plain[13]!) / 1.17e-13).toBeCloseTo(1, 1);
    expect(plain.indexOf(Math.max(...plain.with(13, 0)))).toBe(82);
  });
});

describe("any ensemble", () => {
  const random = testRandom(7);
  const headings = Float32Array.from({ length: 301 }, () => 8 * (random() - 0.5));

  test.each([
    [1, 20],
    [5, 0.5],
    [12, 20],
    [37, 5000],
  ])("%d cells of concentration %d answer as the reference, among other columns", (cells, concentration) => {
    const means = Float32Array.from({ length: cells }, () => 2 * Math.PI * (random() - 0.5));
    const results = engines.map((each) => {
      const code = openHeadCode(each, means, concentration);
      const out = each.memory.allocate("float32", [headings.length, cells + 3], "code");
      out.view.fill(-7);
      encodeHeadings(each, code, each.memory.from("float32", headings, "headings"), out, 2);
      return out.toArray();
    });
    expect(results[0]!).toEqual(results[1]!);
    headings.forEach((heading, row) => {
      const found = [...results[0]!.subarray(row * (cells + 3), (row + 1) * (cells + 3))];
      expect([found[0], found[1], found.at(-1)]).toEqual([-7, -7, -7]);
      encodeHeading(means, concentration, heading).forEach((value, i) => {
        expect(Math.abs(found[i + 2]! - value)).toBeLessThanOrEqual(2 ** -24 * value + 1e-44);
      });
    });
  });

  test("densities are not divided by their sum", () => {
    const means = Float32Array.of(0.3, -2);
    const out = engine.memory.allocate("float32", [1, 2], "code");
    const at = engine.memory.from("float32", [0.3], "heading");
    encodeHeadings(engine, openHeadCode(engine, means, 20), at, out, 0, true);
    const expected = headDensities(means, 20, Math.fround(0.3));
    expect(expected[0]).toBe(Math.exp(20));
    out.view.forEach((value, i) => {
      expect(value / expected[i]!).toBeCloseTo(1, 6);
    });
  });

  test("the heading read out is that of the largest entry, the lower of equals; the error goes the short way round", () => {
    const means = engine.memory.from("float32", [3, -3, 0.5], "means");
    const rows = [0.1, 0.2, 0.2, 1, 0, 0, 0, 0, 5, Number.NaN, 1, 0];
    const code = engine.memory.from("float32", rows, "code", [4, 3]);
    const at = engine.memory.from("float32", [3.1, -3, 0.25, 0], "headings");
    const errors = engine.memory.zeros("float64", 4, "errors");
    engine.kernels.addHeadingErrors(code.pointer, 4, means.pointer, 3, 3, at.pointer, errors.pointer);
    const expected = [0, 1, 2].map((row) => {
      const guess = decodeHeading([3, -3, 0.5], rows.slice(3 * row, 3 * row + 3));
      return angleBetween(guess, at.view[row]!);
    });
    expect([...errors.view].slice(0, 3).map((error, i) => error - expected[i]!)).toEqual([
      expect.closeTo(0, 6),
      expect.closeTo(0, 6),
      expect.closeTo(0, 6),
    ]);
    expect(errors.view[0]).toBeCloseTo(2 * Math.PI - 6.1, 5);
    expect(errors.view[3]).toBeNaN();
  });

  test("a heading that is not finite gives a row of NaN", () => {
    const code = openHeadCode(engine, [0, 1, 2], 20);
    const out = engine.memory.allocate("float32", [2, 3], "code");
    encodeHeadings(engine, code, engine.memory.from("float32", [Number.NaN, 1], "headings"), out);
    expect([...out.view.subarray(0, 3)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(out.view[4]).toBeGreaterThan(0.9);
  });

  test("means: evenly from -pi on, random of their own stream", () => {
    expect([...headMeansBy(engine, "evenly", 4, published)]).toEqual([
      -Math.PI,
      -Math.PI / 2,
      0,
      Math.PI / 2,
    ]);
    const [one, other, again] = [1, 2, 1].map((seed) =>
      headMeansBy(engine, "random", 500, { ...published, seed }),
    );
    expect(one!).toEqual(again!);
    expect(one!).not.toEqual(other!);
    expect(Math.min(...one!)).toBeLessThan(-3);
    expect(Math.max(...one!)).toBeGreaterThan(3);
    for (const rule of headMeanRules) {
      for (const mean of headMeansBy(engine, rule, 200, published)) {
        expect(mean >= -Math.PI && mean < Math.PI).toBe(true);
      }
    }
  });

  test("no cell, and a concentration that is none, are refused", () => {
    expect(userErrorOf(() => openHeadCode(engine, [], 20))).toBe("0 head-direction cells | use at least 1");
    expect(userErrorOf(() => openHeadCode(engine, [0], 0))).toBe(
      "the concentration of the head-direction cells is 0 | use a positive number, such as 20",
    );
  });
});
