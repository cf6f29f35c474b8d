/**
 * What lags say of a source: classes by each rule, beside those of shuffles and of the untrained network, and whether two halves of
 * the trajectories agree.
 */
import type { TrajectoryRange } from "../tasks/activity-source.ts";
import { type JudgedSweep, judgedSweep } from "./judged-sweep.ts";
import type { LagStudyOptions } from "./lag-study-options.ts";
import type { LagSweeps } from "./lag-sweeps.ts";
import { type RuleFindings, ruleFindings } from "./rule-findings.ts";

export interface LagStudy {
  readonly options: LagStudyOptions;
  readonly all: JudgedSweep;
  /** Undefined: one trajectory, or one batch, has no halves. */
  readonly halves?: readonly [JudgedSweep, JudgedSweep] | undefined;
  /** Undefined: there is no untrained twin. */
  readonly untrained?: JudgedSweep | undefined;
  /** Of each rule, in the order of the options. */
  readonly findings: readonly RuleFindings[];
}

/**
 * @param untrained the same network before its first step, where there is such a one
 * @throws UserError when the shuffles would not fit
 */
export async function lagStudy(
  sweeps: LagSweeps,
  untrained: LagSweeps | undefined,
  options: LagStudyOptions,
): Promise<LagStudy> {
  const { trajectories } = options;
  const all = await judgedSweep(sweeps, trajectories, options);
  const ranges = halvesOf(trajectories, options.batch);
  const halves =
    ranges &&
    ([await judgedSweep(sweeps, ranges[0], options), await judgedSweep(sweeps, ranges[1], options)] as const);
  const twin = untrained && (await judgedSweep(untrained, trajectories, options));
  const findings = options.rules.map((rule) => ruleFindings(rule, options, { all, halves, untrained: twin }));
  return { options, all, halves, untrained: twin, findings };
}

/** Of whole batches. */
function halvesOf(
  { first, trajectories }: TrajectoryRange,
  batch: number,
): readonly [TrajectoryRange, TrajectoryRange] | undefined {
  if (trajectories < 2 * batch) return undefined;
  const half = batch * Math.floor(trajectories / batch / 2);
  return [
    { first, trajectories: half },
    { first: first + half, trajectories: trajectories - half },
  ];
}
