/** How ideal cells score that were recorded along paths. */
import { afterAll, describe, expect, test } from "bun:test";
import { borderScores } from "../../../src/analyse/border-score.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { noiseNull } from "../../../src/analyse/null.ts";
import { observe } from "../../../src/analyse/observe.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { sampleMaps } from "../../../src/analyse/synthetic.ts";
import { tuning } from "../../../src/analyse/tuning.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { all, cells, largest, recordingOpener, steps, trials, units } from "../../support/ideal-recording.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());
const folder = temporaryDirectory();
const open = recordingOpener(engine, folder);

describe("ideal cells along recorded paths", () => {
  const source = open();
  const bins = 20;
  const shape = { units, bins };
  const { rates, activity, samples, measured } = observe(engine, source, { ...all, bins });
  const scorer = findScorer("nan-aware");
  const scores = scoreMaps(engine, rates.rateMap, shape, scorer);
  const [hexagon, tilted, square, band, border, head] = [0, 1, 2, 3, 4, 5] as const;

  test("are seen in every sample, and nothing is measured beside them", () => {
    expect(samples).toBe(trials * steps);
    expect(measured).toEqual({});
    expect(rates.dropped).toBe(0);
    expect(activity.mean[hexagon]).toBeGreaterThan(0.3);
  });

  test("have the maps that they were made by", () => {
    const ideal = sampleMaps(cells.slice(0, 4), bins, bins, defaultArena);
    // Within a bin of 11 cm a rate of up to 3 changes, and paths do not fill a bin evenly.
    const seen = rates.rateMap.subarray(0, ideal.length);
    expect(seen.filter(Number.isNaN).length).toBeLessThan(20);
    expect(largest(seen, (rate, i) => (Number.isNaN(rate) ? 0 : rate - ideal[i]!))).toBeLessThan(0.6);
  });

  test("score as hexagons, squares and bands do, those hexagons alone beyond matched noise", () => {
    const { grid60, grid90 } = scores;
    const limit = noiseNull(engine, scorer, { bins, smoothing: 1, seed: 1 }).p95.grid60;
    expect(grid60[hexagon]).toBeGreaterThan(1.2);
    expect(grid60[tilted]).toBeGreaterThan(1.2);
    expect(grid90[square]).toBeGreaterThan(1);
    for (const unit of [square, band, border, head]) expect(grid60[unit]).toBeLessThan(limit);
  });

  test("the border cell has a border score, the others less", () => {
    const found = borderScores(rates.rateMap, { units, binsX: bins, binsY: bins }, defaultArena).map(
      ({ score }) => score,
    );
    expect(found[border]).toBeGreaterThan(0.6);
    for (const unit of [hexagon, tilted, square]) expect(found[unit]).toBeLessThan(found[border]! - 0.3);
  });

  test("the cell of a direction is tuned to it by its von Mises law, also by derived headings", () => {
    const options = { ...all, headingBins: 20, speedBins: 5, speedLimit: source.fastSpeed, shuffles: 40 };
    for (const from of [source, open(["heading", "velocity"])]) {
      const { heading } = tuning(engine, from, options);
      expect(heading.direction[head]).toBeWithin(0.9, 1.1);
      // I1(3) / I0(3) = 0.810.
      expect(heading.vectorLength[head]).toBeWithin(0.78, 0.83);
      expect(heading.p[head]).toBeCloseTo(1 / 41, 12);
      expect(heading.vectorLength[hexagon]).toBeLessThan(0.15);
    }
  });
});
