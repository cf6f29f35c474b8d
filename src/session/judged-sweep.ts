/** A sweep with all that classes are made of, and the same of its shuffles. */
import { candidateRows, zeroRow } from "../analyse/lags/best-lag.ts";
import { type LagEvidence, lagEvidence } from "../analyse/lags/lag-evidence.ts";
import type { LagNull } from "../analyse/lags/lag-null.ts";
import { type LagSweep, valuesOf } from "../analyse/lags/lag-sweep.ts";
import { type LagSignificance, lagSignificance } from "../analyse/lags/significance.ts";
import { onHeap, requireMemory } from "../memory-need.ts";
import type { TrajectoryRange } from "../tasks/activity-source.ts";
import type { LagStudyOptions } from "./lag-study-options.ts";
import type { LagSweeps } from "./lag-sweeps.ts";

/** Some trajectories, and what shuffles of the same have. */
export interface JudgedSweep {
  readonly sweep: LagSweep;
  readonly evidence: LagEvidence;
  /** Undefined: there are none. */
  readonly shuffled?: JudgedShuffles | undefined;
}

export interface JudgedShuffles {
  readonly null: LagNull;
  readonly significance: LagSignificance;
  /** Of each shuffle, as if it were the sweep. */
  readonly each: readonly { readonly evidence: LagEvidence; readonly significance: LagSignificance }[];
}

/** What is kept of each unit of a shuffle, bytes. */
const bytesPerUnit = 64;

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
    what: `${shuffles} shuffles of ${sweep.units} units`,
    needs: [onHeap("their best lags", shuffles * sweep.units * bytesPerUnit, ["--shuffles", "--units"])],
  });
  const rows = candidateRows(valuesOf(sweep, estimator), sweep.units, edges);
  const kept: LagEvidence[] = [];
  const found = await sweeps.shuffled(range, rows[0], (shuffle) => {
    kept.push(lagEvidence(shuffle, choice, rows));
  });
  const significanceOf = (one: LagEvidence, ofShuffle: boolean) =>
    lagSignificance(one, found, { correction, zeroRow: zeroRow(sweep), ofShuffle });
  const each = kept.map((one) => ({ evidence: one, significance: significanceOf(one, true) }));
  return { sweep, evidence, shuffled: { null: found, significance: significanceOf(evidence, false), each } };
}
