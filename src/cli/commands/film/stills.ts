/** From the frames of a training to the pictures of its film. */

import { bestUnits } from "../../../analyse/best-units.ts";
import { beyondNoise } from "../../../analyse/beyond-noise.ts";
import { publishedThreshold } from "../../../analyse/thresholds.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import type { FilmStill } from "../../../draw/figure/film-scene.ts";
import { commonAxes, type ScoreData } from "../../../draw/figure/score-figure.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import { type FilmFrame, highestLevel, unvisitedLevel } from "../../../run/film-frame.ts";
import { axisLabel, type TrainingCurve } from "../../../session/training-curves.ts";
import { UserError } from "../../../user-error.ts";
import type { Arena } from "../../../world/arena.ts";
import { countTrajectories } from "../figure/source.ts";
import { drawnCurve } from "../figure/training-curve.ts";

export interface FilmPlan {
  /** Of the run. */
  readonly name: string;
  /** Steps of the training. */
  readonly steps: number;
  readonly frames: readonly FilmFrame[];
  /** In the order in which they are shown. */
  readonly units: readonly number[];
  readonly arena: Arena;
  /** What was logged over the training; undefined: nothing. */
  readonly curve: TrainingCurve | undefined;
}

/**
 * The units that score highest at the end, in that order.
 * @throws UserError when none has a score
 */
export function bestAtEnd(frames: readonly FilmFrame[], count: number): number[] {
  const last = frames.at(-1)!;
  const kept = new Set(last.units);
  const units = bestUnits(Float64Array.from(last.grid60)).filter((unit) => kept.has(unit));
  if (units.length > 0) return units.slice(0, count);
  throw new UserError(
    `no unit has a score: ${withoutScore(last.scorer, "their maps")}`,
    "name some with --units 0-11, or train longer",
  );
}

/** All of one size and on the same axes. @throws UserError when a unit was not kept */
export function filmStills(plan: FilmPlan): FilmStill[] {
  const { name, steps, frames, units, arena, curve } = plan;
  const [first] = frames;
  const places = units.map((unit) => placeOf(first!, unit));
  const scored = frames.map(scoresOf);
  const some = scored.filter(hasScores);
  const axes = some.length > 0 ? commonAxes(some) : undefined;
  return frames.map((frame, i): FilmStill => {
    const scores = axes && { ...scored[i]!, axes };
    return {
      step: frame.step,
      title: `${name}: step ${frame.step} of ${steps}`,
      remark: verdictOf(frame),
      caption: captionOf(plan),
      tiles: units.map((unit, k) => ({ unit, score: frame.grid60[unit]!, grid: gridOf(frame, places[k]!) })),
      ...{ arena, scores, curve: curve && drawnCurve(curve), lastStep: Math.max(steps, frames.at(-1)!.step) },
    };
  });
}

function placeOf({ units, grid60 }: FilmFrame, unit: number): number {
  const place = units.indexOf(unit);
  if (place >= 0) return place;
  const cause = `the maps of unit ${unit} were not kept`;
  throw new UserError(
    cause,
    `${units.length} of the ${grid60.length} units were: ${units[0]}, ${units[1]}, ${units[2]} …`,
  );
}

/** Shares of the range of each map; NaN where nobody was. */
function gridOf({ maps, bins }: FilmFrame, place: number) {
  const levels = maps.subarray(place * bins * bins, (place + 1) * bins * bins);
  const values = Float64Array.from(levels, (level) =>
    level === unvisitedLevel ? Number.NaN : level / highestLevel,
  );
  return { values, rows: bins, columns: bins };
}

const scoresOf = ({ grid60, null60 }: FilmFrame): ScoreData => ({
  units: { label: "units", scores: grid60 },
  noise: { label: "noise", scores: null60 },
  threshold: publishedThreshold,
  p95: beyondNoise(grid60, null60).threshold,
});

const hasScores = ({ units }: ScoreData): boolean => !Array.from(units.scores).every(Number.isNaN);

/** "25.4 % of the units beyond the noise" */
function verdictOf({ grid60, null60 }: FilmFrame): string {
  if (null60.length === 0) return "no map varies";
  const { share, threshold } = beyondNoise(grid60, null60);
  return `${formatPercent(share)} of the units score above ${threshold.toFixed(2)}`;
}

function captionOf({ frames, units, curve }: FilmPlan): string {
  const { scorer, bins, trajectories, grid60, null60 } = frames.at(-1)!;
  const what = units.length === 1 ? "Rate map of a unit" : `Rate maps of ${units.length}`;
  return [
    `${what} of ${grid60.length} units, each from its lowest to its highest rate, ${countTrajectories(trajectories)} a frame.`,
    `Hexagonal score above each: scorer ${scorer}, ${bins} x ${bins} bins.`,
    `At the top right: the share above the 95th percentile of ${null60.length} maps of noise as smooth as theirs.`,
    ...(curve ? [`Curve: ${axisLabel(curve.metric)} of the training batches.`] : []),
  ].join(" ");
}
