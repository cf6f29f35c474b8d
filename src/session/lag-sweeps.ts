/** Sweeps of lags over some trajectories of a source: as they are, and shuffled. */
import type { LagNull } from "../analyse/lags/lag-null.ts";
import type { LagSweep } from "../analyse/lags/lag-sweep.ts";
import type { TrajectoryRange } from "../tasks/activity-source.ts";

export interface LagSweeps {
  sweep(range: TrajectoryRange): Promise<LagSweep>;
  /** @param bestOf rows of the lags among which the best is sought @param body gets the sweep of each shuffle */
  shuffled(
    range: TrajectoryRange,
    bestOf: readonly number[],
    body: (sweep: LagSweep) => void,
  ): Promise<LagNull>;
}
