/** Tuning of a source beside that of the same network untrained, and what ranks units that shuffles do not rank. */
import { headingCurves } from "../analyse/heading-curves.ts";
import { type HeadingShares, headingShares } from "../analyse/heading-shares.ts";
import { smoothCurves } from "../analyse/smooth-curves.ts";
import { type Tuning, tuning } from "../analyse/tuning.ts";
import type { TuningOptions } from "../analyse/tuning-rows.ts";
import type { Engine } from "../engine/engine.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";

export interface TuningStudy {
  readonly tuning: Tuning;
  /** Of the network before its first step. */
  readonly twin: Tuning | undefined;
  readonly shares: HeadingShares;
  /** Of each unit, over 200 sectors; undefined where it was not wanted. */
  readonly smoothness: Float64Array | undefined;
}

/** Shuffles of whole curves: each is as many numbers as there are units in all its sectors. */
const shuffledCurves = 20;

/**
 * @param untrained the same network before its first step
 * @param smooth whether curves over 200 sectors are wanted as well
 * @throws UserError as `tuning`, and `smoothCurves` where they are wanted
 */
export function tuningStudy(
  engine: Engine,
  source: ActivitySource,
  options: TuningOptions,
  untrained: ActivitySource | undefined,
  smooth: boolean,
): TuningStudy {
  const found = tuning(engine, source, options);
  const twin = untrained && tuning(engine, untrained, options);
  const { headingBins, shuffles } = options;
  // Only signed units are ever shifted, and only among many trajectories is there another one's heading to have.
  const shifts = found.shufflingBy === "exchange" && found.heading.signed.includes(true);
  const { shuffled } = shifts
    ? headingCurves(engine, source, { ...options, headingBins, shuffles: Math.min(shuffles, shuffledCurves) })
    : { shuffled: [] };
  return {
    ...{ tuning: found, twin },
    shares: headingShares(found, { shuffled }, twin),
    smoothness: smooth ? smoothCurves(engine, source, options).smoothness : undefined,
  };
}
