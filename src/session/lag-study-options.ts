/** How lags are judged. */
import type { ClassRule, WishedThresholds } from "../analyse/lags/class-rules.ts";
import type { LagChoice } from "../analyse/lags/lag-evidence.ts";
import type { LagCorrection } from "../analyse/lags/significance.ts";
import type { TrajectoryRange } from "../tasks/activity-source.ts";

export interface LagStudyOptions extends LagChoice {
  readonly rules: readonly ClassRule[];
  /** Where others than those of the rules are wished. */
  readonly thresholds: WishedThresholds;
  readonly shuffles: number;
  readonly alpha: number;
  readonly correction: LagCorrection;
  readonly trajectories: TrajectoryRange;
  /** Halves of them are so many, or a multiple. */
  readonly batch: number;
}
