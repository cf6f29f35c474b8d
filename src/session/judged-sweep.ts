/** A sweep with all that classes are made of, and the same of its shuffles. */
import { zeroRow } from "../analyse/lags/best-lag.ts";
import type { ClassRule, ClassThresholds } from "../analyse/lags/class-rules.ts";
import { type LagChoice, type LagEvidence, lagEvidence } from "../analyse/lags/lag-evidence.ts";
import type { LagSweep } from "../analyse/lags/lag-sweep.ts";
import {
  type LagChances,
  type LagCorrection,
  LagNull,
  type ShuffledLags,
  shuffleBytes,
  shuffledLags,
} from "../analyse/lags/shuffled-lags.ts";
import { onHeap, requireMemory } from "../memory-need.ts";
import type { TrajectoryRange } from "../tasks/activity-source.ts";
import type { LagSweeps } from "./lag-sweeps.ts";

export interface LagStudyOptions extends LagChoice {
  readonly rules: readonly ClassRule[];
  /** Where others than those of the rules are wished. */
  readonly thresholds: Partial<ClassThresholds> & Pick<ClassThresholds, "minShiftCm">;
  readonly shuffles: number;
  readonly alpha: number;
  readonly correction: LagCorrection;
  readonly trajectories: TrajectoryRange;
}

/** Some trajectories, and what shuffles of the same have. */
export interface JudgedSweep {
  readonly sweep: LagSweep;
  readonly evidence: LagEvidence;
  /** Undefined: no shuffles. */
  readonly null?: LagNull | undefined;
  readonly chances?: LagChances | undefined;
}

/** @throws UserError when the shuffles would not fit */
export async function judgedSweep(
  sweeps: LagSweeps,
  range: TrajectoryRange,
  { shuffles, correction, estimator, edges }: LagStudyOptions,
): Promise<JudgedSweep> {
  const choice = { estimator, edges };
  const sweep = await sweeps.sweep(range);
  const evidence = lagEvidence(sweep, choice);
  if (shuffles === 0) return { sweep, evidence };
  requireMemory({
    what: `${shuffles} shuffles of ${sweep.units} units at ${sweep.lags.length} lags`,
    needs: [
      onHeap("their scores", shuffles * shuffleBytes(sweep.units, sweep.lags.length), [
        "--shuffles",
        "--units",
      ]),
    ],
  });
  const kept: ShuffledLags[] = [];
  await sweeps.shuffled(range, shuffles, (shuffled) => kept.push(shuffledLags(shuffled, choice)));
  const sample = new LagNull(kept, correction, zeroRow(sweep));
  return { sweep, evidence, null: sample, chances: sample.chances(evidence) };
}
