/** From the maps of a network in training to a line of scores in its log. */
import { beyondNoise } from "../analyse/beyond-noise.ts";
import type { Box } from "../analyse/bin-assignment.ts";
import { gridLattices } from "../analyse/grid-spacing.ts";
import { findScorer } from "../analyse/scorer.ts";
import { quantile, survival } from "../analyse/survival.ts";
import { publishedThreshold } from "../analyse/thresholds.ts";
import type { Engine } from "../engine/engine.ts";
import type { ScoreRecord } from "../run/score-record.ts";
import type { NoiseScores, ScoredMaps } from "./snapshot.ts";

export interface ScoredTraining {
  readonly maps: ScoredMaps;
  /** That of the newest match, which may be some steps older. */
  readonly noise: NoiseScores;
  readonly trajectories: number;
}

/** @param box m */
export function scoreRecordOf(
  engine: Engine,
  { maps: { step, scorer, bins, units, maps, grid60 }, noise, trajectories }: ScoredTraining,
  box: Box,
): ScoreRecord {
  const scores = Array.from(grid60).filter((score) => !Number.isNaN(score));
  const beyond = beyondNoise(grid60, noise.scores);
  const hasNull = noise.scores.length > 0;
  const above = Array.from(grid60.keys()).filter((unit) => grid60[unit]! > beyond.threshold);
  const shareAbove = (some: ArrayLike<number>) => finite(survival(some, [publishedThreshold]).shares[0]!);
  return {
    ...{ kind: "scores", step, scorer, bins, trajectories, units },
    meanGridScore: finite(scores.reduce((sum, score) => sum + score, 0) / scores.length),
    medianGridScore: finite(quantile(scores, 0.5)),
    null95: finite(beyond.threshold),
    nullStep: hasNull ? noise.step : null,
    nullMaps: noise.scores.length,
    shareAboveNull95: hasNull ? finite(beyond.share) : null,
    threshold: publishedThreshold,
    shareAboveThreshold: shareAbove(grid60),
    nullShareAboveThreshold: shareAbove(noise.scores),
    medianSpacing: finite(quantile(spacingsOf(engine, maps, above, bins, box, scorer), 0.5)),
  };
}

/** Of some units, m. */
function spacingsOf(
  engine: Engine,
  maps: Float64Array,
  units: readonly number[],
  bins: number,
  box: Box,
  scorer: string,
): Float64Array {
  const size = bins * bins;
  const chosen = new Float64Array(units.length * size);
  units.forEach((unit, i) => {
    chosen.set(maps.subarray(unit * size, (unit + 1) * size), i * size);
  });
  const shape = { units: units.length, binsX: bins, binsY: bins };
  return gridLattices(engine, chosen, shape, box, findScorer(scorer).unvisited).spacing;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
