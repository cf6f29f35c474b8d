/** Sweeps of lags over some trajectories of a source: as they are, and shuffled. */
import type { LagNull } from "../analyse/lags/lag-null.ts";
import type { LagSweep } from "../analyse/lags/lag-sweep.ts";
import { nullOfLags } from "../analyse/lags/null-lags.ts";
import { sweepLags } from "../analyse/lags/sweep-lags.ts";
import type { Engine } from "../engine/engine.ts";
import type { ActivitySource, TrajectoryRange } from "../tasks/activity-source.ts";
import type { Pace } from "./analysis.ts";
import type { LagPlan } from "./lag-plan.ts";

export interface LagSweeps {
  sweep(range: TrajectoryRange): Promise<LagSweep>;
  /** @param bestOf rows of the lags among which the best is sought @param body gets the sweep of each shuffle, one after the other */
  shuffled(
    range: TrajectoryRange,
    bestOf: readonly number[],
    body: (sweep: LagSweep) => void,
  ): Promise<LagNull>;
}

/** Of a source, as planned. @param who whose activity it is, for the progress; "": of what was named */
export function sweepsOf(
  engine: Engine,
  source: ActivitySource,
  { lags, study, nullKind, shuffleSeed }: LagPlan,
  pace: Pace,
  who: string,
): LagSweeps {
  const over = ({ first, trajectories }: TrajectoryRange) => ({ ...lags, from: first, trajectories });
  const told = {
    breathe: () => pace.breathe(),
    progress: (what: string, share: number) => pace.progress?.(who === "" ? what : `${who}: ${what}`, share),
  };
  const estimators = [...new Set(["gridness" as const, study.estimator])];
  const { shuffles, alpha } = study;
  const wanted = { kind: nullKind, shuffles, shuffleSeed, alpha, estimators };
  return {
    sweep: (range) => sweepLags(engine, source, over(range), told),
    shuffled: (range, bestOf, body) =>
      nullOfLags(engine, source, over(range), { ...wanted, bestOf }, told, body),
  };
}
