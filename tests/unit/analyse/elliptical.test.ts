import { afterAll, describe, expect, test } from "bun:test";
import { autocorrelograms } from "../../../src/analyse/autocorrelogram.ts";
import { ellipsesOf, judgedAutocorrelogram, undoing } from "../../../src/analyse/elliptical.ts";
import { joinedScores, scoreMaps } from "../../../src/analyse/grid-score.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { type Cell, hexagonalCell, sampleMap, sampleMaps } from "../../../src/analyse/synthetic.ts";
import { withoutScore } from "../../../src/analyse/without-score.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { stretchedImage } from "../../support/reference/stretch.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
afterAll(() => engine.close());
const box = { width: 2.2, height: 2.2 };
const bins = 24;
const shape = { units: 1, bins };

/** The cell's fields drawn out along a direction. */
function drawnOut(cell: Cell, ratio: number, direction: number): Cell {
  const [c, s] = [Math.cos(direction), Math.sin(direction)];
  return (x, y, heading) => {
    const [along, across] = [(c * x + s * y) / ratio, c * y - s * x];
    return cell(c * along - s * across, s * along + c * across, heading);
  };
}

const oval = (ratio: number, direction: number, period = 0.55) =>
  sampleMap(
    drawnOut(hexagonalCell({ period, angle: 0.1, phase: [0.05, 0.1] }), ratio, direction),
    bins,
    bins,
    box,
  );

describe("hexagons that are drawn out", () => {
  const cases = [1.2, 1.35, 1.5].flatMap((ratio) =>
    [0, 0.6, 1.4, 2.5].map((angle) => [ratio, angle] as const),
  );

  test.each(cases)("%d to 1 along %d rad are found so", (ratio, direction) => {
    const [ellipse] = ellipsesOf(engine, oval(ratio, direction), shape, findScorer("pearson"));
    expect(Math.abs(ellipse!.ellipticity / ratio - 1)).toBeLessThan(0.06);
    const off = Math.abs(ellipse!.direction - direction) % Math.PI;
    expect(Math.min(off, Math.PI - off)).toBeLessThan(0.12);
  });

  test.each(cases)("%d to 1 along %d rad score like round ones again", (ratio, direction) => {
    const map = oval(ratio, direction);
    for (const name of ["pearson", "six-peaks", "expanding-circle"]) {
      const plain = scoreMaps(engine, map, shape, findScorer(name)).grid60[0]!;
      const undone = scoreMaps(engine, map, shape, findScorer(`${name}+elliptical`)).grid60[0]!;
      expect(undone).toBeGreaterThan(1);
      if (ratio > 1.3) expect(undone - plain).toBeGreaterThan(0.3);
    }
  });
});

test("the stretched autocorrelogram is the plain reference's", () => {
  const map = oval(1.4, 0.7);
  const scorer = findScorer("pearson+elliptical");
  const [ellipse] = ellipsesOf(engine, map, shape, scorer);
  const size = 2 * bins - 1;
  const expected = stretchedImage(autocorrelograms(engine, map, shape), size, undoing(ellipse!));
  const got = judgedAutocorrelogram(engine, map, bins, scorer);
  got.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 12);
  });
  expect(got.length).toBe(size * size);
});

test("what is undone stands beside the scores, in portions too", () => {
  const cells = [drawnOut(hexagonalCell({ period: 0.6 }), 1.3, 0), hexagonalCell({ period: 0.6 })];
  const maps = new Float64Array(3 * bins * bins);
  maps.set(sampleMaps(cells, bins, bins, box));
  const scorer = findScorer("nan-aware+elliptical");
  const scores = scoreMaps(engine, maps, { units: 3, bins }, scorer);
  expect(scores.scorer).toBe("nan-aware+elliptical");
  expect(scores.ellipses![0]!.ellipticity).toBeCloseTo(1.3, 1);
  expect(scores.ellipses![1]!.ellipticity).toBeCloseTo(1, 1);
  expect(scores.ellipses![2]).toBeNull();
  expect([scores.grid60[2], scores.ring60[2]]).toEqual([Number.NaN, null]);
  expect(joinedScores([scores, scores]).ellipses).toHaveLength(6);
  expect(scoreMaps(engine, maps, { units: 3, bins }, findScorer("nan-aware")).ellipses).toBeUndefined();
});

test("two threads give the same bits", async () => {
  const units = 15;
  const maps = randomNumbers(units * 196, 8);
  const several = await openEngine({ workers: 2, blas: "wasm" });
  const scorer = findScorer("banino-si+elliptical");
  const scored = (on: typeof engine) => {
    const { grid60, grid90, ring60, ellipses } = scoreMaps(on, maps, { units, bins: 14 }, scorer);
    return { grid60: [...grid60], grid90: [...grid90], ring60, ellipses };
  };
  expect(scored(several)).toEqual(scored(engine));
  several.close();
});

test("a name that is not there is told with what may be added", () => {
  expect(() => findScorer("six-peak+elliptical")).toThrow(/no scorer 'six-peak\+elliptical'/);
  expect(withoutScore("six-peaks+elliptical", "its map")).toBe(
    "its map does not vary, or has fewer than six peaks, or peaks on no ellipse",
  );
});
