import { afterAll, describe, expect, test } from "bun:test";
import { headingCurves } from "../../../src/analyse/heading-curves.ts";
import {
  cosineCorrelation,
  shiftedLength,
  shiftedLengths,
  smoothness,
} from "../../../src/analyse/heading-shape.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import type { ActivitySource } from "../../../src/tasks/activity-source.ts";
import { knownNetwork } from "../../support/known-network.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
const alone = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => {
  engine.close();
  alone.close();
});

const request = { seed: 3, trajectories: 250, steps: 10 };
/** Units that hear a component of the velocity; the last hears nothing. */
const directed = (on = engine) =>
  knownNetwork(on, {
    units: 5,
    activation: "tanh",
    input: (unit) => (unit < 4 ? [Math.cos(unit), Math.sin(unit)] : [0, 0]),
  }).source;
const cosine = (bins: number, level: number, depth: number) =>
  Float64Array.from({ length: bins }, (_, i) => level + depth * Math.cos((2 * Math.PI * (i + 0.5)) / bins));

describe("the published rule for units below zero", () => {
  test("calls every cosine tuned to a half, however shallow", () => {
    for (const depth of [1, 0.01, 1e-6]) {
      // Between sectors the lowest rate is a little above the lowest of the cosine.
      expect(shiftedLength(cosine(20, -3, depth))).toBeWithin(0.5, 0.51);
    }
    expect(shiftedLength(new Float64Array(20).fill(0.3))).toBeNaN();
  });

  test("leaves out sectors that were never visited", () => {
    const curve = cosine(20, 0, 1);
    curve[3] = Number.NaN;
    expect(shiftedLength(curve)).toBeWithin(0.4, 0.6);
  });
});

describe("correlation with a cosine", () => {
  const curve = Float64Array.from({ length: 20 }, (_, i) => 3 + 2 * Math.cos(((i + 0.5) * Math.PI) / 10 - 1));
  const visits = (of: (sector: number) => number) => Float64Array.from(curve, (_, sector) => of(sector));
  const meanSquare = (seen: Float64Array) =>
    seen.reduce((sum, count, i) => sum + count * curve[i]! ** 2, 0) /
    seen.reduce((sum, count) => sum + count);

  test("is 1 of a cosine, however seldom its extremes were visited, and below where a sector never was", () => {
    const flanks = visits((sector) => (Math.abs(curve[sector]! - 3) < 1 ? 50 : 1));
    expect(cosineCorrelation(curve, flanks, meanSquare(flanks))).toBeCloseTo(1, 12);
    const gap = visits((sector) => (sector < 2 ? 0 : 7));
    const seen = curve.map((rate, sector) => (gap[sector]! > 0 ? rate : Number.NaN));
    expect(cosineCorrelation(seen, gap, meanSquare(gap))).toBeWithin(0.5, 0.999);
  });
  test("is Pearson's of headings that are all as frequent", () => {
    const even = visits(() => 5);
    // Around the means of a variance of 2, as has the cosine, stand samples of a variance of 6.
    expect(cosineCorrelation(curve, even, meanSquare(even) + 6)).toBeCloseTo(Math.sqrt(2 / 8), 12);
  });
});

describe("smoothness", () => {
  test("is the standard deviation of the first difference", () => {
    expect(smoothness(Float64Array.of(0, 1, 3, 3, 0, 0, 0, 0), 4)[0]).toBeCloseTo(Math.sqrt(2 / 3), 12);
    expect(smoothness(Float64Array.of(0, 1, 3, 3, 0, 0, 0, 0), 4)[1]).toBeNaN();
  });
});

describe("curves by heading", () => {
  const options = { ...request, headingBins: 20, shuffles: 3 };
  const found = headingCurves(engine, directed(), options);

  test("are those of tuning", () => {
    const expected = tuning(engine, directed(), { ...options, speedBins: 4, speedLimit: 2.5 });
    found.rates.forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected.heading.rates[i]!, 5);
    });
    expect(found.rates.length).toBe(100);
  });

  test("with headings exchanged are of shallower units, still tuned by the published rule", () => {
    const depth = (rates: Float64Array) =>
      Math.max(...rates.subarray(0, 20)) - Math.min(...rates.subarray(0, 20));
    expect(found.shuffled.length).toBe(3);
    for (const rates of found.shuffled) {
      expect(depth(rates)).toBeLessThan(depth(found.rates) / 2);
      expect(shiftedLengths(rates, 20)[0]).toBeGreaterThan(0.02);
      expect(shiftedLengths(rates, 20)[4]).toBeNaN();
    }
  });

  test("the same bits for any number of workers", () => {
    const one = headingCurves(alone, directed(alone), options);
    expect([one.rates, ...one.shuffled].map((rates) => [...rates])).toEqual(
      [found.rates, ...found.shuffled].map((rates) => [...rates]),
    );
  });

  test("are of the heading after the step where a network is asked for it", () => {
    const source = directed();
    const turned: ActivitySource = {
      ...source,
      portions: (wanted) => source.portions(wanted),
      read: (wanted, range, body) =>
        source.read(wanted, range, (portion) => {
          const after = engine.memory.allocate("float32", portion.heading!.shape, "turned");
          portion.heading!.view.forEach((angle, i) => {
            after.view[i] = angle > 0 ? angle - Math.PI : angle + Math.PI;
          });
          body({ ...portion, headingAfter: after });
        }),
    };
    const opposite = headingCurves(engine, turned, options);
    // A heading at the edge of a sector may fall to either side.
    for (let bin = 0; bin < 10; bin++) expect(opposite.rates[bin]).toBeCloseTo(found.rates[bin + 10]!, 1);
  });
});
