import { afterAll, describe, expect, test } from "bun:test";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { gridLattices } from "../../../src/analyse/grid-spacing.ts";
import { matchedSmoothing, noiseNull, nullLattices } from "../../../src/analyse/null.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { smoothedNoiseMaps } from "../../../src/analyse/smoothed-noise.ts";
import { quantile, survival } from "../../../src/analyse/survival.ts";
import { openEngine } from "../../../src/engine/engine.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

describe("smoothed noise", () => {
  test("a map depends on seed, stream and its number alone", () => {
    const options = { units: 5, bins: 8, smoothing: 1.3, seed: 4 };
    const five = smoothedNoiseMaps(engine, options);
    expect(smoothedNoiseMaps(engine, { ...options, units: 2 })).toEqual(five.slice(0, 2 * 64));
    expect(smoothedNoiseMaps(engine, { ...options, units: 2, first: 3 })).toEqual(five.slice(3 * 64));
    expect(smoothedNoiseMaps(engine, { ...options, seed: 5 })).not.toEqual(five);
    expect(smoothedNoiseMaps(engine, { ...options, stream: "other" })).not.toEqual(five);
  });

  test("smoothing keeps the mean of a map and takes its variance", () => {
    const rough = smoothedNoiseMaps(engine, { units: 50, bins: 20, smoothing: 0, seed: 1 });
    const smooth = smoothedNoiseMaps(engine, { units: 50, bins: 20, smoothing: 1.5, seed: 1 });
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Weights that sum to one and mirrored walls.
    expect(mean(smooth.subarray(0, 400))).toBeCloseTo(mean(rough.subarray(0, 400)), 12);
    expect(mean(rough.map((x) => x * x))).toBeCloseTo(1, 1);
    // White noise in an endless plane keeps 1 / (4 pi s^2) = 0.035 of its variance, mirrored walls a little more.
    const kept = mean(smooth.map((x) => x * x));
    expect(kept).toBeGreaterThan(0.03);
    expect(kept).toBeLessThan(0.055);
  });

  test("an impulse becomes scipy.ndimage.gaussian_filter's weights", () => {
    // One draw at a time is an impulse response by linearity: the response of mirrored walls on 3 bins, sigma 0.5.
    const noise = smoothedNoiseMaps(engine, { units: 1, bins: 3, smoothing: 0, seed: 2 });
    const smooth = smoothedNoiseMaps(engine, { units: 1, bins: 3, smoothing: 0.5, seed: 2 });
    const w = [0.7865707258, 0.106450772, 0.000263865083];
    const matrix = [
      [w[0]! + w[1]!, w[1]! + w[2]!, w[2]!],
      [w[1]! + w[2]!, w[0]!, w[1]! + w[2]!],
      [w[2]!, w[1]! + w[2]!, w[0]! + w[1]!],
    ];
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        let expected = 0;
        for (let i = 0; i < 9; i++)
          expected += matrix[row]![Math.floor(i / 3)]! * matrix[column]![i % 3]! * noise[i]!;
        expect(smooth[row * 3 + column]).toBeCloseTo(expected, 8);
      }
    }
  });

  test("an impossible width is the user's mistake", () => {
    const options = { units: 1, bins: 8, smoothing: -1, seed: 4 };
    expect(() => smoothedNoiseMaps(engine, options)).toThrow(/smoothed by -1/);
  });
});

describe("noise null", () => {
  test("its lattices are those of the maps that were scored", () => {
    const noise = noiseNull(engine, findScorer("nan-aware"), { bins: 12, smoothing: 1, seed: 3, units: 40 });
    const box = { width: 2, height: 2 };
    const stream = "noise null";
    const maps = smoothedNoiseMaps(engine, { units: 40, bins: 12, smoothing: 1, seed: 3, stream });
    const shape = { units: 40, bins: 12 };
    const { spacing, orientation } = nullLattices(engine, noise, box);
    const expected = gridLattices(engine, maps, shape, box, "excluded");
    expect(Array.from(spacing)).toEqual(Array.from(expected.spacing));
    expect(Array.from(orientation)).toEqual(Array.from(expected.orientation));
    expect(spacing.filter(Number.isFinite).length).toBeGreaterThan(10);
    expect(scoreMaps(engine, maps, shape, findScorer("nan-aware")).grid60).toEqual(noise.grid60);
  });

  test("the released scorer calls a fifth of all noise maps grid cells", () => {
    const scorer = findScorer("deepmind-code");
    for (const smoothing of [1, 2]) {
      const { grid60, p95 } = noiseNull(engine, scorer, { bins: 20, smoothing, seed: 1 });
      const [above37, above80] = survival(grid60, [0.37, 0.8]).shares;
      // 18 and 19 % on 200 maps each in the literature study; ± 2.6 points of sampling here.
      expect(above37).toBeGreaterThan(0.16);
      expect(above37).toBeLessThan(0.22);
      expect(above80).toBeLessThan(0.05);
      expect(p95.grid60).toBeGreaterThan(0.55);
    }
  });

  test("the paper's scorer calls few of them so", () => {
    const { grid60 } = noiseNull(engine, findScorer("banino-si"), { bins: 32, smoothing: 2, seed: 1 });
    expect(survival(grid60, [0.37]).shares[0]).toBeLessThan(0.08);
  });

  test("smoothing is recovered from the maps, silent ones aside", () => {
    for (const smoothing of [1, 2.5]) {
      const noise = smoothedNoiseMaps(engine, { units: 300, bins: 20, smoothing, seed: 8 });
      noise.fill(0, 0, 40 * 400);
      // Sampling error of two medians over 260 maps: about 3 % each.
      const found = matchedSmoothing(engine, noise, { units: 300, bins: 20 })!;
      expect(Math.abs(found / smoothing - 1)).toBeLessThan(0.08);
    }
    expect(matchedSmoothing(engine, new Float64Array(400), { units: 1, bins: 20 })).toBeUndefined();
  });
});

test("survival counts units without score among all, above none", () => {
  const got = survival([0.1, Number.NaN, 0.5, 0.37], [0, 0.37, 1]);
  expect(got).toEqual({ units: 4, scored: 3, silent: 1, thresholds: [0, 0.37, 1], shares: [0.75, 0.25, 0] });
});

test("quantiles are numpy's, NaN aside", () => {
  expect(quantile([4, 1, Number.NaN, 3, 2], 0.95)).toBeCloseTo(3.85, 12);
  expect(quantile([7], 0.5)).toBe(7);
  expect(quantile([Number.NaN], 0.5)).toBeNaN();
});
