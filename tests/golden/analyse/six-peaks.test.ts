/** Ring from the peaks: it tells the lattices of the bundled network from noise better than the released scorer does. */
import { afterAll, expect, test } from "bun:test";
import { noiseNull } from "../../../src/analyse/null.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { survival } from "../../../src/analyse/survival.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { Analysis } from "../../../src/session/analysis.ts";
import { readSubject } from "../../../src/session/subject.ts";

const engine = await openEngine({ blas: "wasm" });
afterAll(() => engine.close());

const shareAbove = (scores: Float64Array, threshold: number) => survival(scores, [threshold]).shares[0]!;

test("shares of the bundled network and of noise as smooth as it", async () => {
  const subject = readSubject("quick", "quick");
  const analysis = new Analysis(engine, subject.open(engine), subject.step);
  const request = { seed: 0, steps: analysis.source.usual.steps, trajectories: 6000, measuring: false };
  const shares = async (name: string) => {
    const scorer = findScorer(name);
    const { grid60 } = await analysis.scores({ request, bins: 20, scorer });
    const noise = noiseNull(engine, scorer, { bins: 20, smoothing: 1.39, seed: 3, units: 1000 });
    return { grid60, noise };
  };
  const released = await shares("deepmind-code");
  expect(shareAbove(released.grid60, 0.37)).toBeCloseTo(0.445, 1);
  expect(shareAbove(released.noise.grid60, 0.37)).toBeCloseTo(0.2, 1);

  // Reported of 256 units and 400 maps of noise: 19.5 % and 1.2 %, and 31 to 35 % above a 95th percentile of 0.19, which 400 maps
  // give to 0.03 either way.
  const peaks = await shares("six-peaks");
  expect(Math.abs(shareAbove(peaks.grid60, 0.37) - 0.195)).toBeLessThan(2 * Math.sqrt((0.195 * 0.805) / 256));
  expect(shareAbove(peaks.noise.grid60, 0.37)).toBeLessThan(
    0.012 + 2 * Math.sqrt((0.012 * 0.988) / 400) + 0.005,
  );
  expect(Math.abs(peaks.noise.p95.grid60 - 0.19)).toBeLessThan(0.08);
  const above = shareAbove(peaks.grid60, peaks.noise.p95.grid60);
  expect(above).toBeGreaterThan(0.28);
  expect(above).toBeLessThan(0.36);
});
