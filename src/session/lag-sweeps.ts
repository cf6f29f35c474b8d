/** Sweeps of lags over some trajectories of a source: as they are, and shuffled. */
import type { LagSweep } from "../analyse/lags/lag-sweep.ts";
import type { TrajectoryRange } from "../tasks/activity-source.ts";

export interface LagSweeps {
  sweep(range: TrajectoryRange): Promise<LagSweep>;
  /** Calls `body` with as many sweeps of shuffled activity, one after the other. */
  shuffled(range: TrajectoryRange, shuffles: number, body: (sweep: LagSweep) => void): Promise<void>;
}
